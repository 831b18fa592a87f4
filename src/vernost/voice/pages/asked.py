"""Filters of scores and answers out of an address. What cannot be read asks nothing; all of it combines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from vernost.access.fetch import BIGGEST_KEY
from vernost.core.typed import day_or_none, typed_day
from vernost.voice.models import Channel
from vernost.voice.score_wording import PERIODS, UNKNOWN
from vernost.voice.scoring import KINDS
from vernost.voice.selectors.answers import AskedAnswers
from vernost.voice.selectors.counts import Narrowed
from vernost.voice.selectors.score import AskedScore

NONE = "-"  # «without a segment», as an address says it
DAYS = ("period", "since", "until")
LONGEST = 200


def asked_score(query: Mapping[str, str]) -> AskedScore:
    return AskedScore(survey=whole(query, "survey"), days=_days(query), narrowed=_narrowed(query))


def asked_answers(query: Mapping[str, str]) -> AskedAnswers:
    kind, comment = query.get("kind", ""), query.get("comment", "")
    cause = 0 if query.get("cause") == NONE else whole(query, "cause")
    return AskedAnswers(
        survey=whole(query, "survey"),
        kind=kind if kind in KINDS else "",
        score=_score(query),
        cause=cause,
        comment=comment if comment in ("with", "without") else "",
        guesses=query.get("guesses") == "1",
        days=_days(query),
        narrowed=_narrowed(query),
    )


def address_of(narrowed: Narrowed, **more: Any) -> dict[str, str]:
    """The same filters as an address says them."""
    said = {name: value or NONE for name, value in narrowed.by_answers.items()}
    if narrowed.owner is not None:
        said["manager"] = str(narrowed.owner)
    return said | {name: str(value) for name, value in more.items() if value not in (None, "")}


def kept(asked: AskedAnswers) -> list[tuple[str, str, str]]:
    """What the list is narrowed by that no field of it says: name, value, words of a chip."""
    said = [(name, value, value) for name, value in asked.days.items() if name == "period"]
    said = [(name, value, str(PERIODS.get(value, value))) for name, value, _words in said]
    for name, words in (("since", _("from {day}")), ("until", _("until {day}"))):
        if day := day_or_none(asked.days.get(name, "")):
            said.append((name, day.isoformat(), words.format(day=typed_day(day))))
    if asked.score is not None:
        said.append(("score", str(asked.score), _("score {score}").format(score=asked.score)))
    if asked.guesses:
        said.append(("guesses", "1", _("guesses of employees")))
    for name, value in asked.narrowed.by_answers.items():
        if name != "channel":
            said.append((name, value or NONE, value or str(UNKNOWN[name])))
    return said


def whole(query: Mapping[str, str], name: str) -> int | None:
    """A key: digits alone, and no more than a column holds."""
    text = query.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 19:
        return None
    return int(text) if 0 < int(text) <= BIGGEST_KEY else None


def _score(query: Mapping[str, str]) -> int | None:
    text = query.get("score", "")
    return int(text) if text in {str(n) for n in range(11)} else None


def _narrowed(query: Mapping[str, str]) -> Narrowed:
    channel = _text(query, "channel")
    return Narrowed(
        owner=whole(query, "manager"),
        channel=channel if channel in Channel.values else None,
        segment=_text(query, "segment"),
        abc=_text(query, "abc"),
        product=_text(query, "product"),
    )


def _text(query: Mapping[str, str], name: str) -> str | None:
    text = query.get(name, "")
    if not text or "\x00" in text or len(text) > LONGEST:
        return None
    return "" if text == NONE else text


def _days(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query[name] for name in DAYS if query.get(name)}
