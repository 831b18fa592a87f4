"""The ledger of commission: paid once, taken back by refunds, closed by months, never changed (rule 7.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients import services as clients
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed
from vernost.team import services
from vernost.team.errors import EarlierOpen, MonthRuns
from vernost.team.models import Accrual, Books, Kind, Statement
from vernost.team.rules import month_of
from vernost.team.tests.factories import at, earned, given_back, ledger, paid, rule, sold

THIS = month_of(date(2026, 11, 20))
LAST = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def in_november(stopped_at: Callable[[Any], Any]) -> None:
    stopped_at(at(date(2026, 11, 20)))


@pytest.fixture
def stopped_at() -> Any:
    """Time stands where it was put last."""
    held: list[Any] = []

    def put(moment: Any) -> None:
        while held:
            held.pop().__exit__(None, None, None)
        held.append(clock.stopped(moment))
        held[-1].__enter__()

    yield put
    while held:
        held.pop().__exit__(None, None, None)


def test_a_payment_pays_the_owner_once(cast: Cast) -> None:
    rule(cast)
    paid(cast, sold(cast), "1000")
    for _ in range(3):
        services.read_books()
    assert [(row.sum, row.kind, row.month) for row in ledger()] == [(Decimal(50), Kind.EARNED, THIS)]
    assert ledger()[0].employee == cast.owner


def test_only_what_is_paid_counts(cast: Cast) -> None:
    rule(cast)
    one = sold(cast, amount="5000")
    services.read_books()
    assert not ledger()
    paid(cast, one, "2000")
    services.read_books()
    assert earned(cast) == Decimal(100)


def test_whose_client_it_was_at_the_order(cast: Cast, stopped_at: Callable[[Any], Any]) -> None:
    """Handed over between the order and the payment: the order's manager is paid, or as the rule says."""
    rule(cast, "5", role="manager")
    stopped_at(at(date(2026, 11, 3)))
    client = make(cast)
    before = sold(cast, client)
    stopped_at(at(date(2026, 11, 10)))
    clients.clients_hand_over(cast.actor("director"), client_ids=[client.pk], successor_id=cast.teammate.pk)
    stopped_at(at(date(2026, 11, 12)))
    after = sold(cast, client, whose="teammate")
    paid(cast, before)
    paid(cast, after)
    services.read_books()
    assert (earned(cast), earned(cast, "teammate")) == (Decimal(50), Decimal(50))


def test_whose_client_it_was_at_the_payment(cast: Cast, stopped_at: Callable[[Any], Any]) -> None:
    rule(cast, "5", whose="payment")
    stopped_at(at(date(2026, 11, 3)))
    client = make(cast)
    one = sold(cast, client, "3000")
    paid(cast, one)
    stopped_at(at(date(2026, 11, 10)))
    clients.clients_hand_over(cast.actor("director"), client_ids=[client.pk], successor_id=cast.teammate.pk)
    stopped_at(at(date(2026, 11, 12)))
    paid(cast, one)
    paid(cast, one, day=date(2026, 11, 5))  # written down later than it came
    services.read_books()
    assert (earned(cast), earned(cast, "teammate")) == (Decimal(100), Decimal(50))


def test_a_deputy_earns_only_where_a_rule_pays_who_sold(cast: Cast) -> None:
    client = make(cast)
    one = sold(cast, client, whose="deputy")
    rule(cast)
    paid(cast, one, "400")
    services.read_books()
    assert (earned(cast), earned(cast, "deputy")) == (Decimal(20), Decimal(0))
    other = rule(cast, "7", whose="seller")
    services.rule_move(cast.actor("director"), rule_id=other.pk, up=True)
    paid(cast, one, "600")
    services.read_books()
    assert earned(cast, "deputy") == Decimal(42)


def test_a_refund_takes_the_same_share_back(cast: Cast) -> None:
    rule(cast, "7.77")
    one = sold(cast, amount="999.99")
    paid(cast, one, "999.99")
    services.read_books()
    given_back(cast, one, "333.33")
    services.read_books()
    services.read_books()
    assert [row.kind for row in ledger()] == [Kind.EARNED, Kind.RETURNED]
    assert earned(cast) == Decimal("51.80")
    given_back(cast, one)
    services.read_books()
    assert earned(cast) == 0


