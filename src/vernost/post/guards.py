"""Who else may hold an advertising letter back: what higher floors know and this one cannot.

    # complaints/, from AppConfig.ready()
    guards.register(Guard(name="complaint_open", why=_("A complaint is open: …"), holds=with_open_complaint))

Asked twice: when the letter is asked for, and again at the moment of sending. Everything that sends
advertising goes through here, one client or a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from vernost.core.errors import Text
from vernost.post.reasons import reason

Holds = Callable[[Sequence[int]], Collection[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """``holds(client_ids)``: those of them who get no advertising now. ``name`` is the code of the reason."""

    name: str
    why: Text
    holds: Holds


_GUARDS: dict[str, Guard] = {}


def register(guard: Guard) -> None:
    if guard.name in _GUARDS:
        raise ValueError(f"the guard {guard.name} is registered twice")
    reason(guard.name, guard.why)
    _GUARDS[guard.name] = guard


def held(client_ids: Sequence[int]) -> dict[int, str]:
    """Client → the code of the first reason that holds their letter back."""
    found: dict[int, str] = {}
    for guard in _GUARDS.values():
        for client in guard.holds(client_ids):
            found.setdefault(client, guard.name)
    return found
