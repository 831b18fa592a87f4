"""Clients for tests: real ones, by the service, of the shared cast."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from vernost.clients import services
from vernost.clients.models import Client


def make(cast: Cast, name: str = "Ёлкин Пётр", *, whose: str = "owner", **values: Any) -> Client:
    return services.client_add(cast.actor(whose), name=name, **values)
