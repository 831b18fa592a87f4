"""What orders add to the client list: sums, last days."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.cast import Cast
from vernost.clients import facets
from vernost.clients.filters import from_json
from vernost.clients.models import Client
from vernost.clients.selectors import Asked, client_list
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.orders import services
from vernost.orders.tests.factories import order


def listed(cast: Cast, **tree: Any) -> set[str]:
    return {row.client.name for row in client_list(cast.actor("owner"), Asked(tree=from_json(tree))).rows}


def bought(cast: Cast, name: str, days_ago: int, amount: str = "100") -> Client:
    client = make(cast, name)
    order(cast, client, amount=amount, placed_at=clock.now() - timedelta(days=days_ago))
    return client


def test_by_the_sum_in_a_year(cast: Cast) -> None:
    much = bought(cast, "Много", 30, amount="100")
    order(cast, much, amount="50")
    bought(cast, "Мало", 30, amount="20")
    bought(cast, "Давно", 400, amount="1000")

    def by_sum(op: str, *values: str) -> set[str]:
        return listed(cast, field="orders.year", op=op, value=list(values) if len(values) > 1 else values[0])

    assert by_sum("at_least", "100") == {"Много"}
    assert by_sum("at_most", "100") == {"Мало", "Давно"}
    assert by_sum("between", "10", "120") == {"Мало"}
    assert listed(cast, field="orders.day", op="longer_ago", value="365") == {"Давно"}


def test_the_columns_of_a_page(cast: Cast) -> None:
    client, actor = bought(cast, "Много", 30), cast.actor("owner")
    services.refund_add(actor, client_id=client.pk, amount=Decimal(10))
    old = bought(cast, "Давно", 400)
    columns = facets.columns(actor)
    ids = [client.pk, old.pk]
    assert columns["sum_year"].many and columns["orders_year"].many and columns["last_order"].many
    assert columns["sum_year"].many(actor, ids) == {client.pk: Decimal(90)}
    assert columns["orders_year"].many(actor, ids) == {client.pk: 1}
    assert set(columns["last_order"].many(actor, ids)) == {client.pk, old.pk}
