"""Why a client is in Today: what higher floors see and this one cannot know.

    # retention/on_today.py, from AppConfig.ready()
    register(Cause(name="slipping", rank=40, moment="slipping", look=slipping))
    worth_told_by(money_a_year)

    # intake: a request that waits for its first answer is dealt with on its own page, not from the line
    register(Cause(name="request", rank=10, moment="unanswered_request", acts=(), look=waiting, label=…))
        … Seen(client=…, of=the day it came, ref=request.pk, why="…", until=deadline, link="/requests/12/")

A cause says of which event it speaks (``of``): a line that was done, put off or dismissed for that event
stays away (``without_answered``), and comes back with the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from vernost.access.actor import Actor
from vernost.agenda.models import Answer, How
from vernost.clients.models import Client
from vernost.core.errors import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """``client``: without a key, one who is none yet (a request of somebody new). ``why``: the reason in
    words;
    ``of``: which event it was, ``ref`` of several on one day the number of its thing; ``until``: a clock that
    runs; ``link``: where it is dealt with, if not on the client's card."""

    client: Client
    of: date
    why: str
    stake: Decimal | None = None
    ref: int = 0
    until: datetime | None = None
    link: str = ""


Look = Callable[[Actor, Collection[int], date], Sequence[Seen]]
Worth = Callable[[Actor, Sequence[int]], Mapping[int, Decimal]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """``rank``: where it stands in the list: promises at 0, calls back at 5, other tasks at 30 (``rules``).
    ``look(actor, owners, today)`` answers with clients of these employees, in order, in a fixed number of
    queries. ``moment``: the playbook shown beside; ``label``: the badge of its lines, with ``icon`` and
    ``tone`` (loss, wait, note, accent). ``acts``: the answers that its lines take; none where it goes away by
    itself once dealt with at its ``link``. ``gives_way``: silent where the client has a line already."""

    name: str
    rank: int
    look: Look
    moment: str = ""
    label: Text = ""
    icon: str = "bell"
    tone: str = "note"
    acts: tuple[str, ...] = tuple(How.values)
    gives_way: bool = False


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


def known(name: str) -> Cause | None:
    return _CAUSES.get(name)


def acts_of(name: str) -> tuple[str, ...]:
    """The answers that lines of this cause take; none, where there is no such cause."""
    cause = _CAUSES.get(name)
    return cause.acts if cause else ()


def worth(actor: Actor, client_ids: Sequence[int]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for tell in _WORTH:
        found |= tell(actor, client_ids)
    return found


def without_answered(rows: Any, cause: str, *, client: str, of: str, today: date, ref: str = "") -> Any:
    """``rows`` less those whose event was answered; ``client``, ``of``, ``ref``: their columns."""
    answers = Answer.objects.unscoped(reason="joined to rows that the actor sees")
    which = {"client": OuterRef(client), "of": OuterRef(of), "ref": OuterRef(ref) if ref else 0}
    answered = answers.filter(cause=cause, **which).exclude(until__lte=today)
    return rows.exclude(Exists(answered))
