"""Today: one ordered list of what to do, of those clients alone that the actor sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q

from vernost.access.actor import Actor
from vernost.access.fetch import fetch_plain, key
from vernost.access.policies import may, require
from vernost.agenda import causes
from vernost.agenda.models import Done, How, Kept, Promise, Step
from vernost.agenda.rules import PROMISE_RANK, rank_of, shown_through, working_day
from vernost.agenda.selectors.card import PROMISE, STEP
from vernost.clients.models import Client, Phone
from vernost.core import clock, worktime
from vernost.core.errors import NotVisible
from vernost.playbooks.selectors import Shown, for_moments
from vernost.staff.models import Employee

MOST = 200  # lines of one kind: whoever has more works from the list of clients


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to do. ``kind``: promise, step, or a cause's name; ``pk`` of the promise or step; ``of`` and
    ``ref``: the event that a cause speaks of; ``moment``: which playbook helps; ``until``: a clock that runs;
    ``link``: where it is dealt with; ``day_off``: it falls on a day when nobody works."""

    kind: str
    client: Client
    rank: int
    why: str = ""
    text: str = ""
    due_on: date | None = None
    at: time | None = None
    overdue: int = 0
    day_off: bool = False
    pk: int | None = None
    of: date | None = None
    ref: int = 0
    moment: str = ""
    until: datetime | None = None
    link: str = ""
    acts: tuple[str, ...] = tuple(How.values)
    cause: causes.Cause | None = None
    stake: Decimal | None = None
    phone: Phone | None = None
    script: Shown | None = None

    @property
    def is_past(self) -> bool:
        """Its clock has run out."""
        return self.until is not None and self.until < clock.now()


@dataclass(frozen=True, slots=True)
class Today:
    lines: list[Line]
    whose: Employee | None  # None: one's own

    @property
    def overdue(self) -> int:
        return sum(line.kind == PROMISE and line.overdue > 0 for line in self.lines)

    @property
    def stake(self) -> Decimal:
        """Of each client once, however many lines they have."""
        sums = {line.client.pk: line.stake for line in self.lines if line.stake is not None}
        return sum(sums.values(), Decimal(0))


def today(actor: Actor, *, of: str = "") -> Today:
    """What to do today for the clients of the actor and of those they stand in for; ``of``: of one employee
    whose clients the actor sees. By rank: promises, calls back, what higher floors see, other tasks; a fixed
    number of queries."""
    require(actor, "agenda.see")
    owners, whose = whose_day(actor, of)
    day = clock.today()
    lines = [*_promises(actor, owners, day), *_steps(actor, owners, day)]
    for cause in causes.every():
        there = {line.client.pk for line in lines} if cause.gives_way else set()
        seen = [one for one in cause.look(actor, owners, day) if one.client.pk not in there]
        lines += [_seen(cause, one) for one in seen]
    lines.sort(key=lambda line: line.rank)
    return Today(_with_scripts(actor, _with_worth_and_phones(actor, lines)), whose)


def pressing(actor: Actor, *, within: timedelta) -> list[Line]:
    """For the bell: what is overdue, and what has an hour that is over or comes within this time."""
    if not may(actor, "agenda.see"):
        return []
    owners, _whose = whose_day(actor, "")
    now, day = clock.now(), clock.today()
    lines = [*_promises(actor, owners, day), *_steps(actor, owners, day)]
    soon = (now + within).astimezone(clock.firm_zone())
    latest = soon.time() if soon.date() == day else time.max
    return [line for line in lines if line.overdue or (line.at is not None and line.at <= latest)]


def _seen(cause: causes.Cause, seen: causes.Seen) -> Line:
    return Line(
        kind=cause.name,
        client=seen.client,
        rank=cause.rank,
        why=seen.why,
        of=seen.of,
        ref=seen.ref,
        moment=cause.moment,
        until=seen.until,
        link=seen.link,
        acts=cause.acts,
        cause=cause,
        stake=seen.stake,
    )


