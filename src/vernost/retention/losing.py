"""The loss report (rule 2.6): clients at the start plus new ones, lost ones, returned ones, for a period: by
employee, market segment or source.

Where each client stood on the day before the period and on its last day. So the flows add up: start + new +
returned − lost − closed = end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vernost.access.actor import Actor
from vernost.access.policies import may, require
from vernost.clients.models import Client, Source
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.retention.models import ClientFacts, Lifecycle, LifecycleChange
from vernost.staff.models import Employee

IN = (Lifecycle.NEW, Lifecycle.ACTIVE, Lifecycle.SLIPPING, Lifecycle.RETURNED)
NAMED = 200
OWNER, SEGMENT, SOURCE = "owner", "segment", "source"
PARTS = {OWNER: "owner", SEGMENT: "client__segment", SOURCE: "client__source"}  # as the facts know them
NONE = "-"  # in an address: clients of no segment, of an unknown source


@dataclass(frozen=True, slots=True)
class Period:
    since: date
    until: date

    @classmethod
    def of(cls, since: date | None, until: date | None) -> Period:
        """A year up to today where nothing else is said."""
        until = min(until or clock.today(), clock.today())
        since = since or until - timedelta(days=365)
        if since > until:
            raise Invalid(since=_("The period ends before it begins."))
        return cls(since, until)

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


@dataclass(slots=True)
class Line:
    """Flows of one part of the clients; ``key``: the manager, None where nobody looks after them; the segment
    or the source, empty where it is not known."""

    key: Any
    name: str
    start: int = 0
    new: int = 0
    lost: int = 0
    returned: int = 0
    closed: int = 0
    end: int = 0
    money_lost: Decimal = field(default_factory=Decimal)

    @property
    def address(self) -> Any:
        """What an address says of it; nothing of the whole, and of nobody's clients."""
        return NONE if self.key == "" else self.key

    @property
    def total(self) -> int:
        return self.start + self.new

    @property
    def ratio(self) -> float | None:
        """Lost ÷ (start + new) × 100 % (rule 2.6)."""
        return self.lost / self.total * 100 if self.total else None

    def add(self, flow: str, number: int, money: Decimal | None) -> None:
        setattr(self, flow, getattr(self, flow) + number)
        if flow == "lost":
            self.money_lost += money or Decimal(0)


@dataclass(frozen=True, slots=True)
class Report:
    period: Period
    firm: Line
    lines: list[Line]
    by: str = OWNER

    @property
    def worst(self) -> float:
        return max((line.ratio or 0 for line in self.lines), default=0)


def flows_of(then: str | None, now: str | None) -> tuple[str, ...]:
    """Which flows a client belongs to who stood so at the start and stands so at the end."""
    was_in, is_in = then in IN, now in IN
    is_new = then in (None, "", Lifecycle.POTENTIAL) and now not in (None, "", Lifecycle.POTENTIAL)
    found = ["start"] if was_in else ["new"] if is_new else []
    if now == Lifecycle.LOST and (was_in or is_new):
        found.append("lost")
    if now == Lifecycle.CLOSED and (was_in or is_new):
        found.append("closed")
    if is_in:
        found += ["returned"] if then in (Lifecycle.LOST, Lifecycle.CLOSED) else []
        found.append("end")
    return tuple(found)


def _stood(rows: Any, period: Period, facts: str = "") -> Any:
    """Where each stood on the eve of the period and on its last day; today that is what the facts say.

    :param facts: how the facts are reached from the rows.
    """
    now = _at(period.until, facts) if period.until < clock.today() else F(f"{facts}lifecycle")
    return rows.annotate(then=_at(period.since - timedelta(days=1), facts), now=now)


