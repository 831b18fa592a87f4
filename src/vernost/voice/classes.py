"""The ABC class of a client as a higher floor tells it: kept with each answer, as it was then (rule 4.3).

classes.told_by(read)      # AppConfig.ready() of retention/; read([client ids]) → {client id: "A"}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

Read = Callable[[Sequence[int]], Mapping[int, str]]
_READ: list[Read] = []


def told_by(read: Read) -> None:
    _READ[:] = [read]


def of_clients(client_ids: Sequence[int]) -> dict[int, str]:
    """Those whose class is known; of nobody, while no floor tells it."""
    found: dict[int, str] = {}
    for read in _READ:
        found |= read(client_ids)
    return found
