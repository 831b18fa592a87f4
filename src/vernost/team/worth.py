"""The class of clients (ABC), for rules that pay by it: a floor above knows it, and puts a function here.

    worth.known_by(classes_of)          # in AppConfig.ready of retention/: ids → {client: "A"}

Until somebody does, no client has a class, and a rule by class pays nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

Classes = Callable[[Collection[int]], Mapping[int, str]]
_KNOWN: list[Classes] = []


def known_by(classes: Classes) -> None:
    if classes not in _KNOWN:
        _KNOWN.append(classes)


def classes_of(client_ids: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for one in _KNOWN:
        found.update(one(client_ids))
    return found
