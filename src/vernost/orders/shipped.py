"""The causes of delays that come with the program, put into the base once."""

from __future__ import annotations

from typing import Any

from vernost.core import shipped


def ship(using: str = "default", **kwargs: Any) -> None:
    from vernost.orders.models.delivery import SHIPPED_CAUSES, DelayCause

    shipped.ship(DelayCause, shipped.in_order(SHIPPED_CAUSES), using)
