"""Who wants to know that a client's orders changed: floors above put a function here.

    after.orders_changed(facts_refresh)          # in AppConfig.ready of retention/

It gets the numbers of the clients. It must be quick (wake a sweep) and may fail: all is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from vernost.access.actor import Actor

Listener = Callable[[frozenset[int]], object]
_LISTENERS: list[Listener] = []


def orders_changed(listener: Listener) -> Listener:
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)
    return listener


def forget(listener: Listener) -> None:
    """For tests."""
    _LISTENERS.remove(listener)


def tell(client_ids: Iterable[int]) -> None:
    """Inside the transaction of the change; a listener that fails is logged and breaks nothing."""
    ids = frozenset(client_ids)
    if not ids:
        return
    for listener in _LISTENERS:
        transaction.on_commit(lambda heard=listener: heard(ids), robust=True)  # type: ignore[misc]


@dataclass(frozen=True, slots=True, kw_only=True)
class WasTold:
    """Somebody told a client that their order is late; ``key`` is of this telling alone."""

    client_id: int
    text: str
    how: str
    key: str


Teller = Callable[[Actor, WasTold], object]
_TELLERS: list[Teller] = []


def client_told(teller: Teller) -> None:
    """A floor above writes the talk down, in the same transaction: both are there, or neither."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)


def tell_of_talk(actor: Actor, told: WasTold) -> None:
    for teller in _TELLERS:
        teller(actor, told)
