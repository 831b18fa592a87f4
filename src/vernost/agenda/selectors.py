"""What is read for Today and the card: of those clients alone that the actor sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DateField, DateTimeField, F, IntegerField, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce

from vernost.access.actor import Actor
from vernost.access.fetch import fetch_plain, key
from vernost.access.policies import require
from vernost.agenda import causes
from vernost.agenda.models import Contact, Done, Kept, Promise, Step
from vernost.agenda.rules import share_kept
from vernost.clients.models import Client, Phone
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.staff.models import Employee

SHOWN = 5  # contacts on the card
MOST = 200  # lines of one kind: whoever has more works from the list of clients
YEAR = timedelta(days=365)
CONTACT, PROMISE, STEP = "contact", "promise", "step"
CODES = ("channel", "began", "outcome")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to do. ``kind``: promise, step, or a cause's name; ``pk`` of the promise or step; ``of``: the
    event that a cause speaks of."""

    kind: str
    client: Client
    why: str = ""
    text: str = ""
    due_on: date | None = None
    overdue: int = 0
    pk: int | None = None
    of: date | None = None
    stake: Decimal | None = None
    phone: Phone | None = None


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
    whose clients the actor sees. Promises first, then steps, then the causes by their rank; a fixed number of
    queries."""
    require(actor, "agenda.see")
    whose = _employee(actor, of) if of else None
    owners = {whose.pk} if whose else {*actor.principals, *([actor.employee_id] if actor.employee_id else [])}
    day = clock.today()
    lines = [*_promises(actor, owners, day), *_steps(actor, owners, day)]
    for cause in causes.every():
        lines += [
            Line(kind=cause.name, client=seen.client, why=seen.why, of=seen.of, stake=seen.stake)
            for seen in cause.look(actor, owners, day)
        ]
    return Today(_with_worth_and_phones(actor, lines), whose)


def _employee(actor: Actor, of: str) -> Employee:
    number = key(of)
    if not actor.sees_all and number not in actor.owners:
        raise NotVisible
    return fetch_plain(actor, Employee, number, verb="agenda.see")


def _of_live(rows: Any, owners: set[int]) -> Any:
    return rows.filter(client__owner__in=owners, client__is_live=True, client__closed_on=None)


def _promises(actor: Actor, owners: set[int], day: date) -> list[Line]:
    rows = _of_live(Promise.objects.visible_to(actor), owners).filter(state=Kept.OPEN, due_on__lte=day)
    rows = rows.exclude(put_off_to__gt=day).select_related("client").order_by("due_on", "pk")
    return [
        Line(
            kind=PROMISE,
            client=row.client,
            text=row.text,
            due_on=row.due_on,
            overdue=(day - row.due_on).days,
            pk=row.pk,
        )
        for row in rows[:MOST]
    ]


def _steps(actor: Actor, owners: set[int], day: date) -> list[Line]:
    rows = _of_live(Step.objects.visible_to(actor), owners).filter(state=Done.OPEN, due_on__lte=day)
    rows = rows.select_related("client").order_by("due_on", "pk")
    return [
        Line(
            kind=STEP,
            client=row.client,
            text=row.text,
            due_on=row.due_on,
            overdue=(day - row.due_on).days,
            pk=row.pk,
        )
        for row in rows[:MOST]
    ]


def _with_worth_and_phones(actor: Actor, lines: list[Line]) -> list[Line]:
    ids = sorted({line.client.pk for line in lines})
    worth = causes.worth(actor, ids)
    known = Phone.objects.visible_to(actor).filter(client__in=ids).order_by("-pk")
    phones: dict[int, Phone] = {one.client_id: one for one in known}
    return [
        replace(line, phone=phones.get(line.client.pk),
                stake=line.stake if line.stake is not None else worth.get(line.client.pk))
        for line in lines
    ]  # fmt: skip


def colleagues(actor: Actor) -> list[Employee]:
    """Whose Today the actor may look at besides the own."""
    require(actor, "agenda.see")
    rows = Employee.objects.active().exclude(pk=actor.employee_id or 0).order_by("name", "pk")
    return list(rows if actor.sees_all else rows.filter(pk__in=actor.owners))


@dataclass(frozen=True, slots=True)
class Word:
    """How an employee kept their word in a year (rule 5.2)."""

    employee: int
    name: str
    kept: int
    late: int
    broken: int
    overdue: int

    @property
    def share(self) -> float | None:
        return share_kept(kept=self.kept, late=self.late, broken=self.broken, overdue=self.overdue)


def promises_kept(actor: Actor) -> list[Word]:
    """Share of promises kept per employee, due within a year, of the clients the actor sees: one query.

    A promise that is open past its day counts against it as a broken one does (rule 5.2).
    """
    require(actor, "agenda.see")
    day = clock.today()
    rows = Promise.objects.visible_to(actor).filter(due_on__gt=day - YEAR, by__isnull=False).order_by()
    counted = rows.values("by", "by__name").annotate(
        **{state: Count("pk", filter=Q(state=state)) for state in (Kept.KEPT, Kept.LATE, Kept.BROKEN)},
        overdue=Count("pk", filter=Q(state=Kept.OPEN, due_on__lt=day)),
    )
    words = [
        Word(row["by"], row["by__name"], row["kept"], row["late"], row["broken"], row["overdue"])
        for row in counted
    ]
    return sorted((one for one in words if one.share is not None), key=lambda one: (one.share or 0, one.name))


def of_client(actor: Actor, client: Client) -> Mapping[str, Sequence[Any]]:
    """For the card: what was promised, the next steps, the latest contacts; three short lists, one query."""
    contacts = Contact.objects.visible_to(actor).filter(client=client)
    latest = Contact.objects.visible_to(actor).filter(pk__in=contacts.values("pk")[:SHOWN])
    promises = Promise.objects.visible_to(actor).filter(client=client, state=Kept.OPEN)
    steps = Step.objects.visible_to(actor).filter(client=client, state=Done.OPEN)
    every = _row(CONTACT, latest, at="at", name="author__name", codes=True).union(
        _row(PROMISE, promises, due_on="due_on", name="by__name"),
        _row(STEP, steps, due_on="due_on", name="set_by__name"),
        all=True,
    )
    found: dict[str, list[Any]] = {CONTACT: [], PROMISE: [], STEP: []}
    for what, pk, text, due_on, at, channel, began, outcome, minutes, name in every:
        whose, said = Employee(name=name) if name else None, {"pk": pk, "client": client, "text": text}
        if what == CONTACT:
            codes = {"channel": channel, "began": began, "outcome": outcome, "minutes": minutes}
            found[what].append(Contact(**said, **codes, at=at, author=whose))
        elif what == PROMISE:
            found[what].append(Promise(**said, due_on=due_on, by=whose))
        else:
            found[what].append(Step(**said, due_on=due_on, set_by=whose))
    return {
        "promises": sorted(found[PROMISE], key=lambda one: (one.due_on, one.pk)),
        "steps": sorted(found[STEP], key=lambda one: (one.due_on, one.pk)),
        "contacts": sorted(found[CONTACT], key=lambda one: (one.at, one.pk), reverse=True),
    }


def _row(what: str, rows: Any, *, name: str, due_on: str = "", at: str = "", codes: bool = False) -> Any:
    """Rows of one shape; what a model has not is empty, of the type that the others have."""
    none = Value(None)
    said: dict[str, Any] = {
        "what": Value(what),
        "said": Cast("text", TextField()),
        "day": Cast(due_on or none, DateField()),
        "moment": Cast(at or none, DateTimeField()),
        **{f"its_{code}": Cast(code if codes else Value(""), TextField()) for code in CODES},
        "its_minutes": Cast("minutes" if codes else none, IntegerField()),
        "whose": Coalesce(F(name), Value("")),
    }
    shape = (
        "what",
        "pk",
        "said",
        "day",
        "moment",
        *(f"its_{code}" for code in CODES),
        "its_minutes",
        "whose",
    )
    return rows.order_by().annotate(**said).values_list(*shape)
