"""What voice/ writes into the journal. Words of a client are in none of it: they stand with their answer."""

from __future__ import annotations

from vernost.journal.kinds import N_, NothingPersonal, kind

_SCORE = NothingPersonal("a number and the name of our own survey")
_OURS = NothingPersonal("the firm's own survey")

# data of the first three: survey (its name), survey_id, response, score (or None), said («9 of 10»),
# kind: critic | passive | promoter, empty in a poll.
ANSWERED = kind(
    "voice.answered", N_("The client answered the survey “{survey}”: {said}"), erasure=_SCORE, timeline=True
)
CORRECTED = kind(
    "voice.corrected", N_("The client corrected their answer to “{survey}”: {said}"), erasure=_SCORE,
    timeline=True,
)  # fmt: skip
GUESSED = kind(
    "voice.guessed", N_("{actor} supposes an answer to “{survey}”: {said}"), erasure=_SCORE, timeline=True
)
ASKED = kind(
    "voice.asked", N_("The client was asked by the survey “{survey}”"), erasure=_SCORE, timeline=True
)
SURVEY_CHANGED = kind(
    "voice.survey_changed", N_("{actor} changed the survey “{survey}”"), erasure=_OURS, audit=True
)
SURVEY_STATE = kind(
    "voice.survey_state", N_("{actor}, survey “{survey}”: {state}"), erasure=_OURS, audit=True
)
WAVE = kind("voice.wave", N_("{actor}, wave “{wave}”: {state}"), erasure=_OURS, audit=True)
