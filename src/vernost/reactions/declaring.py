"""A reaction says what it answers to, and gets the entry:

    @reaction("promise_broken", on=(kinds.BROKEN,), rule="5.2", does="…")
    def apologise(entry: Entry) -> None:
        ...

It runs in one transaction with the mark that it is done, so its effect in the base happens once, wherever it
is killed. What does not lie in the base (a letter) goes through a table of its own, as everything here does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from vernost.journal.kinds import EntryKind
from vernost.journal.models import Entry

Act = Callable[[Entry], object]
FRESH = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """``within``: what happened longer ago is history that somebody wrote down, not news."""

    name: str
    on: tuple[str, ...]
    rule: str
    does: str
    within: timedelta
    act: Act


_REACTIONS: dict[str, Reaction] = {}


def reaction(
    name: str, *, on: tuple[EntryKind, ...], rule: str, does: str, within: timedelta = FRESH
) -> Callable[[Act], Act]:
    """``on``: kinds of the journal; ``does``: one sentence for whoever asks what happens by itself."""

    def declare(act: Act) -> Act:
        if name in _REACTIONS:
            raise ValueError(f"the reaction {name} is declared twice")
        if not on:
            raise ValueError(f"{name}: say which kinds of the journal it answers to")
        named = tuple(kind.name for kind in on)
        _REACTIONS[name] = Reaction(name=name, on=named, rule=rule, does=does, within=within, act=act)
        return act

    return declare


def known(name: str) -> Reaction | None:
    return _REACTIONS.get(name)


def every() -> Iterator[Reaction]:
    yield from sorted(_REACTIONS.values(), key=lambda one: one.name)


def kinds() -> frozenset[str]:
    return frozenset(kind for one in _REACTIONS.values() for kind in one.on)
