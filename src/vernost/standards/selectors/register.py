"""The register and one standard: how often it is kept, against its target and the weeks before.

Figures come out of the days that are counted in the background (``Tally``), so a page costs the same in a
base of a million; those by hand out of the results of checks, of which there are few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Sum, When

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import may, require
from vernost.core import clock
from vernost.core.models import SweepRun
from vernost.standards import terms
from vernost.standards.models import Breach, Measure, Result, Rival, Standard, Tally
from vernost.standards.rules import WEEK, Kept, by_week, change, monday

Days = list[tuple[date, int, int]]
SHORT = 12  # weeks of the small line in the register


@dataclass(frozen=True, slots=True)
class Line:
    """``now``: of the last weeks; ``before``: of as many before them."""

    standard: Standard
    now: Kept
    before: Kept
    weeks: list[tuple[date, Kept]]
    rivals: list[Rival] = field(default_factory=list)

    @property
    def meets(self) -> bool | None:
        return self.now.meets(self.standard.goal)

    @property
    def is_few(self) -> bool:
        return 0 < self.now.cases < terms.FEW

    @property
    def spark(self) -> list[float]:
        """Weeks in which there was something to keep."""
        return [one.share for _monday, one in self.weeks[-SHORT:] if one.share is not None]

    @property
    def change(self) -> float | None:
        return change(self.weeks)


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class Page:
    line: Line
    people: list[Person]
    breaches: list[Breach]
    counted_at: datetime | None


def register(actor: Actor, *, retired_too: bool = False) -> list[Line]:
    """Four queries, however many requests, orders and promises there are."""
    require(actor, "standard.see")
    rows = Standard.objects.visible_to(actor)
    standards = list(rows if retired_too else rows.filter(is_retired=False))
    since = monday(clock.today()) - WEEK * (terms.WEEKS - 1)
    of_data, by_hand = _tallied(actor, since), _checked(actor, since)
    rivals: dict[int, list[Rival]] = defaultdict(list)
    for one in Rival.objects.visible_to(actor).filter(standard__in=standards):
        rivals[one.standard_id].append(one)
    return [_line(one, of_data, by_hand, rivals[one.pk]) for one in standards]


def standard_page(actor: Actor, pk: Any) -> Page:
    require(actor, "standard.see")
    standard: Standard = fetch(actor, Standard, pk)
    since = monday(clock.today()) - WEEK * (terms.WEEKS - 1)
    of_data = _tallied(actor, since, standard.measure)
    by_hand = _checked(actor, since, standard.pk)
    rivals = list(Rival.objects.visible_to(actor).filter(standard=standard))
    breaches = Breach.objects.visible_to(actor).filter(standard=standard)
    shown = list(breaches.select_related("client", "employee", "cause", "apologised_by", "standard")[:10])
    people = _people(actor, standard) if may(actor, "standard.see_by_employee") else []
    counted_at = SweepRun.objects.filter(name="standards").values_list("ended_at", flat=True).first()
    return Page(_line(standard, of_data, by_hand, rivals), people, shown, counted_at)


def _line(
    standard: Standard, of_data: dict[str, Days], by_hand: dict[int, Days], rivals: list[Rival]
) -> Line:
    hand = standard.measure == Measure.HAND
    days = by_hand.get(standard.pk, []) if hand else of_data.get(standard.measure, [])
    span, today = (terms.SHOWN_BY_HAND if hand else terms.SHOWN), clock.today()
    now = _within(days, today - span, today)
    before = _within(days, today - 2 * span, today - span)
    return Line(standard, now, before, by_week(days, today=today, weeks=terms.WEEKS), rivals)


def _within(days: Sequence[tuple[date, int, int]], after: date, until: date) -> Kept:
    return sum((Kept(cases, kept) for day, cases, kept in days if after < day <= until), Kept())


def _tallied(actor: Actor, since: date, measure: str = "") -> dict[str, Days]:
    rows = Tally.objects.visible_to(actor).filter(day__gte=since)
    rows = rows.filter(measure=measure) if measure else rows
    found: dict[str, Days] = defaultdict(list)
    counted = rows.order_by().values_list("measure", "day").annotate(n=Sum("cases"), k=Sum("kept"))
    for name, day, cases, kept in counted:
        found[name].append((day, cases, kept))
    return found


def _checked(actor: Actor, since: date, standard: int | None = None) -> dict[int, Days]:
    rows = Result.objects.visible_to(actor).filter(on__gte=since)
    rows = rows.filter(standard=standard) if standard else rows
    found: dict[int, Days] = defaultdict(list)
    for pk, day, cases, kept in (
        rows.order_by().values_list("standard", "on").annotate(n=Count("pk"), k=_yes())
    ):
        found[pk].append((day, cases, kept))
    return found


def _yes() -> Any:
    return Sum(Case(When(kept=True, then=1), default=0, output_field=IntegerField()))


def _people(actor: Actor, standard: Standard) -> list[Person]:
    """For heads: of their own people; for whoever sees all, of everybody."""
    rows: Any
    counts: tuple[Any, Any]
    if standard.measure == Measure.HAND:
        rows = Result.objects.visible_to(actor).filter(standard=standard)
        rows = rows.filter(on__gt=clock.today() - terms.SHOWN_BY_HAND)
        counts = (Count("pk"), _yes())
    else:
        rows = Tally.objects.visible_to(actor).filter(measure=standard.measure)
        rows = rows.filter(day__gt=clock.today() - terms.SHOWN)
        counts = (Sum("cases"), Sum("kept"))
    if not actor.sees_all:
        rows = rows.filter(employee__in=[*actor.owners, actor.employee_id])
    named = rows.exclude(employee=None).order_by().values_list("employee", "employee__name")
    counted = named.annotate(n=counts[0], k=counts[1], last=Max("pk"))
    people = [Person(name, Kept(cases, kept)) for _pk, name, cases, kept, _last in counted]
    return sorted(people, key=lambda one: (one.kept.share or 0, one.name))
