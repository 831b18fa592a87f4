"""The days ahead: what is open on each of them, for the week and the month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.agenda.birthdays import born_between
from vernost.agenda.models import Done, Kept, Promise, Step
from vernost.agenda.selectors.card import PROMISE, STEP
from vernost.agenda.selectors.today import of_days, whose_day
from vernost.clients.models import Client
from vernost.core import clock, worktime
from vernost.staff.models import Employee

MOST = 500  # of one kind
WEEK = 7
BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    kind: str  # promise, step, birthday
    client: Client
    text: str = ""
    at: time | None = None
    pk: int | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    works: bool
    inside: bool = True  # of the month that is shown
    items: list[Item] = field(default_factory=list)

    @property
    def is_today(self) -> bool:
        return self.day == clock.today()

    @property
    def is_over(self) -> bool:
        return self.day < clock.today()


@dataclass(frozen=True, slots=True)
class Plan:
    """``earlier``: what is overdue from before the first day shown."""

    days: list[Day]
    whose: Employee | None
    month: date
    before: date
    after: date
    earlier: int

    @property
    def since(self) -> date:
        return self.days[0].day

    @property
    def until(self) -> date:
        return self.days[-1].day

    @property
    def count(self) -> int:
        return sum(len(day.items) for day in self.days if day.inside)

    @property
    def overdue(self) -> int:
        return self.earlier + sum(item.overdue for day in self.days for item in day.items)

    @property
    def weeks(self) -> list[list[Day]]:
        return [self.days[start : start + WEEK] for start in range(0, len(self.days), WEEK)]


def week(actor: Actor, *, day: date, of: str = "") -> Plan:
    """From Monday to Sunday."""
    since = _monday(day)
    days = [since + timedelta(days=number) for number in range(WEEK)]
    return _plan(actor, days, of=of, month=day, before=since - timedelta(days=WEEK), after=days[-1] + _DAY)


def month(actor: Actor, *, day: date, of: str = "") -> Plan:
    """The whole weeks that hold the month."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    since, days = _monday(first), []
    while since < after:
        days += [since + timedelta(days=number) for number in range(WEEK)]
        since += timedelta(days=WEEK)
    before = (first - _DAY).replace(day=1)
    return _plan(actor, days, of=of, month=first, before=before, after=after)


_DAY = timedelta(days=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _plan(actor: Actor, days: list[date], *, of: str, month: date, before: date, after: date) -> Plan:
    require(actor, "agenda.see")
    owners, whose = whose_day(actor, of)
    calendar, today = worktime.of_firm(), clock.today()
    shown = {
        day: Day(day, calendar.is_working_day(day), inside=len(days) == WEEK or day.month == month.month)
        for day in days
    }
    for day, item in [*_open(actor, owners, days, today), *_born(actor, owners, days)]:
        shown[day].items.append(item)
    for one in shown.values():
        one.items.sort(key=lambda item: (item.kind == BIRTHDAY, item.at is None, item.at or time.min))
    earlier = _earlier(actor, owners, min(days[0], today))
    return Plan(list(shown.values()), whose, month, before, after, earlier)


def _open(actor: Actor, owners: set[int], days: list[date], today: date) -> Iterator[tuple[date, Item]]:
    live = {"client__is_live": True, "client__closed_on": None, "due_on__range": (days[0], days[-1])}
    promises = Promise.objects.visible_to(actor).filter(client__owner__in=owners, state=Kept.OPEN, **live)
    for row in promises.select_related("client").order_by("due_on", "pk")[:MOST]:
        late = row.due_on < today
        yield row.due_on, Item(kind=PROMISE, client=row.client, text=row.text, pk=row.pk, overdue=late)
    steps = Step.objects.visible_to(actor).filter(of_days(owners), state=Done.OPEN, **live)
    for step in steps.select_related("client").order_by("due_on", "pk")[:MOST]:
        said = {"client": step.client, "text": step.text, "pk": step.pk, "at": step.at}
        yield step.due_on, Item(kind=STEP, overdue=step.due_on < today, **said)


def _born(actor: Actor, owners: set[int], days: list[date]) -> Iterator[tuple[date, Item]]:
    for day, client, why in born_between(actor, owners, days):
        yield day, Item(kind=BIRTHDAY, client=client, text=why)


def _earlier(actor: Actor, owners: set[int], day: date) -> int:
    live = {"client__is_live": True, "client__closed_on": None, "due_on__lt": day}
    promises = Promise.objects.visible_to(actor).filter(client__owner__in=owners, state=Kept.OPEN, **live)
    steps = Step.objects.visible_to(actor).filter(of_days(owners), state=Done.OPEN, **live)
    return promises.count() + steps.count()
