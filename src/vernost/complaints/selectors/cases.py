"""Cases as they are listed, opened and waited for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.agenda.models import Promise
from vernost.clients.models import Client
from vernost.complaints.models import Cause, Complaint, Event, Step, What
from vernost.core import clock
from vernost.core.paging import Page, keyset_page
from vernost.staff.models import Employee

OPEN = ~Q(step=Step.CONFIRMED)
ON_BOARD = 200  # in a column; whoever has more works from the list


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the list is narrowed by; empty is everything. ``state``: open, late, over."""

    state: str = ""
    cause: int | None = None
    responsible: int | None = None
    client: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    step: Step
    cases: list[Complaint]


@dataclass(frozen=True, slots=True)
class Board:
    columns: list[Column]

    @property
    def every(self) -> list[Complaint]:
        return [case for column in self.columns for case in column.cases]

    @property
    def late(self) -> int:
        return sum(case.is_late or case.is_silent for case in self.every)


def board(actor: Actor, asked: Asked = Asked()) -> Board:
    """Open cases by the step they stand on, the most pressing first: one query."""
    require(actor, "complaint.see")
    rows = _asked(actor, asked).filter(OPEN).select_related("client", "responsible", "cause")
    cases = list(rows.order_by(F("due_at").asc(nulls_last=True), "pk")[: ON_BOARD * 5])
    steps = [step for step in Step if step is not Step.CONFIRMED]
    return Board([Column(step, [one for one in cases if one.step == step]) for step in steps])


def complaint_list(actor: Actor, asked: Asked, *, after: str = "") -> Page[Complaint]:
    """Newest first."""
    require(actor, "complaint.see")
    rows = _asked(actor, asked).select_related("client", "responsible", "cause")
    return keyset_page(rows, order=("-received_at", "-id"), after=after)


def _asked(actor: Actor, asked: Asked) -> Any:
    rows = Complaint.objects.visible_to(actor).filter(client__is_live=True)
    now = clock.now()
    if asked.state == "open":
        rows = rows.filter(OPEN)
    elif asked.state == "late":
        rows = rows.filter(OPEN & (Q(due_at__lt=now) | Q(silent_at__lt=now)))
    elif asked.state == "over":
        rows = rows.exclude(OPEN)
    for name in ("cause", "responsible", "client"):
        if (value := getattr(asked, name)) is not None:
            rows = rows.filter(**{name: value})
    return rows


@dataclass(frozen=True, slots=True)
class Card:
    case: Complaint
    events: list[Event]
    promises: list[Promise]

    @property
    def done(self) -> dict[str, Event]:
        """Step → when it was done last."""
        return {one.step: one for one in self.events if one.what == What.STEP}

    @property
    def path(self) -> list[tuple[Step, Event | None, bool]]:
        """Each step, when it was done, and whether the case has reached it (a reopened one goes back)."""
        place = list(Step).index(Step(self.case.step))
        done = self.done
        return [(step, done.get(step) if n <= place else None, n <= place) for n, step in enumerate(Step)]


def card(actor: Actor, pk: Any) -> Card:
    """A case, whole: three queries."""
    joins = ("client", "client__owner", "responsible", "cause", "order", "approved_by", "taken_by")
    rows: Any = Complaint.objects.select_related(*joins)
    case: Complaint = fetch(actor, rows, pk, verb="complaint.see")
    events = Event.objects.visible_to(actor).filter(complaint=case).select_related("by")
    promises = Promise.objects.visible_to(actor).filter(
        about_type=Complaint._meta.label_lower, about_id=case.pk
    )
    return Card(case, list(events), list(promises.select_related("by")))


def followed(actor: Actor, pk: int) -> Card:
    """A case as its client sees it: what is shown to them, and nothing of ours."""
    rows: Any = Complaint.objects.select_related("client", "responsible")
    case: Complaint = fetch(actor, rows, pk, verb="complaint.follow")
    events = Event.objects.visible_to(actor).filter(complaint=case, shown=True).select_related("by")
    return Card(case, list(events), [])


def complaints_of(actor: Actor, client: Client, *, limit: int = 5) -> list[Complaint]:
    """For the client's card: open ones first."""
    rows = Complaint.objects.visible_to(actor).filter(client=client).select_related("responsible")
    found = list(rows.order_by("-received_at", "-id")[: limit * 4])
    return sorted(found, key=lambda one: not one.is_open)[:limit]


def waiting(actor: Actor, owners: Collection[int]) -> list[Complaint]:
    """Open cases of those responsible, the most pressing first; what waits for the client is not here."""
    rows = Complaint.objects.visible_to(actor).filter(OPEN, client__is_live=True, paused_at=None)
    whose = Q(responsible__in=owners) | Q(responsible=None, client__owner__in=owners)
    return list(rows.filter(whose).select_related("client").order_by("due_at", "pk")[:ON_BOARD])


def with_open_complaint(client_ids: Sequence[int]) -> set[int]:
    """Who gets no advertising meanwhile; asked by post/ of everybody, whoever sends."""
    rows = Complaint.objects.unscoped(reason="the guard of letters asks of whoever is written to")
    return set(rows.filter(OPEN, client__in=client_ids).values_list("client", flat=True))


def causes(actor: Actor, *, retired_too: bool = False) -> list[Cause]:
    rows = Cause.objects.visible_to(actor)
    return list(rows if retired_too else rows.filter(is_retired=False))


def responsible_for(actor: Actor) -> list[Employee]:
    """Whose cases the actor may ask for: whoever is responsible for one that the actor sees."""
    ids = Complaint.objects.visible_to(actor).filter(OPEN).values("responsible")
    return list(Employee.objects.filter(pk__in=ids).order_by("name", "pk"))
