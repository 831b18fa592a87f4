"""Rules 2.2–2.6: rhythm and its sources, the lost line, returns, the flow of a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

FIRST = date(2024, 1, 10)


def after(orders, days):
    return max(day for _, day, _ in orders) + timedelta(days=days)


def test_three_pauses_make_an_own_rhythm(log, every):
    found = log.clients([*every("own", FIRST, 30, 4), *every("few", FIRST, 50, 3)])
    assert (found["own"]["rhythm_days"], found["own"]["rhythm_source"]) == (30, "own")
    assert (found["few"]["rhythm_days"], found["few"]["rhythm_source"]) == (30, "base")


def test_the_segment_comes_before_the_base(log, every):
    def of(segment, orders):
        return [{"client": c, "at": d, "amount": a, "segment": segment} for c, d, a in orders]

    orders = [
        *of("shops", every("weekly", FIRST, 7, 9)),
        *of("shops", every("new shop", FIRST, 1, 1)),
        *of("plants", every("monthly", FIRST, 30, 5)),
        *of("plants", every("new plant", FIRST, 1, 1)),
        *of("else", every("stranger", FIRST, 1, 1)),
    ]
    found = log.clients(orders)
    assert (found["new shop"]["rhythm_days"], found["new shop"]["rhythm_source"]) == (7, "segment")
    assert (found["new plant"]["rhythm_days"], found["new plant"]["rhythm_source"]) == (30, "segment")
    assert (found["stranger"]["rhythm_days"], found["stranger"]["rhythm_source"]) == (18.5, "base")


def test_a_stated_pause_comes_before_segment_and_base(log, every):
    import pyarrow as pa

    from vernost.analytics.engine import rows
    from vernost.analytics.pauses import pauses
    from vernost.analytics.purchases import settle
    from vernost.analytics.rhythm import base_rhythm, rhythms
    from vernost.analytics.summary import summary

    orders = [*every("own", FIRST, 30, 5), *every("told", FIRST, 10, 2), *every("other", FIRST, 10, 2)]
    summed = summary(pauses(settle(log.table(orders))), after(orders, 1))
    stated = log.backend.create_table(
        "stated", pa.table({"client": ["told", "own"], "stated_days": [90, 60]}), overwrite=True
    )
    found = {row["client"]: row for row in rows(rhythms(summed, base_rhythm(summed), stated=stated))}
    assert (found["told"]["rhythm_days"], found["told"]["rhythm_source"]) == (90, "stated")
    assert (found["own"]["rhythm_days"], found["own"]["rhythm_source"]) == (30, "own")
    assert (found["other"]["rhythm_days"], found["other"]["rhythm_source"]) == (30, "base")


def test_nobody_bought_twice_so_no_rhythm_is_invented(log):
    client = log.one([("a", FIRST, 100)], FIRST + timedelta(days=900))
    assert (client["rhythm_days"], client["rhythm_source"], client["lost_line"]) == (None, None, None)
    assert client["lifecycle"] == "new"
    assert client["money_a_year"] is None


def test_a_daily_buyer_is_not_lost_within_two_weeks(log, every):
    orders = every("a", FIRST, 1, 30)
    assert log.one(orders, after(orders, 14))["lifecycle"] == "slipping"
    assert log.one(orders, after(orders, 15))["lifecycle"] == "lost"


def test_an_uneven_client_is_given_the_time_they_take(log):
    """The ninetieth percentile of own pauses 10, 10, 10, 10, 100 is 64 days, longer than 4/3 × 10."""
    days = [0, 10, 20, 30, 40, 140]
    orders = [("a", FIRST + timedelta(days=n), 100) for n in days]
    assert log.one(orders)["line_days"] == 64


@pytest.mark.parametrize(("silence", "stage"), [(35, "new"), (40, "new"), (41, "lost")])
def test_one_purchase_is_new_until_the_line(log, every, silence, stage):
    orders = [*every("own", FIRST, 30, 8), ("single", FIRST, 100)]
    found = log.clients(orders, FIRST + timedelta(days=silence))
    assert found["single"]["lifecycle"] == stage


def returned_after(log, every, further, days):
    """Thirty days' rhythm, a year of silence, a purchase, ``further`` more; asked ``days`` after the last."""
    orders = every("a", FIRST, 30, 6)
    back = after(orders, 365)
    orders += [("a", back + timedelta(days=30 * n), 100) for n in range(further + 1)]
    return log.one(orders, after(orders, days))["lifecycle"]


