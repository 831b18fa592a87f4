"""Polls and brainstorms as they are shown: of anonymous answers only what may be (rule 6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.winback.models import Brainstorm, Idea, Poll, PollAnswer, PollVoter, Reason, Vote

SHOWN = 50


@dataclass(frozen=True, slots=True)
class PollCard:
    """``shown``: how many answers are shown, never how many there are; ``answered``: whether the actor
    has."""

    poll: Poll
    shown: int
    reasons: list[tuple[Reason, int]]
    texts: list[str]
    answered: bool


def polls(actor: Actor) -> tuple[list[Poll], list[Brainstorm]]:
    require(actor, "winback.answer")
    return (
        list(Poll.objects.visible_to(actor)[:SHOWN]),
        list(Brainstorm.objects.visible_to(actor)[:SHOWN]),
    )


def poll_card(actor: Actor, pk: Any) -> PollCard:
    poll: Poll = fetch(actor, Poll, pk, verb="winback.answer")
    rows = PollAnswer.objects.visible_to(actor).filter(poll=poll, shown=True)
    known = {one.pk: one for one in Reason.objects.visible_to(actor)}
    counted = rows.filter(reason__isnull=False).order_by().values_list("reason").annotate(n=Count("pk"))
    reasons = sorted(((known[one], n) for one, n in counted), key=lambda pair: (-pair[1], pair[0].pk))
    return PollCard(
        poll,
        rows.count(),
        reasons,
        sorted(rows.exclude(text="").values_list("text", flat=True)),  # by the alphabet: no order of giving
        PollVoter.objects.visible_to(actor).filter(poll=poll, employee=actor.employee_id).exists(),
    )


@dataclass(frozen=True, slots=True)
class Thought:
    idea: Idea
    votes: int
    mine: bool


@dataclass(frozen=True, slots=True)
class StormCard:
    storm: Brainstorm
    thoughts: list[Thought]


def storm_card(actor: Actor, pk: Any) -> StormCard:
    """The most voted first."""
    storm: Brainstorm = fetch(actor, Brainstorm, pk, verb="winback.answer")
    ideas: Any = Idea.objects.visible_to(actor).filter(storm=storm).annotate(number=Count("votes"))
    mine = set(
        Vote.objects.visible_to(actor)
        .filter(idea__storm=storm, employee=actor.employee_id)
        .values_list("idea", flat=True)
    )
    found = [Thought(one, one.number, one.pk in mine) for one in ideas]
    return StormCard(storm, sorted(found, key=lambda one: (-one.votes, one.idea.pk)))


def idea(actor: Actor, pk: Any) -> Idea:
    row: Idea = fetch(actor, Idea, pk, verb="winback.answer")
    return row
