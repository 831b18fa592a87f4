"""Answers as they are listed and opened: by today's scope: nobody reads a client who is not theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.core import clock
from vernost.core.paging import Page, keyset_page
from vernost.staff.models import Employee
from vernost.voice import questions, scoring
from vernost.voice.likeness import Memory
from vernost.voice.models import Answer, Cause, Response, Survey, SurveyKind, Theme
from vernost.voice.periods import Period, period_of
from vernost.voice.selectors.causes import causes, of_responses
from vernost.voice.selectors.counts import Narrowed

ORDER = ("-answered_at", "-id")
REMEMBERED = 600  # earlier comments with a cause, the newest first
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAnswers:
    """What the list is narrowed by. ``kind``: promoter, passive, critic; ``cause``: 0 for those without any;
    ``comment``: with, without; ``days`` empty: whenever it was given."""

    survey: int | None = None
    kind: str = ""
    score: int | None = None
    cause: int | None = None
    comment: str = ""
    guesses: bool = False
    days: Mapping[str, str] = field(default_factory=dict)
    narrowed: Narrowed = field(default_factory=Narrowed)


@dataclass(slots=True)
class Row:
    response: Response
    causes: list[Cause]
    suggested: list[tuple[Cause, int]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return kind_of(self.response)


@dataclass(slots=True)
class Listed:
    rows: list[Row]
    next: str
    survey: Survey | None
    period: Period | None


def kind_of(response: Response) -> str:
    """promoter, passive or critic; empty where the survey asks for something else."""
    bounds = scoring.limits(response.survey.kind)
    if bounds is None or response.score is None:
        return ""
    high, low = bounds
    return "promoter" if response.score >= high else "critic" if response.score <= low else "passive"


def answer_list(actor: Actor, asked: AskedAnswers, *, after: str = "") -> Listed:
    """Newest first, with the causes of each; critics without a cause get suggestions."""
    require(actor, "voice.see")
    survey, period, rows = _asked(actor, asked)
    joined = rows.select_related("client", "survey", "owner")
    page: Page[Response] = keyset_page(joined, order=ORDER, after=after)
    named = of_responses(actor, [one.pk for one in page.rows])
    found = [Row(one, [theme.cause for theme in named.get(one.pk, ())]) for one in page.rows]
    _suggest(actor, [row for row in found if not row.causes and row.response.comment])
    return Listed(found, page.next, survey, period)


def answers_asked(actor: Actor, asked: AskedAnswers) -> Any:
    """The rows alone, for a file of them."""
    return _asked(actor, asked)[2]


def _asked(actor: Actor, asked: AskedAnswers) -> tuple[Survey | None, Period | None, Any]:
    survey = Survey.objects.visible_to(actor).filter(pk=asked.survey).first() if asked.survey else None
    rows = Response.objects.visible_to(actor, beside=True).filter(is_guess=asked.guesses)
    if survey is not None:
        rows = rows.filter(survey=survey)
    period = period_of(asked.days, today=clock.today(), first=None) if asked.days else None
    if period is not None:
        first, last = clock.start_of(period.since), clock.start_of(period.until + DAY)
        rows = rows.filter(answered_at__gte=first, answered_at__lt=last)
    if asked.score is not None:
        rows = rows.filter(score=asked.score)
    if asked.narrowed.owner is not None:
        rows = rows.filter(owner=asked.narrowed.owner)
    rows = rows.filter(_of_kind(asked.kind, survey), **asked.narrowed.by_answers)
    if asked.comment:
        empty = Q(comment="")
        rows = rows.filter(empty if asked.comment == "without" else ~empty)
    if asked.cause is not None:
        themes = Theme.objects.visible_to(actor).filter(response=OuterRef("pk"))
        rows = rows.filter(Exists(themes.filter(cause=asked.cause)) if asked.cause else ~Exists(themes))
    return survey, period, rows


def _of_kind(kind: str, survey: Survey | None) -> Q:
    """Of no survey in particular: promoters, passives and critics of NPS."""
    bounds = scoring.limits(survey.kind if survey else SurveyKind.NPS)
    if not kind or bounds is None:
        return Q()
    high, low = bounds
    found = {
        scoring.PROMOTER: Q(score__gte=high),
        scoring.CRITIC: Q(score__lte=low),
        scoring.PASSIVE: Q(score__gt=low, score__lt=high),
    }[kind]
    return found if survey else found & Q(survey__kind=SurveyKind.NPS)


@dataclass(frozen=True, slots=True)
class Card:
    row: Row
    answers: list[Answer]

    @property
    def response(self) -> Response:
        return self.row.response

    @property
    def said(self) -> list[tuple[str, str]]:
        return [(questions.words_of(one.question), questions.said(one)) for one in self.answers]


def answer_card(actor: Actor, pk: Any) -> Card:
    """One answer, whole, with what earlier ones like it were put down to."""
    rows: Any = Response.objects.select_related("client", "survey", "owner", "entered_by", "wave")
    response: Response = fetch(actor, rows, pk, verb="voice.see")
    named = of_responses(actor, [response.pk]).get(response.pk, [])
    row = Row(response, [theme.cause for theme in named])
    _suggest(actor, [row] if response.comment else [])
    said = Answer.objects.visible_to(actor).filter(response=response).select_related("question")
    return Card(row, list(said.order_by("question__place")))


def _suggest(actor: Actor, rows: Sequence[Row]) -> None:
    """Causes that earlier comments like these were given, of answers that the actor sees: two queries."""
    if not rows:
        return
    known = {one.pk: one for one in causes(actor)}
    memory = _memory(actor)
    for row in rows:
        had = {one.pk for one in row.causes}
        row.suggested = [
            (known[one.cause], one.alike)
            for one in memory.suggest(row.response.comment)
            if one.cause in known and one.cause not in had
        ]


def _memory(actor: Actor) -> Memory:
    themes = Theme.objects.visible_to(actor).exclude(response__comment="").order_by("-pk")
    told: dict[int, tuple[str, list[int]]] = {}
    for response, comment, cause in themes.values_list("response", "response__comment", "cause")[:REMEMBERED]:
        told.setdefault(response, (comment, []))[1].append(cause)
    return Memory(list(told.values()))


def owners_for(actor: Actor) -> list[Employee]:
    """Whose answers the actor may ask for."""
    rows = Employee.objects.filter(is_active=True).order_by("name", "pk")
    return list(rows if actor.sees_all else rows.filter(pk__in=actor.owners))