def test_a_refund_of_a_closed_month_is_the_next_ones(cast: Cast, stopped_at: Callable[[Any], Any]) -> None:
    rule(cast)
    stopped_at(at(date(2026, 10, 30)))
    one = sold(cast)
    paid(cast, one)
    stopped_at(at(date(2026, 11, 2)))
    [statement] = services.month_close(cast.actor("director"), month=LAST)
    assert (statement.total, statement.rows, str(statement)) == (Decimal(50), 1, "2026-10/1")
    given_back(cast, one)
    services.read_books()
    assert [(row.month, row.sum) for row in ledger(kind=Kind.RETURNED)] == [(THIS, Decimal(-50))]
    assert Statement.objects.unscoped(reason="test").get().total == Decimal(50)


def test_what_comes_for_a_closed_month_is_the_next_ones(cast: Cast) -> None:
    rule(cast)
    one = sold(cast, placed_at=at(date(2026, 10, 5)))
    services.month_close(cast.actor("director"), month=LAST)
    paid(cast, one, day=date(2026, 10, 31))
    services.read_books()
    assert [(row.month, row.day) for row in ledger()] == [(THIS, date(2026, 10, 31))]


def test_a_month_is_closed_once_and_in_order(cast: Cast, stopped_at: Callable[[Any], Any]) -> None:
    rule(cast)
    director = cast.actor("director")
    for day in (date(2026, 9, 10), date(2026, 10, 10)):
        stopped_at(at(day))
        paid(cast, sold(cast))
    stopped_at(at(date(2026, 11, 20)))
    services.read_books()
    with pytest.raises(MonthRuns):
        services.month_close(director, month=THIS)
    with pytest.raises(EarlierOpen):
        services.month_close(director, month=LAST)
    first = services.month_close(director, month=date(2026, 9, 30))
    again = services.month_close(director, month=date(2026, 9, 1))
    assert [one.pk for one in first] == [one.pk for one in again]
    services.month_close(director, month=LAST)
    assert Statement.objects.unscoped(reason="test").count() == 2


def test_only_the_director_closes_and_corrects(cast: Cast) -> None:
    for name in ("owner", "head", "marketer", "support"):
        with pytest.raises(NotAllowed):
            services.month_close(cast.actor(name), month=LAST)
        with pytest.raises(NotAllowed):
            services.correction_add(
                cast.actor(name), employee_id=cast.owner.pk, amount=Decimal(1), reason="x"
            )
        with pytest.raises(NotAllowed):
            services.rule_add(cast.actor(name), percent=Decimal(1), since=THIS)


def test_a_correction_has_a_reason_and_a_name(cast: Cast) -> None:
    director = cast.actor("director")
    with pytest.raises(Invalid):
        services.correction_add(director, employee_id=cast.owner.pk, amount=Decimal(1), reason=" ")
    with pytest.raises(Invalid):
        services.correction_add(director, employee_id=cast.owner.pk, amount=Decimal(0), reason="x")
    values: dict[str, Any] = {
        "employee_id": cast.owner.pk,
        "amount": Decimal("-10.50"),
        "reason": "Twice",
        "key": "k",
    }
    assert services.correction_add(director, **values) == services.correction_add(director, **values)
    assert [(row.sum, row.by) for row in ledger()] == [(Decimal("-10.50"), cast.director)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE team_accrual SET sum = 1",
        "DELETE FROM team_accrual",
        "UPDATE team_statement SET total = 1",
        "DELETE FROM team_statement",
    ],
)
def test_the_database_refuses_to_alter(cast: Cast, statement: str, stopped_at: Callable[[Any], Any]) -> None:
    rule(cast)
    stopped_at(at(date(2026, 10, 10)))
    paid(cast, sold(cast))
    stopped_at(at(date(2026, 11, 10)))
    services.month_close(cast.actor("director"), month=LAST)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert earned(cast) == Decimal(50)


def test_the_database_refuses_a_row_in_a_closed_month(cast: Cast) -> None:
    services.month_close(cast.actor("director"), month=LAST)
    money: dict[str, Any] = {"sum": Decimal(1)}
    row = Accrual(
        employee=cast.owner,
        month=LAST,
        day=LAST,
        kind=Kind.CORRECTED,
        **money,
        reason="x",
        by=cast.director,
    )
    with pytest.raises(DatabaseError, match="closed"), transaction.atomic():
        row.save()
    row.month = THIS
    row.save()


