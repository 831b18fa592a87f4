"""A brainstorm: everybody adds at once, then groups and votes; the best ideas become reasons (rule 6.2)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.winback import kinds
from vernost.winback.errors import AskingOver
from vernost.winback.models import Brainstorm, Group, Idea, Reason, Vote
from vernost.winback.services.reasons import reason_add

MOST_IDEAS = 300


@transaction.atomic
def storm_open(actor: Actor, *, question: str) -> Brainstorm:
    require(actor, "winback.ask")
    said = tidy(question)[:200]
    if not said:
        raise Invalid(question=_("Write the question."))
    storm: Brainstorm = Brainstorm.objects.create(question=said, by_id=actor.employee_id)
    record(actor, kinds.ASKING_CHANGED, subject=storm, data={"question": said})
    return storm


@transaction.atomic
def idea_add(actor: Actor, *, storm_id: int, text: str) -> Idea:
    """Nobody is named beside an idea. The same words twice are one."""
    storm = _open(actor, storm_id)
    said = tidy(text)[:120]
    if not said:
        raise Invalid(text=_("Write the idea."))
    ideas = list(Idea.objects.visible_to(actor).filter(storm=storm))
    there: Idea | None = next((one for one in ideas if one.text.casefold() == said.casefold()), None)
    if there is not None:
        return there
    if len(ideas) >= MOST_IDEAS:
        raise Invalid(text=_("There are enough ideas: group them first."))
    idea: Idea = Idea.objects.create(storm=storm, text=said)
    return idea


@transaction.atomic
def idea_group(actor: Actor, *, idea_id: int, group: str) -> Idea:
    idea = _idea(actor, idea_id)
    if group not in ("", *Group.values):
        raise Invalid(group=_("There is no such group."))
    idea.group = group
    idea.save(update_fields=["group"])
    return idea


@transaction.atomic
def idea_vote(actor: Actor, *, idea_id: int) -> bool:
    """A second click takes the vote back; whether there is one now."""
    idea = _idea(actor, idea_id)
    mine = Vote.objects.visible_to(actor).filter(idea=idea, employee=actor.employee_id)
    if mine.exists():
        mine.delete()
        return False
    Vote.objects.create(idea=idea, employee_id=actor.employee_id)
    return True


@transaction.atomic
def storm_close(actor: Actor, *, storm_id: int, idea_ids: Sequence[int] = ()) -> Brainstorm:
    """Over: the chosen ideas are reasons of the firm's list from now on, each under its group."""
    storm: Brainstorm = fetch(actor, Brainstorm, storm_id, verb="winback.ask", lock=True)
    if storm.closed_on is not None:
        return storm
    known = {str(one).casefold(): one for one in Reason.objects.visible_to(actor)}
    for idea in Idea.objects.visible_to(actor).filter(storm=storm, pk__in=idea_ids):
        there = known.get(idea.text.casefold())
        idea.reason = there or reason_add(actor, name=idea.text, group=idea.group or Group.OURSELVES)
        idea.save(update_fields=["reason"])
    storm.closed_on = clock.today()
    storm.save(update_fields=["closed_on"])
    record(actor, kinds.ASKING_CHANGED, subject=storm, data={"question": storm.question})
    return storm


def _open(actor: Actor, storm_id: int) -> Brainstorm:
    storm: Brainstorm = fetch(actor, Brainstorm, storm_id, verb="winback.answer", lock=True)
    if storm.closed_on is not None:
        raise AskingOver
    return storm


def _idea(actor: Actor, idea_id: int) -> Idea:
    idea: Idea = fetch(actor, Idea, idea_id, verb="winback.answer")
    _open(actor, idea.storm_id)
    return idea
