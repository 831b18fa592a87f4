"""Every write of surveys and answers. Import from here."""

from vernost.voice.services.answering import answerer, response_correct, response_take
from vernost.voice.services.surveys import (
    survey_change,
    survey_close,
    survey_delete,
    survey_make,
    survey_open,
)

__all__ = [
    "answerer",
    "response_correct",
    "response_take",
    "survey_change",
    "survey_close",
    "survey_delete",
    "survey_make",
    "survey_open",
]
