"""The orders tell whose they changed; the facts follow."""

from __future__ import annotations

from vernost.orders import after
from vernost.retention.services import orders_changed


def listen() -> None:
    after.orders_changed(orders_changed)
