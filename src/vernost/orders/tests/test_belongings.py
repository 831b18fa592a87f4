"""What becomes of orders when their client is merged, parted again, handed over, erased, exported."""

from __future__ import annotations

from decimal import Decimal

from tests.cast import Cast
from vernost.clients import belongings
from vernost.clients import services as of_clients
from vernost.clients.tests.factories import make
from vernost.orders import services
from vernost.orders.models import Order, Refund
from vernost.orders.tests.factories import order


def test_every_key_to_client_is_covered() -> None:
    assert [name for name in belongings.uncovered() if name.startswith("orders.")] == []


def test_merged_and_parted_again(cast: Cast) -> None:
    one, other, actor = make(cast), make(cast, "Б"), cast.actor("owner")
    mine, theirs = order(cast, one), order(cast, other)
    services.order_refund(actor, order_id=theirs.pk, amount=Decimal(1))
    merge = of_clients.clients_merge(actor, survivor_id=one.pk, absorbed_id=other.pk)
    assert set(Order.objects.visible_to(actor).filter(client=one)) == {mine, theirs}
    assert Refund.objects.visible_to(actor).get().client == one
    of_clients.merge_undo(actor, merge_id=merge.pk)
    assert Order.objects.visible_to(actor).get(client=other) == theirs
    assert Refund.objects.visible_to(actor).get().client == other


def test_handed_over_with_their_client(cast: Cast) -> None:
    made = order(cast)
    of_clients.clients_hand_over(
        cast.actor("head"), client_ids=[made.client_id], successor_id=cast.teammate.pk
    )
    assert Order.objects.visible_to(cast.actor("teammate")).get().manager == cast.owner
    assert not Order.objects.visible_to(cast.actor("owner")).exists()


def test_erased_the_sums_stand(cast: Cast) -> None:
    made = order(cast, address="Арбат, 1", note="Пётр", amount="100")
    services.order_refund(cast.actor("owner"), order_id=made.pk, amount=Decimal(1), reason="Пётр просил")
    of_clients.client_erase(cast.actor("director"), client_id=made.client_id)
    made.refresh_from_db()
    assert (made.amount, made.refunded, made.address, made.note) == (Decimal(100), Decimal(1), "", "")
    assert Refund.objects.unscoped(reason="test").get().reason == ""


def test_exported_for_the_person(cast: Cast) -> None:
    made = services.order_add(
        cast.actor("owner"), client_id=make(cast).pk, lines=[{"product": "Доски", "amount": "5"}], number="7"
    )
    told = of_clients.client_export(cast.actor("head"), client_id=made.client_id)
    (row,) = told["orders.order.client"]
    assert (row["number"], row["amount"], row["lines"][0]["product"]) == ("7", Decimal(5), "Доски")
    assert "external_id" not in row
