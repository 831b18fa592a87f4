"""Reads of surveys and answers. Import from here, or from the room itself."""

from vernost.voice.selectors.answering import (
    Asked,
    answer_given,
    by_address,
    by_address_soon,
    by_secret,
    is_correctable,
    questions_of,
    said_in,
)
from vernost.voice.selectors.improvements import improvement_board, improvement_card, overdue
from vernost.voice.selectors.loop_analysis import loop_analysis
from vernost.voice.selectors.loops import (
    LoopsAsked,
    changes,
    loop_card,
    loops_of_answers,
    to_walk,
    told_late,
    waiting_loops,
    walkers,
)
from vernost.voice.selectors.surveys import Line, open_surveys, questions_of_many, survey_line, survey_list

__all__ = [
    "Asked",
    "Line",
    "LoopsAsked",
    "answer_given",
    "by_address",
    "by_address_soon",
    "by_secret",
    "changes",
    "improvement_board",
    "improvement_card",
    "is_correctable",
    "loop_analysis",
    "loop_card",
    "loops_of_answers",
    "open_surveys",
    "overdue",
    "questions_of",
    "questions_of_many",
    "said_in",
    "survey_line",
    "survey_list",
    "to_walk",
    "told_late",
    "waiting_loops",
    "walkers",
]
