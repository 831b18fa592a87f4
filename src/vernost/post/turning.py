"""What a client's letter can be made into by one click: a complaint, …. Higher floors say theirs.

    turning.register(Turn(name="complaint", label=_("Open a complaint"), icon="…", verb="complaint.take",
                          address=lambda letter: …, fields=lambda letter: {"text": letter.text}))

The button posts ``fields`` to ``address``: a page of that floor's own, which judges them as if typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.core.errors import Text
from vernost.post.models import InboundLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    name: str
    label: Text
    icon: str
    verb: str
    address: Callable[[InboundLetter], str]
    fields: Callable[[InboundLetter], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Offered:
    turn: Turn
    address: str
    fields: Sequence[tuple[str, str]]


_TURNS: dict[str, Turn] = {}


def register(turn: Turn) -> None:
    if turn.name in _TURNS:
        raise ValueError(f"the turn {turn.name} is registered twice")
    _TURNS[turn.name] = turn


def offered(actor: Actor, letter: InboundLetter) -> list[Offered]:
    """Of a letter that a person wrote, to whoever may do it with its client."""
    if letter.by_machine or letter.client.is_closed or not (letter.text or letter.subject):
        return []
    return [
        Offered(one, one.address(letter), list(one.fields(letter).items()))
        for one in _TURNS.values()
        if may(actor, one.verb, letter.client)
    ]
