"""The board of improvements, one of them, and causes that repeat without one (rule 4.5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.core import clock
from vernost.core.practice import CAUSE_REPEATS
from vernost.journal.models import Entry
from vernost.voice.loop_rules import Count as Counted
from vernost.voice.loop_rules import Verdict, change_of, verdict_of_count, verdict_of_number
from vernost.voice.models import Cause, Improvement, Measured, Response, Stage, SurveyKind, Theme

WINDOW = 90  # days in which a cause repeats
IN_COLUMN, OVER, SUGGESTED = 100, 12, 6
HISTORY = 50
COUNTED = Q(is_guess=False, score__isnull=False, survey__kind=SurveyKind.NPS)


@dataclass(frozen=True, slots=True)
class Result:
    """What changed: in words of ``verdict``; ``low`` and ``high``: its 95 % interval, of a counted one."""

    improvement: Improvement
    verdict: Verdict
    low: float | None = None
    high: float | None = None

    @property
    def by(self) -> float | None:
        one = self.improvement
        if one.before is None or one.after is None:
            return None
        return float(one.after - one.before)


@dataclass(frozen=True, slots=True)
class Column:
    stage: Stage
    results: list[Result]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A cause that repeats, and that nobody improves."""

    cause: Cause
    number: int


@dataclass(frozen=True, slots=True)
class Board:
    columns: list[Column]
    over: list[Result]
    suggested: list[Suggestion]
    better: int
    closed: int

    @property
    def open(self) -> list[Result]:
        return [one for column in self.columns for one in column.results]

    @property
    def overdue(self) -> int:
        return sum(one.improvement.is_overdue for one in self.open)


def improvement_board(actor: Actor) -> Board:
    """By stage, the nearest day first. Four queries."""
    require(actor, "improvement.see")
    rows = Improvement.objects.visible_to(actor).select_related("cause", "owner")
    open_ones = list(rows.exclude(stage=Stage.OVER).order_by("due_on", "pk")[: IN_COLUMN * 4])
    over = [result_of(one) for one in rows.filter(stage=Stage.OVER).order_by("-closed_at", "-pk")[:200]]
    stages = [stage for stage in Stage if stage is not Stage.OVER]
    taken = {one.cause_id for one in open_ones}
    return Board(
        columns=[
            Column(stage, [result_of(one) for one in open_ones if one.stage == stage]) for stage in stages
        ],
        over=over[:OVER],
        suggested=_suggested(actor, taken),
        better=sum(one.verdict is Verdict.BETTER for one in over),
        closed=len(over),
    )


def _suggested(actor: Actor, taken: Collection[int | None]) -> list[Suggestion]:
    """Of the answers that the actor sees."""
    since = clock.now() - timedelta(days=WINDOW)
    rows = Theme.objects.visible_to(actor).filter(response__answered_at__gte=since, response__is_guess=False)
    counted_rows = (
        rows.order_by().values("cause").annotate(n=Count("pk")).filter(n__gte=CAUSE_REPEATS.value())
    )
    numbers = {row["cause"]: row["n"] for row in counted_rows if row["cause"] not in taken}
    causes = Cause.objects.visible_to(actor).filter(pk__in=numbers, is_active=True)
    found = [Suggestion(cause, numbers[cause.pk]) for cause in causes]
    return sorted(found, key=lambda one: (-one.number, one.cause.place, one.cause.pk))[:SUGGESTED]


@dataclass(frozen=True, slots=True)
class ImprovementCard:
    improvement: Improvement
    result: Result
    history: list[Entry]


def improvement_card(actor: Actor, pk: Any) -> ImprovementCard:
    """One of them with what happened to it: two queries."""
    rows: Any = Improvement.objects.select_related("cause", "owner", "made_by")
    one: Improvement = fetch(actor, rows, pk, verb="improvement.see")
    entries = Entry.objects.filter(in_audit=True, subject_type=one._meta.label_lower, subject_id=one.pk)
    history = list(entries.select_related("employee").order_by("-at", "-pk")[:HISTORY])
    return ImprovementCard(one, result_of(one), history)


def result_of(one: Improvement) -> Result:
    if one.before is None or one.after is None:
        return Result(one, Verdict.UNKNOWN)
    if one.measured == Measured.OWN:
        better = one.higher_is_better
        return Result(one, verdict_of_number(float(one.before), float(one.after), higher_is_better=better))
    before = Counted(one.before_named or 0, one.before_of or 0)
    after = Counted(one.after_named or 0, one.after_of or 0)
    low, high = change_of(before, after)
    return Result(one, verdict_of_count(before, after), low, high)


def counted(cause_id: int, *, days: int, since: date | None = None) -> Counted:
    """Answers of the firm that name the cause, of all counted ones, up to today: within ``days``, and not
    before ``since``. Two sums, in which no client can be seen."""
    first = max(clock.today() - timedelta(days=days - 1), since or date.min)
    at = datetime.combine(first, time.min, tzinfo=clock.firm_zone())
    rows = Response.objects.unscoped(reason="the measure of an improvement is the whole firm's")
    rows = rows.filter(COUNTED, answered_at__gte=at).order_by()
    return Counted(rows.filter(themes__cause=cause_id).count(), rows.count())


def overdue(actor: Actor, owners: Collection[int], today: date) -> list[Improvement]:
    """For Today of whoever leads them."""
    rows = Improvement.objects.visible_to(actor).filter(owner__in=owners, due_on__lt=today)
    return list(rows.exclude(stage=Stage.OVER).order_by("due_on", "pk")[:20])


def causes_to_improve(actor: Actor) -> list[Cause]:
    return list(Cause.objects.visible_to(actor).filter(is_active=True))