@pytest.mark.parametrize(
    ("further", "days", "stage"),
    [(0, 1, "returned"), (2, 1, "returned"), (3, 1, "active"), (0, 30, "returned"), (3, 31, "slipping")],
)
def test_who_came_back_is_fragile_until_three_further_purchases(log, every, further, days, stage):
    assert returned_after(log, every, further, days) == stage


def test_two_rhythms_are_the_later_bound_for_who_buys_at_once(log, every):
    """Three further purchases in three days: still fragile until two rhythms have passed."""
    orders = every("a", FIRST, 30, 9)
    back = after(orders, 365)
    orders += [("a", back + timedelta(days=n), 100) for n in range(4)]
    client = log.one(orders, back + timedelta(days=20))
    assert client["rhythm_days"] == 30
    assert client["lifecycle"] == "returned"
    assert log.one(orders, back + timedelta(days=60))["lifecycle"] != "returned"


def test_a_pause_within_the_line_of_its_time_is_no_return(log, every):
    orders = every("a", FIRST, 30, 6)
    orders.append(("a", after(orders, 40), 100))
    assert log.one(orders, after(orders, 1))["lifecycle"] == "active"


def test_the_line_is_taken_as_it_stood_then(log):
    """Forty-five days were past the line when the rhythm was thirty; later silences do not excuse it."""
    days = [0, 30, 60, 90, 135]
    orders = [("a", FIRST + timedelta(days=n), 100) for n in days]
    assert log.one(orders)["lifecycle"] == "returned"


def test_a_returned_client_can_be_lost_again(log, every):
    orders = every("a", FIRST, 30, 6)
    orders.append(("a", after(orders, 365), 100))
    assert log.one(orders, after(orders, 700))["lifecycle"] == "lost"


def test_orders_after_the_day_asked_are_not_known(log, every):
    orders = every("a", FIRST, 30, 10)
    then = log.analyse(orders, FIRST + timedelta(days=100))
    assert then.totals.purchases == 4
    assert then.as_of == FIRST + timedelta(days=100)


def test_came_back_counts_those_past_the_line_then(log, every):
    """Two lost at the cut: one buys within the horizon, one never."""
    steady = every("steady", FIRST, 30, 40)
    gone = every("gone", FIRST, 30, 6)
    back = [*every("back", FIRST, 30, 6), ("back", FIRST + timedelta(days=900), 100)]
    found = log.analyse([*steady, *gone, *back]).loss.came_back
    assert (found.cases, found.returned, found.share) == (2, 1, 0.5)
    assert found.horizon_days == 365
    assert found.cut == after(steady, 1) - timedelta(days=365)


def test_a_short_log_looks_half_of_itself_ahead(log, every):
    orders = every("a", FIRST, 10, 21)
    found = log.analyse(orders).loss.came_back
    assert (found.horizon_days, found.cases, found.share) == (100, 0, None)


def test_the_flow_of_a_year_adds_up(log, every):
    orders = [
        *every("stays", FIRST, 30, 40),
        *every("leaves", FIRST, 30, 30),
        *every("long gone", FIRST, 30, 3),
        *every("new", FIRST + timedelta(days=1000), 30, 6),
        *[*every("returns", FIRST, 30, 6), ("returns", FIRST + timedelta(days=1165), 100)],
    ]
    year = log.analyse(orders, FIRST + timedelta(days=1171)).loss.year
    assert (year.start, year.new, year.lost, year.returned, year.end) == (2, 1, 1, 1, 3)
    assert year.ratio == pytest.approx(100 / 3)