def test_killed_between_chunks_nothing_is_lost_or_doubled(cast: Cast, monkeypatch: Any) -> None:
    from vernost.team import reckoning
    from vernost.team.services import books

    rule(cast)
    client = make(cast)
    for _ in range(7):
        paid(cast, sold(cast, client))
    real = reckoning.payments_after
    monkeypatch.setattr(books, "payments_after", lambda pk: real(pk, upto=2))
    calls = []

    def dies(by: Any, *places: int) -> Any:
        calls.append(places)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return chunk(by, *places)

    chunk = books.read_chunk
    monkeypatch.setattr(books, "read_chunk", dies)
    with pytest.raises(KeyboardInterrupt):
        services.read_books()
    assert len(ledger()) == 4
    services.read_books()
    assert earned(cast) == Decimal(350)
    assert len(ledger()) == 7


def test_a_used_rule_gets_a_new_version(cast: Cast, stopped_at: Callable[[Any], Any]) -> None:
    director, one = cast.actor("director"), rule(cast)
    paid(cast, sold(cast))
    services.read_books()
    values = {"percent": Decimal(10), "since": date(2026, 11, 20)}
    with pytest.raises(Invalid) as refused:
        services.rule_change(director, rule_id=one.pk, **values)
    assert "since" in refused.value.fields
    values["since"] = date(2026, 11, 21)
    new = services.rule_change(director, rule_id=one.pk, **values)
    one.refresh_from_db()
    assert (int(one.percent), one.until, new.version, new.line) == (5, date(2026, 11, 20), 2, one.line)
    stopped_at(at(date(2026, 11, 21)))
    paid(cast, sold(cast))
    services.read_books()
    assert [row.sum for row in ledger()] == [Decimal(50), Decimal(100)]


def test_an_unused_rule_is_edited_and_can_go(cast: Cast) -> None:
    director, one = cast.actor("director"), rule(cast)
    same = services.rule_change(director, rule_id=one.pk, percent=Decimal(3), since=THIS)
    assert (same.pk, int(same.percent), same.version) == (one.pk, 3, 1)
    services.rule_end(director, rule_id=one.pk, until=LAST)
    paid(cast, sold(cast))
    services.read_books()
    assert not ledger()


def test_a_rule_written_late_pays_the_open_months(cast: Cast) -> None:
    """What no rule fitted is reckoned once there is one that was valid then; what is reckoned stays."""
    one = sold(cast, placed_at=at(date(2026, 10, 5)))
    paid(cast, one, day=date(2026, 10, 6))
    services.read_books()
    services.month_close(cast.actor("director"), month=date(2026, 9, 1))
    rule(cast, since=LAST)
    services.read_books()
    rule(cast, "50", since=LAST)
    services.read_books()
    assert [(row.sum, row.month) for row in ledger()] == [(Decimal(50), LAST)]


def test_the_general_share_pays_where_no_rule_fits(cast: Cast) -> None:
    from vernost.core.practice import COMMISSION
    from vernost.staff.services.terms import terms_change

    rule(cast, "10", role="head")
    terms_change(cast.actor("director"), values={COMMISSION.name: "2"})
    paid(cast, sold(cast))
    services.read_books()
    assert [(row.sum, row.rule) for row in ledger()] == [(Decimal(20), None)]


def test_without_rules_nothing_is_read(cast: Cast) -> None:
    paid(cast, sold(cast))
    assert services.read_books() == 0
    assert Books.objects.get().payment_id > 0


def test_a_loose_refund_takes_the_latest_payments(cast: Cast, stopped_at: Callable[[Any], Any]) -> None:
    from vernost.orders import services as orders

    rule(cast)
    client = make(cast)
    for day in (3, 5):
        stopped_at(at(date(2026, 11, day)))
        paid(cast, sold(cast, client), "1000")
    stopped_at(at(date(2026, 11, 20)))
    services.read_books()
    orders.refund_add(cast.actor("director"), client_id=client.pk, amount=Decimal(1500))
    services.read_books()
    taken = {row.payment.day.day: row.sum for row in ledger(kind=Kind.RETURNED) if row.payment}
    assert taken == {5: Decimal(-50), 3: Decimal(-25)}


def test_erasing_a_client_keeps_the_sums(cast: Cast) -> None:
    rule(cast)
    client = make(cast)
    paid(cast, sold(cast, client))
    services.read_books()
    clients.client_erase(cast.actor("director"), client_id=client.pk)
    assert earned(cast) == Decimal(50)


def test_a_day_of_the_future_is_no_month_to_close(cast: Cast) -> None:
    with pytest.raises(MonthRuns):
        services.month_close(SYSTEM, month=clock.today() + timedelta(days=60))