def whose_day(actor: Actor, of: str) -> tuple[set[int], Employee | None]:
    """The employees whose clients are meant: oneself and those one stands in for; or a colleague alone."""
    whose = _employee(actor, of) if of else None
    own = {actor.employee_id} if actor.employee_id else set()
    return ({whose.pk}, whose) if whose else ({*actor.principals, *own}, None)


def _employee(actor: Actor, of: str) -> Employee:
    number = key(of)
    if not actor.sees_all and number not in actor.owners:
        raise NotVisible
    return fetch_plain(actor, Employee, number, verb="agenda.see")


def _promises(actor: Actor, owners: set[int], day: date) -> list[Line]:
    """Those whose day has come, and those of the days off ahead: today is the last day to keep them."""
    calendar = worktime.of_firm()
    rows = Promise.objects.visible_to(actor).filter(
        client__owner__in=owners,
        client__is_live=True,
        client__closed_on=None,
        state=Kept.OPEN,
        due_on__lte=shown_through(calendar, day),
    )
    rows = rows.exclude(put_off_to__gt=day).select_related("client").order_by("due_on", "pk")
    return [
        Line(
            kind=PROMISE,
            client=row.client,
            rank=PROMISE_RANK,
            text=row.text,
            due_on=row.due_on,
            overdue=max(0, (day - row.due_on).days),
            day_off=row.due_on > day,
            pk=row.pk,
            moment="promise_broken" if row.due_on < day else "",
        )
        for row in rows[:MOST]
    ]


def of_days(owners: set[int]) -> Q:
    """Tasks in the day of these employees: said to be theirs, or of their clients and nobody's else. What is
    for somebody who has left is its client's manager's again."""
    nobodys = Q(for_employee=None) | Q(for_employee__is_active=False)
    return Q(for_employee__in=owners) | (Q(client__owner__in=owners) & nobodys)


def _steps(actor: Actor, owners: set[int], day: date) -> list[Line]:
    """One that fell on a day off is not late on the first working day after it."""
    calendar = worktime.of_firm()
    rows = Step.objects.visible_to(actor).filter(
        of_days(owners), client__is_live=True, client__closed_on=None, state=Done.OPEN, due_on__lte=day
    )
    lines = [
        Line(
            kind=STEP,
            client=row.client,
            rank=rank_of(row.moment),
            text=row.text,
            due_on=row.due_on,
            at=row.at,
            overdue=max(0, (day - working_day(calendar, row.due_on)).days),
            pk=row.pk,
            moment=row.moment,
        )
        for row in rows.select_related("client").order_by("due_on", "pk")[:MOST]
    ]
    return sorted(lines, key=lambda line: (line.due_on or day, line.at or time.max))


def _with_worth_and_phones(actor: Actor, lines: list[Line]) -> list[Line]:
    ids = sorted({line.client.pk for line in lines if line.client.pk})
    worth = causes.worth(actor, ids)
    known = Phone.objects.visible_to(actor).filter(client__in=ids).order_by("-pk")
    phones: dict[int, Phone] = {one.client_id: one for one in known}
    return [
        replace(line, phone=phones.get(line.client.pk or 0),
                stake=line.stake if line.stake is not None else worth.get(line.client.pk or 0))
        for line in lines
    ]  # fmt: skip


def _with_scripts(actor: Actor, lines: list[Line]) -> list[Line]:
    """What to say, beside each line whose moment has a playbook: one query."""
    scripts = for_moments(actor, {line.moment for line in lines})
    return [replace(line, script=scripts.get(line.moment)) for line in lines]


def colleagues(actor: Actor) -> list[Employee]:
    """Whose Today the actor may look at besides the own."""
    require(actor, "agenda.see")
    rows = Employee.objects.active().exclude(pk=actor.employee_id or 0).order_by("name", "pk")
    return list(rows if actor.sees_all else rows.filter(pk__in=actor.owners))
