"""Ideas as everybody sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.core import clock
from vernost.core.paging import Page, keyset_page
from vernost.team.models import Decision, Idea, Support
from vernost.team.terms import IDEA_DAYS

STATES = ("waits", "accepted", "try", "declined", "effect")


@dataclass(frozen=True, slots=True)
class Counts:
    all: int
    waits: int
    late: int
    accepted: int
    with_effect: int


def counts(actor: Actor) -> Counts:
    rows = Idea.objects.visible_to(actor).order_by()
    return Counts(
        **rows.aggregate(
            all=Count("pk"),
            waits=Count("pk", filter=Q(decision=Decision.WAITS)),
            late=Count("pk", filter=Q(decision=Decision.WAITS, at__lt=_late())),
            accepted=Count("pk", filter=Q(decision__in=(Decision.ACCEPTED, Decision.TRY))),
            with_effect=Count("pk", filter=Q(effect_at__isnull=False)),
        )
    )


def ideas(actor: Actor, *, state: str = "", after: str = "") -> Page[Idea]:
    """Newest first."""
    require(actor, "idea.see")
    rows: Any = Idea.objects.visible_to(actor).select_related("author", "answered_by")
    if state == "effect":
        rows = rows.filter(effect_at__isnull=False)
    elif state in STATES:
        rows = rows.filter(decision="" if state == "waits" else state)
    return keyset_page(rows, order=("-at", "-id"), after=after)


def supported(actor: Actor, ideas: list[Idea]) -> set[int]:
    """Which of them the actor has given a voice."""
    mine = Support.objects.filter(idea__in=[one.pk for one in ideas], employee=actor.employee_id)
    return set(mine.values_list("idea_id", flat=True))


def idea(actor: Actor, pk: Any) -> Idea:
    rows: Any = Idea.objects.select_related("author", "answered_by")
    found: Idea = fetch(actor, rows, pk, verb="idea.see")
    return found


def supporters(idea: Idea) -> list[str]:
    rows = Support.objects.filter(idea=idea).order_by("at")
    return list(rows.values_list("employee__name", flat=True)[:50])


def unanswered(actor: Actor) -> list[Idea]:
    """Waiting longer than the firm's days, the oldest first: for whoever answers."""
    rows = Idea.objects.visible_to(actor).filter(decision=Decision.WAITS, at__lt=_late())
    return list(rows.select_related("author").order_by("at", "pk")[:6])


def _late() -> datetime:
    return clock.now() - timedelta(days=IDEA_DAYS.value())
