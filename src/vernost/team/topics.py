"""What clients' answers say there is to learn: a floor above puts a function here (rule 4.4).

topics.suggested_by(causes_of_critics)         # in AppConfig.ready of retention/: actor → [Topic(…), …]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vernost.access.actor import Actor
from vernost.core.errors import Text


@dataclass(frozen=True, slots=True)
class Topic:
    """``times``: how often clients named it; ``address``: where their words are read."""

    title: Text
    times: int
    address: str = ""


Suggest = Callable[[Actor], Sequence[Topic]]
_SUGGEST: list[Suggest] = []


def suggested_by(suggest: Suggest) -> None:
    if suggest not in _SUGGEST:
        _SUGGEST.append(suggest)


def topics(actor: Actor) -> list[Topic]:
    """The most frequent first."""
    found = [topic for suggest in _SUGGEST for topic in suggest(actor)]
    return sorted(found, key=lambda one: -one.times)[:12]
