"""What a client's form says: read leniently, refused kindly, every word kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vernost.core.errors import Text
from vernost.voice import wording
from vernost.voice.models import LONGEST_COMMENT, Question, QuestionKind, Survey
from vernost.voice.rules import Said, scale_numbers


@dataclass(frozen=True, slots=True)
class Line:
    """A question of a poll with what was said to it and what is wrong."""

    question: Question
    said: Said | None
    wrong: Text = ""

    @property
    def name(self) -> str:
        return f"q{self.question.place}"

    @property
    def text(self) -> str:
        return wording.own(self.question, "text")

    @property
    def numbers(self) -> range:
        best = self.question.best
        return range(0 if best == 10 else 1, best + 1)

    @property
    def options(self) -> list[tuple[int, str]]:
        return [(place, wording.option_text(one)) for place, one in enumerate(self.question.options)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form as it is shown: the first question, the second, the lines of a poll."""

    survey: Survey
    score: int | None = None
    comment: str = ""
    lines: tuple[Line, ...] = ()
    wrong: Mapping[str, Any] = field(default_factory=dict)

    @property
    def general(self) -> list[Text]:
        """What is wrong with the whole: with no question in particular."""
        return list(self.wrong.get("", ()))

    @property
    def numbers(self) -> Any:
        return scale_numbers(self.survey.kind)

    @property
    def asks(self) -> str:
        return wording.asks(self.survey)

    @property
    def why(self) -> str:
        return wording.why(self.survey, self.score)

    @property
    def ends(self) -> tuple[str, str]:
        return wording.ends(self.survey)


def number(text: str | None) -> int | None:
    """A whole number, or none: «9», never «1e1» or a number too long for any scale."""
    told = (text or "").strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) < 4 else None


def offered(survey: Survey, text: str | None) -> int | None:
    """The number that a link of a letter marks; anything off the scale marks nothing."""
    told = number(text)
    return told if told in scale_numbers(survey.kind) else None


def answers(posted: Mapping[str, Any], questions: list[Question]) -> list[Said]:
    found = []
    for question in questions:
        told = str(posted.get(f"q{question.place}", ""))
        if question.kind == QuestionKind.TEXT:
            found.append(Said(question_id=question.pk, text=told))
        elif told:
            given = number(told)
            found.append(Said(question_id=question.pk, number=-1 if given is None else given))
    return found


def lines(
    questions: list[Question], said: Mapping[int, Said], wrong: Mapping[str, Any] | None = None
) -> tuple[Line, ...]:
    refused = wrong or {}
    return tuple(
        Line(one, _kept(said.get(one.pk)), " ".join(str(text) for text in refused.get(f"q{one.place}", ())))
        for one in questions
    )


def _kept(said: Said | None) -> Said | None:
    """What is written back into the form: of two megabytes the part that may stay."""
    if said is None or len(said.text) <= LONGEST_COMMENT:
        return said
    return Said(question_id=said.question_id, number=said.number, text=said.text[:LONGEST_COMMENT])
