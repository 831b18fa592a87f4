"""Every write of surveys and answers. Import from here."""

from vernost.voice.services.answering import answerer, response_correct, response_take
from vernost.voice.services.inviting import invitation_ask, invitation_send, invitation_unsent
from vernost.voice.services.surveys import (
    survey_change,
    survey_close,
    survey_delete,
    survey_make,
    survey_open,
)
from vernost.voice.services.waves import wave_begin, wave_end, wave_make, wave_prepare, wave_stop

__all__ = [
    "answerer",
    "invitation_ask",
    "invitation_send",
    "invitation_unsent",
    "response_correct",
    "response_take",
    "survey_change",
    "survey_close",
    "survey_delete",
    "survey_make",
    "survey_open",
    "wave_begin",
    "wave_end",
    "wave_make",
    "wave_prepare",
    "wave_stop",
]
