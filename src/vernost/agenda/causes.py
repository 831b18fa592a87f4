"""Why a client is in Today: what higher floors see and this one cannot know.

    # retention/on_today.py, from AppConfig.ready()
    register(Cause(name="slipping", rank=40, look=slipping))
    worth_told_by(money_a_year)

A cause says of which event it speaks (``of``): a line that was done, put off or dismissed for that event
stays away (``without_answered``), and comes back with the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from vernost.access.actor import Actor
from vernost.agenda.models import Answer
from vernost.clients.models import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """``why``: the reason in words; ``of``: which event it was."""

    client: Client
    of: date
    why: str
    stake: Decimal | None = None


Look = Callable[[Actor, Collection[int], date], Sequence[Seen]]
Worth = Callable[[Actor, Sequence[int]], Mapping[int, Decimal]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """``rank``: where it stands in the list; promises and next steps stand before 30. ``look(actor, owners,
    today)`` answers with clients of these employees, in order."""

    name: str
    rank: int
    look: Look


_CAUSES: dict[str, Cause] = {}
_WORTH: list[Worth] = []


def register(cause: Cause) -> None:
    if cause.name in _CAUSES:
        raise ValueError(f"the cause {cause.name} is registered twice")
    _CAUSES[cause.name] = cause


def worth_told_by(worth: Worth) -> None:
    """Who can say what clients bring a year: what is at stake in a line that does not say it itself."""
    _WORTH.append(worth)


def every() -> list[Cause]:
    return sorted(_CAUSES.values(), key=lambda one: (one.rank, one.name))


def is_known(name: str) -> bool:
    return name in _CAUSES


def worth(actor: Actor, client_ids: Sequence[int]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for tell in _WORTH:
        found |= tell(actor, client_ids)
    return found


def without_answered(rows: Any, cause: str, *, client: str, of: str, today: date) -> Any:
    """``rows`` less those whose event was answered; ``client`` and ``of``: their columns."""
    answers = Answer.objects.unscoped(reason="joined to rows that the actor sees")
    answered = answers.filter(client=OuterRef(client), cause=cause, of=OuterRef(of)).exclude(until__lte=today)
    return rows.exclude(Exists(answered))
