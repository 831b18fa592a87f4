"""Breaches: of clients that the actor sees, with what was done about them, and their causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core import clock
from vernost.core.paging import Page, keyset_page
from vernost.standards.models import Breach, BreachCause

OPEN = Q(apologised_at=None) & ~Q(client=None) | Q(cause=None)
LOOKED_AT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Asked:
    state: str = ""  # "open": no apology yet, or no cause
    standard: int | None = None
    cause: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    all: int
    unapologised: int
    without_cause: int


@dataclass(frozen=True, slots=True)
class Why:
    cause: str
    many: int
    share: float


def breach_list(actor: Actor, asked: Asked, *, after: str = "") -> Page[Any]:
    require(actor, "breach.see")
    rows = Breach.objects.visible_to(actor)
    rows = rows.select_related("standard", "client", "employee", "cause", "apologised_by")
    if asked.state == "open":
        rows = rows.filter(OPEN)
    if asked.standard:
        rows = rows.filter(standard=asked.standard)
    if asked.cause:
        rows = rows.filter(cause=asked.cause)
    return keyset_page(rows, order=("-day", "-id"), after=after)


def breaches_standing(actor: Actor) -> Standing:
    since = clock.today() - LOOKED_AT
    rows = Breach.objects.visible_to(actor).filter(day__gte=since).order_by()
    counted = rows.aggregate(
        all=Count("pk"),
        unapologised=Count("pk", filter=Q(apologised_at=None, client__isnull=False)),
        without_cause=Count("pk", filter=Q(cause=None)),
    )
    return Standing(**counted)


def why_broken(actor: Actor) -> Sequence[Why]:
    """Of the last months, those with a cause, the commonest first."""
    since = clock.today() - LOOKED_AT
    rows = Breach.objects.visible_to(actor).filter(day__gte=since, cause__isnull=False).order_by()
    counted = dict(rows.values_list("cause").annotate(n=Count("pk")))
    total = sum(counted.values())
    named = BreachCause.objects.visible_to(actor).filter(pk__in=counted)
    found = [Why(str(one), counted[one.pk], counted[one.pk] / total) for one in named]
    return sorted(found, key=lambda one: (-one.many, one.cause))


def breach_causes(actor: Actor) -> list[BreachCause]:
    return list(BreachCause.objects.visible_to(actor).filter(is_retired=False))
