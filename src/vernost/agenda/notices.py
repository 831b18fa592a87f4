"""What stands above the lines of Today that is about no client: higher floors say what needs an eye.

notices.register(outside_corridor)          # outside_corridor(actor) → [Found(…), …], few, by one query
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vernost.access.actor import Actor
from vernost.access.menu import Found

MOST = 3
_NOTICES: list[Callable[[Actor], Sequence[Found]]] = []


def register(notice: Callable[[Actor], Sequence[Found]]) -> None:
    if notice not in _NOTICES:
        _NOTICES.append(notice)


def notices(actor: Actor) -> list[Found]:
    return [found for notice in _NOTICES for found in list(notice(actor))[:MOST]]
