"""What must hold for any log."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from vernost.analytics import CLIENT_COLUMNS
from vernost.analytics.engine import rows

AS_OF = date(2025, 6, 1)
KEYS = ("lifecycle", "purchases", "revenue", "rhythm_days", "last_purchase", "lost_line")

orders = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.dates(date(2024, 1, 1), date(2025, 5, 31)),
        st.one_of(st.integers(0, 5000), st.integers(-2000, -1)),
    ),
    min_size=1,
    max_size=40,
)
few = settings(max_examples=8)


def table(log, found, as_of=AS_OF):
    clients = log.analyse(found, as_of).clients
    return sorted(rows(clients.select(*CLIENT_COLUMNS)), key=lambda row: row["client"])


@few
@given(orders, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(log, found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert table(log, found) == table(log, shuffled)


@few
@given(orders)
def test_a_client_with_a_rhythm_of_their_own_depends_on_nobody(log, found):
    everyone = log.clients(found, AS_OF)
    for name, row in everyone.items():
        if row["rhythm_source"] == "own" and row["lifecycle"] != "returned":
            alone = log.one([order for order in found if order[0] == name], AS_OF)
            assert {key: alone[key] for key in KEYS} == {key: row[key] for key in KEYS}


@few
@given(orders)
def test_splitting_an_order_in_two_changes_no_lifecycle(log, found):
    split = [
        part for c, d, a in found for part in ([(c, d, a // 2), (c, d, a - a // 2)] if a > 1 else [(c, d, a)])
    ]
    assert table(log, found) == table(log, split)


@few
@given(orders, st.integers(-400, 400))
def test_shifting_all_dates_shifts_all_dates(log, found, days):
    by = timedelta(days=days)
    shifted = table(log, [(c, d + by, a) for c, d, a in found], AS_OF + by)
    for before, after in zip(table(log, found), shifted, strict=True):
        for key in ("first_purchase", "last_purchase", "lost_line"):
            assert after[key] == (before[key] + by if before[key] else None)
        for key in ("lifecycle", "rhythm_days", "revenue", "rfm", "purchases_a_year"):
            assert after[key] == before[key]


@few
@given(orders)
def test_the_lost_are_silent_longer_than_their_rhythm_and_the_sums_agree(log, found):
    analysis = log.analyse(found, AS_OF)
    clients = rows(analysis.clients)
    for row in clients:
        if row["lifecycle"] == "lost":
            assert row["silence"] > row["rhythm_days"]
            assert row["silence"] > 14
    assert sum(analysis.lifecycle.values()) == len(clients) == analysis.totals.clients
    assert sum(row["revenue"] for row in clients) == analysis.totals.net == sum(a for _, _, a in found)
    assert sum(analysis.xyz.values()) == sum(cell.clients for cell in analysis.abc.values()) == len(clients)
    assert (
        analysis.loss.lost == analysis.lifecycle["lost"] == sum(c.clients for c in analysis.winback.values())
    )
    assert analysis.loss.money_a_year == sum(row["money_lost_a_year"] or 0 for row in clients)
