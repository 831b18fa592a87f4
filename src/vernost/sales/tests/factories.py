"""Deals for tests: real ones, by the service, of the shared cast."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.cast import Cast
from vernost.clients.models import Client
from vernost.clients.tests.factories import make as make_client
from vernost.journal.models import Entry
from vernost.sales import services
from vernost.sales.models import Deal, LostReason, Stage

TEST = "test"
VARIANTS: list[dict[str, Any]] = [
    {
        "name": "Спокойный",
        "gets": "Кофе всегда на складе, заботы нет",
        "lines": [{"product": "Кения", "quantity": Decimal(10), "price": Decimal(900)}],
    },
    {
        "name": "Свежий",
        "gets": "Обжарка в день отгрузки",
        "lines": [
            {"product": "Кения", "quantity": Decimal(10), "price": Decimal(1000)},
            {"product": "Доставка", "quantity": None, "price": Decimal(500)},
        ],
    },
]


def deal(cast: Cast, client: Client | None = None, *, whose: str = "owner", **values: Any) -> Deal:
    """A deal of 1000, of a client of ``owner`` unless one is given."""
    client = client or make_client(cast)
    values = {"title": "Партия Кении", "amount": Decimal(1000), **values}
    return services.deal_open(cast.actor(whose), client_id=client.pk, **values)


def stages() -> list[Stage]:
    rows = Stage.objects.unscoped(reason=TEST).filter(is_retired=False, pipeline__is_retired=False)
    return list(rows.order_by("pipeline__place", "place", "id"))


def reason(code: str = "price_early") -> LostReason:
    found: LostReason = LostReason.objects.unscoped(reason=TEST).get(code=code)
    return found


def fresh(row: Deal) -> Deal:
    found: Deal = Deal.objects.unscoped(reason=TEST).get(pk=row.pk)
    return found


def kinds() -> list[str]:
    """What was written of deals and of what comes of them."""
    rows = Entry.objects.order_by("pk").values_list("kind", flat=True)
    return [one for one in rows if one.split(".")[0] in ("deal", "order", "step")]
