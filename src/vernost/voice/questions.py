"""Questions of a poll in the reader's language."""

from __future__ import annotations

from vernost.core.typed import in_russian
from vernost.voice.models import Answer, Question, QuestionKind


def words_of(question: Question) -> str:
    pair = (question.text_ru, question.text_en)
    first, second = pair if in_russian() else reversed(pair)
    return first or second


def choices_of(question: Question) -> list[tuple[int, str]]:
    """Every answer that can be chosen: its number and its words."""
    if question.kind == QuestionKind.CHOICE:
        first, second = ("ru", "en") if in_russian() else ("en", "ru")
        return [(n, one.get(first) or one.get(second) or "") for n, one in enumerate(question.options)]
    if question.kind == QuestionKind.SCALE:
        return [(n, str(n)) for n in range(0 if question.best == 10 else 1, question.best + 1)]
    return []


def said(answer: Answer) -> str:
    """An answer in words."""
    if answer.number is None:
        return answer.text
    return dict(choices_of(answer.question)).get(answer.number, str(answer.number))
