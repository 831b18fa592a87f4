"""A return: each step once, money back or a redo once, and the redo is no purchase."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.orders import selectors, services
from vernost.orders.errors import NotOpen, ReturnEnded, ReturnOpen, TooMuchBack
from vernost.orders.models import Order, Refund, Return, ReturnStep, Stage
from vernost.orders.tests.factories import order


def asked(cast: Cast, wish: str = "refund", **values: Any) -> Return:
    lines = [{"product": "Кения АА, 250 г", "quantity": Decimal(2), "price": Decimal(500)}]
    made = order(cast, amount="1000", number="А-1", address="Невский, 1", lines=lines, **values)
    actor = cast.actor("owner")
    return services.return_ask(actor, order_id=made.pk, wish=wish, reason="Не тот помол")


def steps(found: Return) -> list[str]:
    rows = ReturnStep.objects.unscoped(reason="test").filter(of=found).order_by("id")
    return list(rows.values_list("stage", flat=True))


def test_money_back_step_by_step(cast: Cast) -> None:
    found, actor = asked(cast), cast.actor("owner")
    assert found.due_on == clock.today() + timedelta(days=10)
    for stage in (Stage.AGREED, Stage.AGREED, Stage.GOODS_BACK):
        services.return_step(actor, return_id=found.pk, stage=stage)
    ended = services.return_refund(actor, return_id=found.pk, amount=Decimal(400))
    assert steps(found) == ["asked", "agreed", "goods_back", "settled"]
    assert ended.refund is not None
    assert (ended.refund.amount, ended.refund.reason) == (Decimal(400), "Не тот помол")
    assert Order.objects.visible_to(actor).get().refunded == Decimal(400)
    told = Entry.objects.filter(kind__startswith="order.return").order_by("id").values_list("kind", flat=True)
    assert list(told) == ["order.return_asked", "order.return_agreed", "order.return_settled"]


def test_never_twice(cast: Cast) -> None:
    found, actor = asked(cast), cast.actor("owner")
    with pytest.raises(ReturnOpen):
        services.return_ask(actor, order_id=found.order_id, wish="redo", reason="x")
    services.return_refund(actor, return_id=found.pk)
    for again in (services.return_refund, services.return_refuse):
        with pytest.raises(ReturnEnded):
            again(actor, return_id=found.pk, outcome="x")
    with pytest.raises(ReturnEnded):
        services.return_redo(actor, return_id=found.pk, promised_on=clock.today())
    assert Refund.objects.visible_to(actor).count() == 1


def test_a_refund_that_is_too_much_leaves_the_return_open(cast: Cast) -> None:
    found, actor = asked(cast), cast.actor("owner")
    with pytest.raises(TooMuchBack):
        services.return_refund(actor, return_id=found.pk, amount=Decimal("1000.01"))
    found.refresh_from_db()
    assert (found.stage, steps(found)) == ("asked", ["asked"])


def test_a_redo_is_an_order_for_nothing_and_no_purchase(cast: Cast) -> None:
    found, actor = asked(cast, "redo"), cast.actor("owner")
    day = clock.today() + timedelta(days=2)
    ended = services.return_redo(actor, return_id=found.pk, promised_on=day)
    again = ended.redo
    assert again is not None
    assert (again.amount, again.replaces, again.promised_on) == (Decimal(0), found.order, day)
    assert (again.number, again.address) == ("А-1-R", "Невский, 1")
    lines = selectors.order_card(actor, again.pk).lines
    assert [(one.product, one.quantity, one.amount) for one in lines] == [
        ("Кения АА, 250 г", Decimal(2), Decimal(0))
    ]
    assert list(selectors.bought_since(actor, clock.today())) == [found.order]
    services.order_deliver(actor, order_id=again.pk)  # it goes its way like any order


def test_a_redo_moves_no_facts(cast: Cast) -> None:
    from vernost.access.actor import SYSTEM
    from vernost.retention.models import ClientFacts
    from vernost.retention.services import facts_refresh

    placed = clock.now() - timedelta(days=40)
    found = asked(cast, "redo", placed_at=placed)
    services.return_redo(cast.actor("owner"), return_id=found.pk, promised_on=clock.today())
    facts_refresh(SYSTEM, as_of=clock.today())
    facts = ClientFacts.objects.unscoped(reason="test").get(client=found.order.client_id)
    assert (facts.purchases, facts.last_purchase) == (1, placed.astimezone(clock.firm_zone()).date())


def test_refused_with_its_reason(cast: Cast) -> None:
    found, actor = asked(cast), cast.actor("owner")
    with pytest.raises(Invalid):
        services.return_refuse(actor, return_id=found.pk, outcome=" ")
    ended = services.return_refuse(actor, return_id=found.pk, outcome="Пачка вскрыта")
    assert (ended.stage, ended.outcome) == ("refused", "Пачка вскрыта")
    services.return_ask(actor, order_id=found.order_id, wish="redo", reason="И всё же")


def test_steps_go_forward(cast: Cast) -> None:
    found, actor = asked(cast), cast.actor("owner")
    services.return_step(actor, return_id=found.pk, stage="goods_back")
    for stage in ("agreed", "asked", "settled", "nonsense"):
        with pytest.raises(Invalid):
            services.return_step(actor, return_id=found.pk, stage=stage)


@pytest.mark.parametrize(
    "values",
    [{"wish": "wish"}, {"reason": " "}, {"reason": "я" * 301}, {"due_on": clock.today() - timedelta(1)}],
)
def test_it_refuses(cast: Cast, values: dict[str, Any]) -> None:
    made = order(cast)
    with pytest.raises(Invalid):
        services.return_ask(
            cast.actor("owner"), order_id=made.pk, **{"wish": "redo", "reason": "x", **values}
        )
    assert not Return.objects.unscoped(reason="test").exists()


def test_it_refuses_who_may_not_and_what_is_cancelled(cast: Cast) -> None:
    made = order(cast)
    for who, error in (("support", NotAllowed), ("stranger", NotVisible)):
        with pytest.raises(error):
            services.return_ask(cast.actor(who), order_id=made.pk, wish="redo", reason="x")
    services.order_cancel(cast.actor("owner"), order_id=made.pk)
    with pytest.raises(NotOpen):
        services.return_ask(cast.actor("owner"), order_id=made.pk, wish="redo", reason="x")
    found = asked(cast)
    with pytest.raises(NotVisible):
        services.return_refund(cast.actor("stranger"), return_id=found.pk)


def test_the_database_itself_refuses(cast: Cast) -> None:
    found, other = asked(cast), asked(cast)
    rows = Return.objects.unscoped(reason="test")
    refund = services.order_refund(cast.actor("owner"), order_id=found.order_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.create(order=found.order, wish="redo", reason="x", due_on=clock.today())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.filter(pk=found.pk).update(refund=refund)  # not settled
    rows.filter(pk=found.pk).update(refund=refund, stage="settled")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.filter(pk=other.pk).update(refund=refund, stage="settled")
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.unscoped(reason="test").filter(pk=other.order_id).update(replaces=found.order)


def test_the_list_is_of_those_whom_one_sees(cast: Cast) -> None:
    found = asked(cast)
    services.return_ask(
        cast.actor("stranger"),
        order_id=order(cast, make(cast, whose="stranger"), whose="stranger").pk,
        wish="redo",
        reason="x",
    )
    assert selectors.return_list(cast.actor("owner")).rows == [found]
    assert len(selectors.return_list(cast.actor("director")).rows) == 2
    services.return_refuse(cast.actor("owner"), return_id=found.pk, outcome="x")
    assert selectors.return_list(cast.actor("owner")).rows == []
    assert selectors.return_list(cast.actor("owner"), ended=True).rows == [found]