def _at(day: date, facts: str) -> Any:
    """Where each stood on a day, so far as flows differ by it: most crossed once or twice since."""
    kept = LifecycleChange.objects.unscoped(reason="of clients that are scoped themselves")
    latest = kept.filter(client=OuterRef("pk"), day__lte=day).order_by("-day", "-id").values("after")
    return Case(
        When(**{f"{facts}crossed_on__lte": day}, then=F(f"{facts}lifecycle")),
        When(**{f"{facts}crossed_on_2__lte": day}, then=F(f"{facts}crossed_from")),
        When(**{f"{facts}crossed_on_3__lte": day}, then=F(f"{facts}crossed_from_2")),
        default=Subquery(latest[:1]),
    )


def loss_report(actor: Actor, period: Period, by: str = OWNER) -> Report:
    """By employee, one walk over one index of the facts, whatever the period; employees beside each other are
    for heads."""
    require(actor, "loss.see")
    rows = _stood(ClientFacts.objects.visible_to(actor), period).filter(now__isnull=False)
    counted = list(
        rows.order_by()
        .values_list(PARTS[by], "then", "now")
        .annotate(n=Count("pk"), money=Sum("money_a_year"))
    )
    named = _names_of({row[0] for row in counted}, by)
    firm, lines = Line(None, pgettext("loss report", "All together")), dict[Any, Line]()
    for part, then, now, number, money in counted:
        line = lines.setdefault(part, Line(part, named[part]))
        for flow in flows_of(then, now):
            for one in (line, firm):
                one.add(flow, number, money)
    told = by != OWNER or may(actor, "loss.see_by_employee")
    return Report(period, firm, sorted(lines.values(), key=lambda one: -one.lost) if told else [], by)


def _names_of(keys: set[Any], by: str) -> dict[Any, str]:
    if by == OWNER:
        people = dict(Employee.objects.filter(pk__in=keys).values_list("pk", "name"))
        return {key: people.get(key) or _("Nobody's") for key in keys}
    if by == SOURCE:
        sources = {value: str(label) for value, label in Source.choices}
        return {key: sources.get(key) or key for key in keys}
    return {key: key or _("No segment") for key in keys}


def stayed(day: date) -> list[tuple[int | None, int, int]]:
    """Per manager: clients a year before that day, and of them those who are on it. For the firm's
    own sums."""
    rows = ClientFacts.objects.unscoped(reason="sums of the whole firm by day")
    year_ago = day - timedelta(days=365)
    was = rows.annotate(then=_at(year_ago, ""), now=_at(day, "") if day < clock.today() else F("lifecycle"))
    both = Count("pk", filter=Q(now__in=IN))
    return list(was.filter(then__in=IN).order_by().values_list("owner").annotate(n=Count("pk"), both=both))


FLOWS: dict[str, Any] = {
    "start": Q(then__in=IN),
    "new": (Q(then__isnull=True) | Q(then=Lifecycle.POTENTIAL)) & ~Q(now=Lifecycle.POTENTIAL),
    "lost": Q(now=Lifecycle.LOST) & (Q(then__in=IN) | Q(then__isnull=True) | Q(then=Lifecycle.POTENTIAL)),
    "returned": Q(now__in=IN, then__in=(Lifecycle.LOST, Lifecycle.CLOSED)),
    "closed": Q(now=Lifecycle.CLOSED) & (Q(then__in=IN) | Q(then__isnull=True) | Q(then=Lifecycle.POTENTIAL)),
    "end": Q(now__in=IN),
}


def names(
    actor: Actor, period: Period, flow: str, owner_id: int | None = None, part: dict[str, str] | None = None
) -> Sequence[Client]:
    """Who they are, the dearest first; only of those the actor sees. ``part``: of one segment or source."""
    require(actor, "loss.see")
    if flow not in FLOWS:
        raise Invalid(flow=_("There is no such flow."))
    rows = Client.objects.visible_to(actor)
    rows = rows.filter(owner=owner_id) if owner_id is not None else rows
    rows = rows.filter(**part) if part else rows
    found = (
        _stood(rows, period, "facts__")
        .filter(now__isnull=False)
        .filter(FLOWS[flow])
        .select_related("owner", "facts")
    )
    return list(found.order_by("-facts__money_a_year", "pk")[:NAMED])
