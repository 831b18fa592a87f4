"""Who wants to know that a client's orders changed: floors above put a function here.

    after.orders_changed(facts_refresh)          # in AppConfig.ready of retention/

It gets the numbers of the clients. It must be quick (wake a sweep) and may fail: all is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction

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
