"""The score: the first page behind «Client’s voice»; and what is to be trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from vernost.access.pages import actor_of_request, allowed
from vernost.core import clock
from vernost.voice import drawing
from vernost.voice import score_wording as wording
from vernost.voice.models import Channel
from vernost.voice.pages.asked import NONE, address_of, asked_score
from vernost.voice.periods import NAMED, period_of
from vernost.voice.selectors.causes import topics
from vernost.voice.selectors.counts import OWNER
from vernost.voice.selectors.score import Part, Point, Score, Split, score


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a split as the page says it: ``narrow``: the score of it alone; ``answers``: behind it."""

    name: str
    part: Part
    picture: SafeString
    narrow: str
    answers: str


@dataclass(frozen=True, slots=True)
class Table:
    what: str
    title: Any
    lines: list[Line]
    more: int


@allowed("voice.see")
@require_GET
def voice(request: HttpRequest) -> HttpResponse:
    found = score(actor_of_request(request), asked_score(request.GET))
    return render(
        request, "voice/score.html", _context(found) if found.sum.number else {"found": found} | _frame(found)
    )


@allowed("voice.see")
@require_GET
def training(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    days = {name: request.GET[name] for name in ("period", "since", "until") if request.GET.get(name)}
    period = period_of(days, today=clock.today(), first=None)
    found = topics(actor, period)
    periods = [(name, wording.PERIODS[name]) for name in NAMED if name != "all"]
    return render(request, "voice/training.html", {"topics": found, "period": period, "periods": periods})


def _context(found: Score) -> dict[str, Any]:
    weeks, months = _names(found.weeks, week=True), _names(found.months, week=False)
    context = _frame(found) | {
        "found": found,
        "band": wording.BANDS.get(found.band, ""),
        "band_tone": wording.BAND_TONES.get(found.band, ""),
        "to_do": wording.TO_DO.get(found.band, ""),
        "tables": [_table(found, one) for one in found.splits],
        "weeks": list(zip(weeks, found.weeks, strict=True)),
        "months": list(zip(months, found.months, strict=True)),
        "causes": [(one, _answers(found, cause=one.cause.pk)) for one in found.causes],
        "improve": _address("improvement_add"),
    }
    if not found.is_poll:
        context["distribution"] = [drawing.distribution(found, narrow=narrow) for narrow in (False, True)]
        context["week_trend"] = _trend(found, found.weeks, weeks)
        context["month_trend"] = _trend(found, found.months, months)
    return context


def _frame(found: Score) -> dict[str, Any]:
    """What stands around the numbers, also where there are none."""
    periods = [
        (wording.PERIODS[name], _score(found, keep_days=False, period=name), found.period.name == name)
        for name in NAMED
    ]
    return {
        "periods": periods,
        "answers": _answers(found),
        "guessed": _answers(found, guesses=1),
        "chips": _chips(found),
        "hidden": _address_of_hidden(found),
        "kinds": [(name, _answers(found, kind=name), words) for name, words in wording.KIND_WORDS.items()],
    }


def _trend(found: Score, points: Sequence[Point], names: Sequence[str]) -> list[SafeString]:
    few = points[-12:], names[-12:]
    return [drawing.trend(found, points, names), drawing.trend(found, *few, narrow=True)]


def _names(points: Sequence[Point], *, week: bool) -> list[str]:
    say = wording.tongue()
    return [wording.short_day(one.begins) if week else say.month(one.begins, short=True) for one in points]


def _table(found: Score, split: Split) -> Table:
    lines = []
    for part in split.parts:
        name = "manager" if split.what == OWNER else split.what
        key = NONE if part.key in ("", None) else part.key
        more: dict[str, Any] = {} if split.what == OWNER and part.key is None else {name: key}
        lines.append(
            Line(
                _name(split.what, part), part, drawing.whisker(part) if found.is_nps else SafeString(""),
                _score(found, **more) if more else "", _answers(found, **more) if more else "",
            )
        )  # fmt: skip
    return Table(split.what, wording.SPLITS[split.what], lines, split.more)


def _name(what: str, part: Part) -> str:
    if what == "channel":
        return str(dict(Channel.choices).get(part.key, part.key))
    return part.name or str(wording.UNKNOWN[what])


def _chips(found: Score) -> list[tuple[str, str]]:
    """What the score is narrowed by: its words, and the address without it."""
    said, chips = address_of(found.narrowed), []
    for name, value in said.items():
        words = value
        if name == "manager":
            owners = next((one for one in found.splits if one.what == OWNER), None)
            words = next((one.name for one in owners.parts if str(one.key) == value), "") if owners else ""
        elif name == "channel":
            words = str(dict(Channel.choices).get(value, value))
        elif value == NONE:
            words = str(wording.UNKNOWN[name])
        rest = {key: one for key, one in said.items() if key != name}
        chips.append((words or value, _joined("voice", rest | _kept(found))))
    return chips


def _kept(found: Score) -> dict[str, Any]:
    survey = {"survey": found.survey.pk} if found.survey else {}
    return survey | found.period.query


def _score(found: Score, *, keep_days: bool = True, **more: Any) -> str:
    kept = _kept(found) if keep_days else {"survey": found.survey.pk} if found.survey else {}
    return _joined("voice", address_of(found.narrowed) | kept | more)


def _answers(found: Score, **more: Any) -> str:
    days = {"since": found.period.since.isoformat(), "until": found.period.until.isoformat()}
    survey = {"survey": found.survey.pk} if found.survey else {}
    return _joined("voice_answers", address_of(found.narrowed) | survey | days | more)


def _joined(name: str, query: dict[str, Any]) -> str:
    return f"{reverse(name)}?{urlencode(query)}"


def _address_of_hidden(found: Score) -> dict[str, str]:
    """For the form of days: everything else of the address."""
    survey = {"survey": str(found.survey.pk)} if found.survey else {}
    return survey | address_of(found.narrowed)


def _address(name: str) -> str:
    """A page that another part brings; empty until it is there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
