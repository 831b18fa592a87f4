"""The score of a survey and a period: what the page says, counted and put in order (rules 4.2, 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, IntegerField, When

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.analytics import nps as arithmetic
from vernost.analytics.nps import Change, Nps
from vernost.core import clock, practice
from vernost.staff.models import Employee
from vernost.voice import questions, scoring
from vernost.voice.models import Answer, Question, QuestionKind, Survey, SurveyKind, SurveyState, What
from vernost.voice.periods import Period, period_of
from vernost.voice.selectors.causes import CauseLine, cause_lines
from vernost.voice.selectors.counts import OWNER, Counted, Narrowed, counted, first_day

MOST_LINES = 12
MOST_OWNERS = 40
VAGUE = 40.0  # an interval as wide as that compares with nothing
WEEKS = 26
NEWEST_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedScore:
    """What stands in the address. ``days``: its words of a period, read once the survey is known."""

    survey: int | None = None
    days: Mapping[str, str] = field(default_factory=dict)
    narrowed: Narrowed = field(default_factory=Narrowed)


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a split. ``key``: as the address says it."""

    name: str
    key: Any
    sum: scoring.Sum

    @property
    def nps(self) -> Nps:
        return self.sum.nps

    @property
    def is_vague(self) -> bool:
        interval = self.nps.interval
        return interval is None or interval[1] - interval[0] >= VAGUE


@dataclass(frozen=True, slots=True)
class Split:
    what: str
    parts: list[Part]
    more: int = 0  # lines that are not shown


@dataclass(frozen=True, slots=True)
class Point:
    """A week or a month, by its first day."""

    begins: date
    sum: scoring.Sum


@dataclass(frozen=True, slots=True)
class Said:
    """A question of a poll with how often each answer was given."""

    words: str
    answers: list[tuple[str, int]]
    mean: float | None
    told: list[Answer]  # the newest, where it is answered in words; of clients whom the actor sees

    @property
    def number(self) -> int:
        return sum(n for _name, n in self.answers)

    @property
    def most(self) -> int:
        return max((n for _name, n in self.answers), default=0)

    @property
    def lines(self) -> list[tuple[str, int, float | None]]:
        return [(name, n, n / self.number if self.number else None) for name, n in self.answers]


@dataclass(slots=True, kw_only=True)
class Score:
    survey: Survey | None
    surveys: list[Survey]
    period: Period
    narrowed: Narrowed
    sum: scoring.Sum = field(default_factory=scoring.Sum)
    earlier: scoring.Sum = field(default_factory=scoring.Sum)
    asked: int = 0
    invited: int = 0
    guesses: scoring.Sum = field(default_factory=scoring.Sum)
    distribution: list[tuple[int, int]] = field(default_factory=list)
    weeks: list[Point] = field(default_factory=list)
    months: list[Point] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    causes: list[CauseLine] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    @property
    def is_nps(self) -> bool:
        return self.survey is not None and self.survey.kind == SurveyKind.NPS

    @property
    def is_poll(self) -> bool:
        return self.survey is not None and self.survey.kind == SurveyKind.POLL

    @property
    def nps(self) -> Nps:
        return self.sum.nps

    @property
    def band(self) -> str:
        """Rule 4.2, by the firm's own lines; empty without a number."""
        score = self.nps.score
        if score is None:
            return ""
        weak, threshold, leaders = (
            float(one.value()) for one in (practice.NPS_WEAK, practice.NPS_THRESHOLD, practice.NPS_LEADERS)
        )
        return arithmetic.band(score, weak=weak, threshold=threshold, leaders=leaders)

    @property
    def change(self) -> Change | None:
        return arithmetic.change(self.earlier.nps, self.nps) if self.is_nps else None

    @property
    def rate(self) -> float | None:
        """Answers to invitations ÷ invitations, both of this period; an answer counts on its own day."""
        return min(1.0, self.invited / self.asked) if self.asked else None

    @property
    def is_narrowed(self) -> bool:
        return self.narrowed != Narrowed()


