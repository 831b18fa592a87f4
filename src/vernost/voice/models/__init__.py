"""Surveys, waves, invitations, responses, causes, paths of answers, improvements. Import from here."""

from vernost.voice.models.loops import (
    ENDS,
    LONGEST_WORDS,
    Improvement,
    Loop,
    Measured,
    Outcome,
    Path,
    Stage,
)
from vernost.voice.models.responses import LONGEST_COMMENT, Answer, Cause, Response, Theme
from vernost.voice.models.surveys import (
    MOST_QUESTIONS,
    Channel,
    Invitation,
    InvitationState,
    Question,
    QuestionKind,
    Survey,
    SurveyKind,
    SurveyState,
    Wave,
    WaveState,
)
from vernost.voice.models.tallies import TalliedDay, Tally, What

__all__ = [
    "ENDS",
    "LONGEST_COMMENT",
    "LONGEST_WORDS",
    "MOST_QUESTIONS",
    "Answer",
    "Cause",
    "Channel",
    "Improvement",
    "Invitation",
    "InvitationState",
    "Loop",
    "Measured",
    "Outcome",
    "Path",
    "Question",
    "QuestionKind",
    "Response",
    "Stage",
    "Survey",
    "SurveyKind",
    "SurveyState",
    "TalliedDay",
    "Tally",
    "Theme",
    "Wave",
    "WaveState",
    "What",
]
