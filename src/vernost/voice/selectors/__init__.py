"""Reads of surveys and answers. Import from here, or from the room itself."""

from vernost.voice.selectors.answering import (
    Asked,
    answer_given,
    by_address,
    by_secret,
    is_correctable,
    questions_of,
    said_in,
)
from vernost.voice.selectors.surveys import Line, open_surveys, survey_list

__all__ = [
    "Asked",
    "Line",
    "answer_given",
    "by_address",
    "by_secret",
    "is_correctable",
    "open_surveys",
    "questions_of",
    "said_in",
    "survey_list",
]
