"""Won with one order, lost with a reason, opened again."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import Cast
from vernost.agenda.models import Step
from vernost.clients import services as of_clients
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.models import Entry
from vernost.orders import services as of_orders
from vernost.orders.models import Order, OrderLine
from vernost.sales import services
from vernost.sales.errors import Ended, OrderStands
from vernost.sales.models import StageChange
from vernost.sales.tests.factories import TEST, VARIANTS, deal, fresh, kinds, reason


def orders() -> list[Order]:
    return list(Order.objects.unscoped(reason=TEST).order_by("pk"))


def test_won_it_becomes_one_order(cast: Cast) -> None:
    made, actor = deal(cast), cast.actor("owner")
    day = clock.today() + timedelta(days=3)
    won = services.deal_win(actor, deal_id=made.pk, promised_on=day)
    services.deal_win(cast.actor("head"), deal_id=made.pk)  # said again
    (order,) = orders()
    assert (won.state, won.order, won.closed_at is not None) == ("won", order, True)
    assert (order.amount, order.client, order.promised_on, order.manager) == (
        Decimal(1000),
        made.client,
        day,
        cast.owner,
    )
    assert kinds() == ["deal.opened", "order.added", "deal.won"]
    assert StageChange.objects.visible_to(actor).get().until is not None


def test_the_sum_can_be_said_on_winning_and_must_be_somewhere(cast: Cast) -> None:
    made, actor = deal(cast, amount=None), cast.actor("owner")
    for bad in (None, Decimal(-5)):
        with pytest.raises(Invalid):
            services.deal_win(actor, deal_id=made.pk, amount=bad)
    assert orders() == []
    assert services.deal_win(actor, deal_id=made.pk, amount=Decimal(700)).amount == Decimal(700)
    assert orders()[0].amount == Decimal(700)


def test_the_chosen_variant_is_what_was_bought(cast: Cast) -> None:
    made, actor = deal(cast), cast.actor("owner")
    offer = services.offer_save(actor, deal_id=made.pk, title="Кофе на год", variants=VARIANTS)
    fresh_one = offer.variants.visible_to(actor).get(name="Свежий")
    services.offer_choose(actor, offer_id=offer.pk, variant_id=fresh_one.pk)
    services.deal_win(actor, deal_id=made.pk)
    lines = OrderLine.objects.visible_to(actor).order_by("id")
    assert [(one.product, one.amount) for one in lines] == [
        ("Кения", Decimal(10000)),
        ("Доставка", Decimal(500)),
    ]
    assert orders()[0].amount == Decimal(10500)


def test_bargained_down_the_order_is_a_sum_alone(cast: Cast) -> None:
    made, actor = deal(cast), cast.actor("owner")
    offer = services.offer_save(actor, deal_id=made.pk, title="Кофе на год", variants=VARIANTS)
    services.offer_choose(actor, offer_id=offer.pk, variant_id=offer.variants.visible_to(actor)[0].pk)
    services.deal_win(actor, deal_id=made.pk, amount=Decimal(8000))
    assert orders()[0].amount == Decimal(8000)
    assert not OrderLine.objects.visible_to(actor).exists()


def test_the_order_is_the_sellers_if_a_head_says_it(cast: Cast) -> None:
    made = deal(cast)
    services.deal_win(cast.actor("head"), deal_id=made.pk)
    assert orders()[0].manager == cast.owner


def test_lost_only_with_a_reason(cast: Cast) -> None:
    made, actor = deal(cast, step="Позвонить", step_on=clock.today()), cast.actor("owner")
    for nothing in (None, 10**9):
        with pytest.raises(Invalid) as refused:
            services.deal_lose(actor, deal_id=made.pk, reason_id=nothing)
        assert list(refused.value.fields) == ["reason"]
    lost = services.deal_lose(
        actor, deal_id=made.pk, reason_id=reason().pk, said_by_client="Дорого",
        again_on=clock.today() + timedelta(days=90),
    )  # fmt: skip
    services.deal_lose(actor, deal_id=made.pk, reason_id=reason().pk)
    assert (lost.state, lost.reason, lost.said) == ("lost", reason(), "Дорого")
    assert list(Step.objects.visible_to(actor).order_by("id").values_list("state", "text")) == [
        ("dropped", "Позвонить"),
        ("open", "Ask again: Партия Кении"),
    ]
    assert "The price came too early" in Entry.objects.get(kind="deal.lost").text
    with pytest.raises(Ended):
        services.deal_lose(actor, deal_id=made.pk, reason_id=reason("no_trust").pk)
    with pytest.raises(Ended):
        services.deal_win(actor, deal_id=made.pk)


def test_a_reason_taken_out_cannot_be_chosen(cast: Cast) -> None:
    made = deal(cast)
    services.reason_remove(cast.actor("director"), reason_id=reason().pk)
    with pytest.raises(Invalid):
        services.deal_lose(cast.actor("owner"), deal_id=made.pk, reason_id=reason().pk)


def test_lost_and_opened_again(cast: Cast) -> None:
    made, actor = deal(cast), cast.actor("owner")
    services.deal_lose(actor, deal_id=made.pk, reason_id=reason().pk)
    again = services.deal_reopen(actor, deal_id=made.pk)
    services.deal_reopen(actor, deal_id=made.pk)
    assert (again.state, again.reason, again.closed_at) == ("open", None, None)
    assert kinds() == ["deal.opened", "deal.lost", "deal.reopened"]
    assert StageChange.objects.visible_to(actor).filter(until=None).count() == 1


def test_won_is_opened_again_once_its_order_is_cancelled(cast: Cast) -> None:
    made, actor = deal(cast), cast.actor("owner")
    services.deal_win(actor, deal_id=made.pk)
    with pytest.raises(OrderStands):
        services.deal_reopen(actor, deal_id=made.pk)
    of_orders.order_cancel(actor, order_id=orders()[0].pk)
    assert services.deal_reopen(actor, deal_id=made.pk).order is None
    assert services.deal_win(actor, deal_id=made.pk).order == orders()[1]


def test_nothing_is_sold_to_a_closed_client(cast: Cast) -> None:
    made, actor = deal(cast), cast.actor("owner")
    lost = deal(cast, made.client)
    services.deal_lose(actor, deal_id=lost.pk, reason_id=reason().pk)
    of_clients.client_close(actor, client_id=made.client_id, reason="let_go")
    with pytest.raises(Invalid):
        services.deal_win(actor, deal_id=made.pk)
    with pytest.raises(Invalid):
        services.deal_reopen(actor, deal_id=lost.pk)
    # It can be ended: that is what there is to do with it.
    assert services.deal_lose(actor, deal_id=made.pk, reason_id=reason().pk).state == "lost"
    assert fresh(made).state == "lost"
