"""How the loop is closed: how many, how fast, how it ended, whether it helped; per employee for heads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Avg, Count, F, Q

from vernost.access.actor import Actor
from vernost.access.policies import may, require
from vernost.core import clock
from vernost.staff.models import Employee
from vernost.voice.loop_rules import path_of
from vernost.voice.models import Loop, Outcome, Path

PERIODS = (30, 90, 365)
IN_TIME = Q(closed_at__lte=F("due_at"))


@dataclass(frozen=True, slots=True)
class OfPath:
    """``median``: minutes of working time from the answer to the end, of those that ended."""

    path: Path
    number: int
    closed: int
    in_time: int
    median: int | None

    @property
    def share(self) -> float | None:
        return self.closed / self.number if self.number else None


@dataclass(frozen=True, slots=True)
class OfEmployee:
    name: str
    number: int
    closed: int
    critics: int
    in_time: int
    took: float | None

    @property
    def share(self) -> float | None:
        return self.closed / self.number if self.number else None

    @property
    def share_in_time(self) -> float | None:
        return self.in_time / self.critics if self.critics else None


@dataclass(frozen=True, slots=True)
class OfOutcome:
    path: Path
    outcome: Outcome
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class Repeats:
    """Critics who were helped and asked again. ``better``, ``same``, ``worse``: by the mark; ``no_critics``:
    of those who answered, whose mark is no critic's any more."""

    asked: int
    answered: int
    better: int
    same: int
    worse: int
    no_critics: int
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopAnalysis:
    since: date
    days: int
    paths: list[OfPath]
    outcomes: list[OfOutcome]
    people: list[OfEmployee]
    repeats: Repeats
    due: int

    @property
    def number(self) -> int:
        return sum(one.number for one in self.paths)

    @property
    def closed(self) -> int:
        return sum(one.closed for one in self.paths)

    @property
    def share(self) -> float | None:
        return self.closed / self.number if self.number else None

    @property
    def critics(self) -> OfPath:
        return next(one for one in self.paths if one.path == Path.CRITIC)

    @property
    def share_in_time(self) -> float | None:
        """Of critics whose time is over or who were called: called in time."""
        return self.critics.in_time / self.due if self.due else None


def loop_analysis(actor: Actor, days: int = 90) -> LoopAnalysis:
    """Of answers given within ``days``. Sums by the database, eight queries at most."""
    require(actor, "loop.see")
    first = clock.today() - timedelta(days=days)
    at = datetime.combine(first, time.min, tzinfo=clock.firm_zone())
    rows = Loop.objects.visible_to(actor).filter(opened_at__gte=at).order_by()
    counted = {
        row["path"]: row
        for row in rows.values("path").annotate(
            n=Count("pk"),
            closed=Count("pk", filter=Q(closed_at__isnull=False)),
            timely=Count("pk", filter=IN_TIME),
            due=Count("pk", filter=Q(closed_at__isnull=False) | Q(due_at__lt=clock.now())),
        )
    }
    paths = [_path(rows, path, counted.get(path)) for path in Path]
    by_employee = may(actor, "loop.see_by_employee")
    return LoopAnalysis(
        since=first,
        days=days,
        paths=paths,
        outcomes=_outcomes(rows, {one.path: one.closed for one in paths}),
        people=_people(rows) if by_employee else [],
        repeats=_repeats(rows),
        due=counted.get(Path.CRITIC, {"due": 0})["due"],
    )


def _path(rows: Any, path: Path, row: dict[str, Any] | None) -> OfPath:
    if row is None:
        return OfPath(path, 0, 0, 0, None)
    middle = None
    if row["closed"]:
        ended = rows.filter(path=path, took__isnull=False).order_by("took").values_list("took", flat=True)
        middle = ended[(row["closed"] - 1) // 2]
    return OfPath(path, row["n"], row["closed"], row["timely"], middle)


def _outcomes(rows: Any, closed: dict[Path, int]) -> list[OfOutcome]:
    counted = rows.filter(closed_at__isnull=False).values("path", "outcome").annotate(n=Count("pk"))
    found = [
        OfOutcome(Path(row["path"]), Outcome(row["outcome"]), row["n"], row["n"] / closed[Path(row["path"])])
        for row in counted
    ]
    order = list(Path)
    return sorted(found, key=lambda one: (order.index(one.path), -one.number, one.outcome))


def _people(rows: Any) -> list[OfEmployee]:
    critic = Q(path=Path.CRITIC)
    over = Q(closed_at__isnull=False) | Q(due_at__lt=clock.now())
    counted = rows.values("whose").annotate(
        n=Count("pk"),
        closed=Count("pk", filter=Q(closed_at__isnull=False)),
        critics=Count("pk", filter=critic & over),
        timely=Count("pk", filter=critic & IN_TIME),
        took=Avg("took", filter=critic),
    )
    names = dict(Employee.objects.values_list("pk", "name"))
    found = [
        OfEmployee(
            names.get(row["whose"], ""), row["n"], row["closed"], row["critics"], row["timely"], row["took"]
        )
        for row in counted
    ]
    return sorted(found, key=lambda one: (not one.name, -one.number, one.name))


def _repeats(rows: Any) -> Repeats:
    before, after = F("response__score"), F("repeat__response__score")
    answered = Q(repeat__response__isnull=False)
    sums = rows.filter(repeat__asked_at__isnull=False).aggregate(
        asked=Count("pk"),
        answered=Count("pk", filter=answered),
        better=Count("pk", filter=answered & Q(repeat__response__score__gt=before)),
        worse=Count("pk", filter=answered & Q(repeat__response__score__lt=before)),
        no_critics=Count("pk", filter=answered & Q(repeat__response__score__gte=_least_of_no_critic())),
        before=Avg(before, filter=answered),
        after=Avg(after, filter=answered),
    )
    return Repeats(
        asked=sums["asked"],
        answered=sums["answered"],
        better=sums["better"],
        same=sums["answered"] - sums["better"] - sums["worse"],
        worse=sums["worse"],
        no_critics=sums["no_critics"],
        before=sums["before"],
        after=sums["after"],
    )


def _least_of_no_critic() -> int:
    return next(mark for mark in range(11) if path_of(mark) is not Path.CRITIC)
