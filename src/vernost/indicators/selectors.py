"""What the pages, letters and the API ask of the indicators: of those levels alone that the actor sees."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.indicators import words
from vernost.indicators.figures import Sums, is_real, outside, reached, value_of
from vernost.indicators.measures import INDICATORS, Group, Indicator, Kind, every
from vernost.indicators.models import Aim, Counting, Leaving, Level, sees
from vernost.indicators.periods import SHOWN, Period, Span
from vernost.indicators.reading import Found, sums_of
from vernost.staff.models import Employee, Team

A_MONTH = 30  # days: what counts and sums are aimed at
WHY = "of the whole firm"
EARLIEST = date(1990, 1, 1)  # no figures of a firm of ours are older


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom: the firm, a team, an employee."""

    level: Level
    pk: int = 0
    name: str = ""

    @property
    def key(self) -> str:
        return "" if self.level is Level.FIRM else f"{self.level.name.lower()}-{self.pk}"


FIRM = Subject(Level.FIRM)


@dataclass(frozen=True, slots=True)
class Aimed:
    """What the firm wants: of a growing one scaled to the days of the period. Empty bounds are none."""

    target: float | None = None
    low: float | None = None
    high: float | None = None
    responsible: Employee | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one subject in one period. ``values``: of the periods before, the oldest first."""

    indicator: Indicator
    value: float | None
    before: float | None
    values: list[float | None]
    is_real: bool | None
    aimed: Aimed
    sums: Sums

    @property
    def change(self) -> float | None:
        return None if self.value is None or self.before is None else self.value - self.before

    @property
    def relative(self) -> float | None:
        """Of the value before; of nought there is none."""
        return self.change / abs(self.before) if self.change is not None and self.before else None

    @property
    def is_better(self) -> bool | None:
        if not self.change:
            return None
        return (self.change > 0) == self.indicator.better_up

    @property
    def is_reached(self) -> bool | None:
        return reached(self.value, self.aimed.target, better_up=self.indicator.better_up)

    @property
    def broken(self) -> float | None:
        return outside(self.value, self.aimed.low, self.aimed.high)

    @property
    def is_known(self) -> bool:
        return self.value is not None

    @property
    def spark(self) -> list[float]:
        """From the first value that is known on: what was not known then is no nought."""
        return [value for value in self.values if value is not None]

    @property
    def figure(self) -> str:
        return words.figure(self.indicator, self.value)

    @property
    def figure_before(self) -> str:
        return words.figure(self.indicator, self.before)

    @property
    def changed(self) -> str:
        return words.change(self.indicator, self.change)

    @property
    def target(self) -> str:
        return "" if self.aimed.target is None else words.figure(self.indicator, self.aimed.target)

    @property
    def bound(self) -> str:
        return words.figure(self.indicator, self.broken)


@dataclass(frozen=True, slots=True)
class Board:
    subject: Subject
    period: Period
    groups: list[tuple[Group, list[Line]]]
    subjects: list[Subject]
    counted: Counting | None

    @property
    def lines(self) -> list[Line]:
        return [line for _group, lines in self.groups for line in lines]

    @property
    def out(self) -> list[Line]:
        """Those that left their corridor."""
        return [line for line in self.lines if line.broken is not None]

    @property
    def missed(self) -> list[Line]:
        return [line for line in self.lines if line.is_reached is False]

    @property
    def worse(self) -> list[Line]:
        """Those that became worse by more than noise."""
        return [line for line in self.lines if line.is_real and line.is_better is False]

    @property
    def better(self) -> list[Line]:
        return [line for line in self.lines if line.is_real and line.is_better]

    @property
    def known(self) -> int:
        return sum(line.is_known for line in self.lines)

    @property
    def hit(self) -> int:
        return sum(line.is_reached is True for line in self.lines)

    @property
    def aimed(self) -> int:
        return sum(line.is_reached is not None for line in self.lines)


def counted() -> Counting | None:
    """The last run that is done: its day is that of all the figures."""
    return Counting.objects.filter(state=Counting.State.DONE).first()


def subjects(actor: Actor) -> list[Subject]:
    """Of whom the actor may see figures: the firm for whoever sees everybody, then teams, then employees."""
    require(actor, "indicator.see")
    people = Employee.objects.active().exclude(role="marketer").order_by("name", "pk")
    teams = Team.objects.order_by("name", "pk")
    if not actor.sees_all:
        people, teams = people.filter(pk__in=actor.owners), teams.filter(pk__in=actor.teams)
    found = [FIRM] if actor.sees_all else []
    found += [Subject(Level.TEAM, pk, name) for pk, name in teams.values_list("pk", "name")]
    return found + [Subject(Level.MANAGER, pk, name) for pk, name in people.values_list("pk", "name")]


def subject_of(actor: Actor, key: str, known: Sequence[Subject] | None = None) -> Subject:
    """By its key in an address; the widest one where nothing is said. What one may not see is not there."""
    known = subjects(actor) if known is None else known
    if not key:
        own = next((one for one in known if one.level is Level.MANAGER and one.pk == actor.employee_id), None)
        wide = next((one for one in known if one.level is not Level.MANAGER), None)
        nobody = Subject(Level.MANAGER, actor.employee_id or 0, actor.name)  # who serves no clients
        found: Subject | None = wide or own or (known[0] if known else nobody)
    else:
        found = next((one for one in known if one.key == key), None)
    if found is None or not sees(actor, found.level, found.pk):
        raise NotVisible
    return found


def period_of(span: str, until: date | None = None) -> Period:
    """Up to the last counted day, or an earlier one."""
    run = counted()
    last = run.until - timedelta(days=1) if run is not None else None
    end = min(until, last) if until is not None and last is not None else until or last or clock.today()
    end = max(end, EARLIEST)
    return Period(Span(span) if span in set(Span) else Span.MONTH, end)


def board(actor: Actor, *, key: str = "", span: str = "", until: date | None = None) -> Board:
    """Everything that makes sense of the subject, in its groups. Nine queries."""
    known = subjects(actor)
    subject, period = subject_of(actor, key, known), period_of(span, until)
    shown = [one for one in every() if subject.level in one.levels]
    lines = lines_of(actor, subject, shown, period)
    groups = [(group, [line for line in lines if line.indicator.group is group]) for group in Group]
    return Board(subject, period, groups, known, counted())


def lines_of(
    actor: Actor, subject: Subject, shown: Sequence[Indicator], period: Period, *, number: int = SHOWN
) -> list[Line]:
    """Each with its value, the ones before, and what the firm wants of it."""
    periods = [period.back(place) for place in range(number)]
    asked = {one.number for one in shown} | {part for one in shown for part in one.of if part}
    found = sums_of(actor, subject.level, [subject.pk], asked, periods)
    wanted = aims(period, subject.level)
    return [_line(one, found, subject.pk, wanted) for one in shown]


def _line(one: Indicator, found: Found, subject: int, wanted: Mapping[int, Aimed]) -> Line:
    if one.kind is Kind.COMPOSED:
        tops, bottoms = (found[number, subject] for number in one.of)
        values = [
            _over(value_of(INDICATORS[one.of[0]], top), value_of(INDICATORS[one.of[1]], bottom))
            for top, bottom in zip(tops, bottoms, strict=True)
        ]
        return _made(one, values, None, Sums(), wanted)
    sums = found[one.number, subject]
    values = [value_of(one, part) for part in sums]
    real = is_real(one, sums[1], sums[0]) if len(sums) > 1 else None
    return _made(one, values, real, sums[0], wanted)


def _made(
    one: Indicator, values: list[float | None], real: bool | None, sums: Sums, wanted: Mapping[int, Aimed]
) -> Line:
    before = values[1] if len(values) > 1 else None
    aimed = wanted.get(one.number, Aimed())
    return Line(one, values[0], before, values[::-1], real, aimed, sums)


def _over(top: float | None, bottom: float | None) -> float | None:
    return top / bottom if top is not None and bottom else None


def aims(period: Period, level: Level = Level.FIRM) -> dict[int, Aimed]:
    """Of all indicators; what grows with the days is scaled to those of the period, and is the"
    " firm's alone."""
    kept = {one.indicator: one for one in Aim.objects.unscoped(reason=WHY).select_related("responsible")}
    found = {}
    for one in every():
        aim = kept.get(one.number)
        values = (aim.target, aim.low, aim.high) if aim is not None else (one.target, None, None)
        if level is not Level.FIRM:
            # A firm's number of clients is no target of one manager; a share is.
            whole = one.is_growing or (one.is_stock and one.kind is Kind.STOCK)
            values = (None if whole else values[0], None, None)
        scale = period.days / A_MONTH if one.is_growing else 1.0
        target, low, high = (None if value is None else value * scale for value in values)
        found[one.number] = Aimed(target, low, high, aim.responsible if aim is not None else None)
    return found


