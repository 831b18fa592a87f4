"""How the day of each employee stands: for the head, who must see that nobody was forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from django.db.models import Count, F, Q

from vernost.access.actor import Actor, Role
from vernost.access.policies import require
from vernost.agenda import silence
from vernost.agenda.models import Answer, Contact, Done, How, Kept, Promise, SilenceCount, Step
from vernost.agenda.selectors.words import Word, promises_kept
from vernost.clients.models import Client
from vernost.core import clock
from vernost.staff.models import Employee

LIVE: Final = {"client__is_live": True, "client__closed_on": None}


@dataclass(frozen=True, slots=True)
class Member:
    """``done``: what they settled and whom they talked to today; ``silent``: past the longest silence."""

    employee: Employee
    clients: int
    overdue: int
    due: int
    done: int
    silent: int
    word: Word | None

    @property
    def is_clear(self) -> bool:
        return not (self.overdue or self.silent)


@dataclass(frozen=True, slots=True)
class Team:
    """``nobodys``: clients in nobody's day, because nobody looks after them or whoever did has left.
    ``counted_at``: when clients and silence were counted; empty, just now."""

    members: list[Member]
    nobodys: int
    counted_at: datetime | None

    @property
    def overdue(self) -> int:
        return sum(one.overdue for one in self.members)

    @property
    def due(self) -> int:
        return sum(one.due for one in self.members)

    @property
    def done(self) -> int:
        return sum(one.done for one in self.members)

    @property
    def silent(self) -> int:
        return sum(one.silent for one in self.members)

    @property
    def clients(self) -> int:
        return sum(one.clients for one in self.members)


@dataclass(frozen=True, slots=True)
class Counts:
    """Per employee, ``None`` for clients whom nobody looks after."""

    clients: Counter[Any]
    silent: Counter[Any]
    counted_at: datetime | None = None


def counted_now(actor: Actor) -> Counts:
    """Two queries over all clients whom the actor sees: seconds where they are a million."""
    seen = Client.objects.visible_to(actor)
    silent = seen.filter(silence.past(clock.today()))
    return Counts(_counted(seen.filter(closed_on=None), F("owner")), _counted(silent, F("owner")))


def _counted_before(actor: Actor) -> Counts:
    rows = list(SilenceCount.objects.visible_to(actor))
    if not rows:
        return counted_now(actor)
    clients = Counter[Any]({one.employee_id: one.clients for one in rows})
    silent = Counter[Any]({one.employee_id: one.silent for one in rows})
    return Counts(clients, silent, min(one.counted_at for one in rows))


def team(actor: Actor) -> Team:
    """Everybody whose clients the actor sees and who has any: ten queries, however many they are, and one
    more until clients were counted for the first time."""
    require(actor, "agenda.see_team")
    counts = _counted_before(actor)
    clients, silent = counts.clients, counts.silent
    overdue, due = _waiting(actor)
    done, words = _done(actor), {word.employee: word for word in promises_kept(actor)}
    people = Employee.objects.active().order_by("name", "pk")
    if not actor.sees_all:
        people = people.filter(pk__in=actor.owners)
    every = list(people)
    members = [
        Member(
            one,
            clients[one.pk],
            overdue[one.pk],
            due[one.pk],
            done[one.pk],
            silent[one.pk],
            words.get(one.pk),
        )
        for one in every
        if one.role != Role.MARKETER and (clients[one.pk] or overdue[one.pk] or due[one.pk] or done[one.pk])
    ]
    here = {one.pk for one in every}
    nobodys = sum(count for pk, count in clients.items() if pk not in here)
    return Team(members, nobodys, counts.counted_at)


def _waiting(actor: Actor) -> tuple[Counter[Any], Counter[Any]]:
    """Overdue and due today, per employee in whose day it is."""
    day = clock.today()
    promises = Promise.objects.visible_to(actor).filter(state=Kept.OPEN, due_on__lte=day, **LIVE)
    steps = Step.objects.visible_to(actor).filter(state=Done.OPEN, due_on__lte=day, **LIVE)
    overdue, due = Counter[Any](), Counter[Any]()
    stays = Q(for_employee__is_active=True)
    for rows, whose in (
        (promises, F("client__owner")),
        (steps.filter(stays), F("for_employee")),
        (steps.exclude(stays), F("client__owner")),
    ):
        late, now = Count("pk", filter=Q(due_on__lt=day)), Count("pk", filter=Q(due_on=day))
        for pk, was, is_due in rows.order_by().values_list(whose).annotate(late=late, now=now):
            overdue[pk] += was
            due[pk] += is_due
    return overdue, due


def _done(actor: Actor) -> Counter[Any]:
    since = datetime.combine(clock.today(), time.min, tzinfo=clock.firm_zone())
    found = Counter[Any]()
    for rows, whose in (
        (Promise.objects.visible_to(actor).filter(~Q(state=Kept.OPEN), settled_at__gte=since), "settled_by"),
        (Step.objects.visible_to(actor).filter(~Q(state=Done.OPEN), settled_at__gte=since), "settled_by"),
        (Answer.objects.visible_to(actor).filter(at__gte=since).exclude(how=How.LATER), "by"),
        (Contact.objects.visible_to(actor).filter(at__gte=since), "author"),
    ):
        found.update(_counted(rows, F(whose)))
    return found


def _counted(rows: Any, whose: Any) -> Counter[Any]:
    counted: Mapping[Any, int] = dict(rows.order_by().values_list(whose).annotate(Count("pk")))
    return Counter(counted)
