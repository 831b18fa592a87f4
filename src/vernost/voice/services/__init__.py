"""Every write of surveys and answers. Import from here."""

from vernost.voice.services.answering import answerer, response_correct, response_take
from vernost.voice.services.improvements import (
    improvement_begin,
    improvement_change,
    improvement_measure,
    improvement_move,
)
from vernost.voice.services.inviting import invitation_ask, invitation_send, invitation_unsent
from vernost.voice.services.loop_ending import loop_close, loop_helped, loop_led_to, loop_reopen, loop_tried
from vernost.voice.services.loop_late import loop_tell_late
from vernost.voice.services.loop_opening import loop_open
from vernost.voice.services.loop_repeating import loop_repeat
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
    "improvement_begin",
    "improvement_change",
    "improvement_measure",
    "improvement_move",
    "invitation_ask",
    "invitation_send",
    "invitation_unsent",
    "loop_close",
    "loop_helped",
    "loop_led_to",
    "loop_open",
    "loop_reopen",
    "loop_repeat",
    "loop_tell_late",
    "loop_tried",
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