def score(actor: Actor, asked: AskedScore) -> Score:
    """A fixed number of queries, whatever there is to count."""
    require(actor, "voice.see")
    surveys = list(Survey.objects.visible_to(actor).exclude(state=SurveyState.DRAFT).order_by(*NPS_FIRST))
    survey = next((one for one in surveys if one.pk == asked.survey), surveys[0] if surveys else None)
    first = first_day(survey) if survey else None
    period = period_of(asked.days, today=clock.today(), first=first)
    found = Score(survey=survey, surveys=surveys, period=period, narrowed=asked.narrowed)
    if survey is None or first is None:
        return found
    numbers = counted(
        actor, survey, since=period.since, until=period.until, before=period.before, narrowed=asked.narrowed
    )
    found.sum = numbers.between(period.since, period.until)
    found.earlier = numbers.between(*period.earlier) if period.earlier else scoring.Sum()
    found.asked, found.invited, found.guesses = numbers.asked, numbers.invited, numbers.guesses
    scale = scoring.scores(survey.kind)
    found.distribution = [] if found.is_poll else [(one, numbers.scores.get(one, 0)) for one in scale]
    found.weeks, found.months = _points(numbers, period, _week), _points(numbers, period, _month)
    found.splits = _splits(numbers)
    if found.is_poll:
        found.said = _said(actor, survey, period, numbers)
    elif found.is_nps:
        found.causes = cause_lines(actor, survey, period, found.nps, asked.narrowed)
    return found


NPS_FIRST = (
    Case(
        When(kind=SurveyKind.NPS, state=SurveyState.OPEN, then=0),
        When(kind=SurveyKind.NPS, then=1),
        default=2,
        output_field=IntegerField(),
    ),
    "-made_at",
    "-pk",
)


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> date:
    return day.replace(day=1)


def _points(numbers: Counted, period: Period, begins: Any) -> list[Point]:
    """Each week or month in which anybody answered; of weeks the last half a year."""
    sums: dict[date, scoring.Sum] = {}
    for day, one in numbers.days.items():
        if period.since <= day <= period.until and one.number:
            start = begins(day)
            sums[start] = sums.get(start, scoring.Sum()) + one
    points = [Point(start, sums[start]) for start in sorted(sums)]
    return points[-WEEKS:] if begins is _week else points


def _splits(numbers: Counted) -> list[Split]:
    names = _names(numbers.by.get(OWNER, {}))
    found = [
        _split(OWNER, {names.get(key, ""): (key, one) for key, one in numbers.by[OWNER].items()}, MOST_OWNERS)
    ]
    for what in (What.SEGMENT, What.CHANNEL, What.PRODUCT, What.ABC):
        parts = {str(value): (value, one) for value, one in numbers.by.get(what, {}).items()}
        found.append(_split(what, parts, MOST_LINES))
    return [one for one in found if any(part.name for part in one.parts)]


def _split(what: str, parts: Mapping[str, tuple[Any, scoring.Sum]], most: int) -> Split:
    """The most answered first; those of whom it is not known last."""
    lines = [Part(name, key, one) for name, (key, one) in parts.items() if one.number]
    lines.sort(key=lambda one: (not one.name, -one.sum.number, one.name))
    return Split(str(what), lines[:most], max(0, len(lines) - most))


def _names(owners: Mapping[Any, Any]) -> dict[Any, str]:
    ids = [one for one in owners if one is not None]
    names = dict(Employee.objects.filter(pk__in=ids).values_list("pk", "name"))
    doubled = {name for name in names.values() if list(names.values()).count(name) > 1}
    return {pk: f"{name} ({pk})" if name in doubled else name for pk, name in names.items()}


def _said(actor: Actor, survey: Survey, period: Period, numbers: Counted) -> list[Said]:
    """Each question: how often each answer was chosen, or the newest words."""
    found = []
    for question in Question.objects.visible_to(actor).filter(survey=survey).order_by("place"):
        given, chosen = numbers.questions.get(question.pk, {}), questions.choices_of(question)
        told: list[Answer] = []
        if question.kind == QuestionKind.TEXT:
            rows = Answer.objects.visible_to(actor).filter(question=question, response__is_guess=False)
            rows = rows.filter(response__day__gte=period.since, response__day__lte=period.until)
            told = list(rows.exclude(text="").order_by("-response__answered_at", "-pk")[:NEWEST_WORDS])
        number = sum(given.values())
        is_scale = question.kind == QuestionKind.SCALE and number
        mean = sum(n * times for n, times in given.items()) / number if is_scale else None
        answers = [(name, given.get(n, 0)) for n, name in chosen]
        found.append(Said(questions.words_of(question), answers, mean, told))
    return found
