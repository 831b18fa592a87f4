"""Surveys, waves, invitations, responses, causes. Import from here."""

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
    "LONGEST_COMMENT",
    "MOST_QUESTIONS",
    "Answer",
    "Cause",
    "Channel",
    "Invitation",
    "InvitationState",
    "Question",
    "QuestionKind",
    "Response",
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
