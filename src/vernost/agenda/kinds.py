"""What agenda/ writes into the journal."""

from __future__ import annotations

from vernost.agenda.models import Began, Channel
from vernost.journal.kinds import N_, Blank, EntryKind, NothingPersonal, kind

_TEXT = Blank("text")
_WE, _THEY = Began.WE, Began.THEY
# A sentence each: a language may need another verb for every one of them.
CONTACTED: dict[tuple[str, str], EntryKind] = {
    (Channel.CALL, _WE): kind("contact.call_we", N_("{actor} called: {text}"), erasure=_TEXT, timeline=True),
    (Channel.CALL, _THEY): kind(
        "contact.call_they", N_("The client called, {actor} answered: {text}"), erasure=_TEXT, timeline=True
    ),
    (Channel.LETTER, _WE): kind(
        "contact.letter_we", N_("{actor} sent a letter: {text}"), erasure=_TEXT, timeline=True
    ),
    (Channel.LETTER, _THEY): kind(
        "contact.letter_they",
        N_("The client sent a letter, {actor} read it: {text}"),
        erasure=_TEXT,
        timeline=True,
    ),
    (Channel.MEETING, _WE): kind(
        "contact.meeting_we", N_("{actor} went to a meeting: {text}"), erasure=_TEXT, timeline=True
    ),
    (Channel.MEETING, _THEY): kind(
        "contact.meeting_they", N_("The client came, {actor} was there: {text}"), erasure=_TEXT, timeline=True
    ),
    (Channel.CHAT, _WE): kind(
        "contact.chat_we", N_("{actor} wrote in a chat: {text}"), erasure=_TEXT, timeline=True
    ),
    (Channel.CHAT, _THEY): kind(
        "contact.chat_they",
        N_("The client wrote in a chat, {actor} answered: {text}"),
        erasure=_TEXT,
        timeline=True,
    ),
}

PROMISED = kind("promise.made", N_("{actor} promised by {day}: {text}"), erasure=_TEXT, timeline=True)
KEPT = kind("promise.kept", N_("{actor}: the promise is kept: {text}"), erasure=_TEXT, timeline=True)
KEPT_LATE = kind(
    "promise.late", N_("{actor}: the promise is kept after its day: {text}"), erasure=_TEXT, timeline=True
)
BROKEN = kind("promise.broken", N_("{actor}: the promise is broken: {text}"), erasure=_TEXT, timeline=True)
PROMISE_PUT_OFF = kind(
    "promise.put_off",
    N_("{actor} will come back to the promise on {day}: {text}"),
    erasure=_TEXT,
    timeline=True,
)

PROMISE_REOPENED = kind(
    "promise.reopened", N_("{actor}: the promise is open again: {text}"), erasure=_TEXT, timeline=True
)

STEP_SET = kind("step.set", N_("{actor} set the next step for {day}: {text}"), erasure=_TEXT, timeline=True)
STEP_DONE = kind("step.done", N_("{actor} did the next step: {text}"), erasure=_TEXT, timeline=True)
STEP_DROPPED = kind(
    "step.dropped", N_("{actor} said that the next step is not needed: {text}"), erasure=_TEXT, timeline=True
)
STEP_PUT_OFF = kind(
    "step.put_off", N_("{actor} put the next step off to {day}: {text}"), erasure=_TEXT, timeline=True
)
STEP_REOPENED = kind(
    "step.reopened", N_("{actor}: the next step is open again: {text}"), erasure=_TEXT, timeline=True
)

_KEY = NothingPersonal("that an employee has an address of their calendar, not which")
CALENDAR_OPENED = kind(
    "calendar.opened", N_("{actor} made a secret address of their calendar"), erasure=_KEY, audit=True
)
CALENDAR_CLOSED = kind(
    "calendar.closed", N_("{actor} ended the secret address of their calendar"), erasure=_KEY, audit=True
)

_CAUSE = NothingPersonal("the name of a reminder, with no day and no word of the client")
CAUSE_DONE = kind("cause.done", N_("{actor} did what Today reminded of"), erasure=_CAUSE, timeline=True)
CAUSE_PUT_OFF = kind(
    "cause.put_off", N_("{actor} put off to {day} what Today reminded of"), erasure=_CAUSE, timeline=True
)
CAUSE_DROPPED = kind(
    "cause.dropped",
    N_("{actor} said that what Today reminded of is not needed"),
    erasure=_CAUSE,
    timeline=True,
)
CAUSE_REOPENED = kind(
    "cause.reopened",
    N_("{actor} took back the answer to what Today reminded of"),
    erasure=_CAUSE,
    timeline=True,
)
