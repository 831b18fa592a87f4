"""Who wants to be woken when something of a kind was written: a floor above puts a function here.

    listening.listen(("promise.broken",), wake_reactions)        # in AppConfig.ready of reactions/

It is called once a transaction, after its commit. Only single entries wake: what is written by thousands
(imports, refreshes) is found by the clock within a minute, and costs its writer nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection, transaction

Wake = Callable[[], object]
_EARS: dict[str, list[Wake]] = {}


def listen(kinds: Iterable[str], wake: Wake) -> None:
    for name in kinds:
        ears = _EARS.setdefault(name, [])
        if wake not in ears:
            ears.append(wake)


def tell(kind: str) -> None:
    """Inside the transaction that wrote the entry. What fails there is logged and breaks nothing."""
    for wake in _EARS.get(kind, ()):
        if not any(wake in told for told in connection.run_on_commit):
            transaction.on_commit(wake, robust=True)