def aim_of(one: Indicator) -> Aimed:
    """As it is kept: a month of 30 days."""
    aim = Aim.objects.unscoped(reason=WHY).filter(indicator=one.number).select_related("responsible").first()
    if aim is None:
        return Aimed(target=one.target)
    return Aimed(aim.target, aim.low, aim.high, aim.responsible)


@dataclass(frozen=True, slots=True)
class Part:
    subject: Subject
    line: Line


def breakdown(actor: Actor, one: Indicator, period: Period, known: Collection[Subject]) -> list[Part]:
    """Of teams and employees whom the actor sees and of whom anything is known."""
    wanted = aims(period, Level.MANAGER)
    parts = []
    for level in (Level.TEAM, Level.MANAGER):
        mine = {subject.pk: subject for subject in known if subject.level is level}
        if level not in one.levels or not mine or one.kind is Kind.COMPOSED:
            continue
        found = sums_of(actor, level, list(mine), [one.number], [period, period.before])
        lines = [Part(subject, _line(one, found, pk, wanted)) for pk, subject in mine.items()]
        parts += [part for part in lines if part.line.is_known or part.line.before is not None]
    return parts


def leavings(*, open_only: bool = True) -> list[Leaving]:
    rows = Leaving.objects.unscoped(reason=WHY)
    return list(rows.filter(back_on=None) if open_only else rows[:50])


def past_of(line: Line, period: Period) -> list[tuple[Period, str]]:
    """The table behind the picture, the latest first."""
    number, one = len(line.values), line.indicator
    told = enumerate(line.values)
    return [(period.back(number - 1 - place), words.figure(one, value)) for place, value in told][::-1]


def answered_for(actor: Actor) -> frozenset[int]:
    """Indicators for which the actor answers."""
    mine = Aim.objects.unscoped(reason=WHY).filter(responsible=actor.employee_id)
    return frozenset(mine.values_list("indicator", flat=True))
