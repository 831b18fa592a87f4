"""Why a client was not asked: kept with each invitation, said where people read it."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from vernost.core.errors import Text
from vernost.post import reasons as post

PAUSE = "asked_lately"
GONE = post.GONE
SURVEY_CLOSED = "survey_closed"
STOPPED = "wave_stopped"
WORDS: dict[str, Text] = {
    PAUSE: pgettext_lazy("not asked", "asked by a survey not long ago"),
    SURVEY_CLOSED: pgettext_lazy("not asked", "the survey was closed"),
    STOPPED: pgettext_lazy("not asked", "the wave was stopped"),
}


def words(code: str) -> Text:
    return WORDS.get(code) or post.words(code)
