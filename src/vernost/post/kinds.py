"""What post/ writes into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, Blank, NothingPersonal, kind

_SUBJECT = Blank("subject")
WRITTEN = kind("letter.written", N_("{actor} wrote a letter: {subject}"), erasure=_SUBJECT, timeline=True)
SENT = kind("letter.sent", N_("The letter was sent: {subject}"), erasure=_SUBJECT, timeline=True)
REFUSED = kind(
    "letter.refused", N_("The letter was held back: {subject}. {why}"), erasure=_SUBJECT, timeline=True
)
FAILED = kind(
    "letter.failed", N_("The letter was not delivered: {subject}. {why}"), erasure=_SUBJECT, timeline=True
)
CANCELLED = kind(
    "letter.cancelled", N_("{actor} cancelled the letter: {subject}"), erasure=_SUBJECT, timeline=True
)
AGAIN = kind("letter.again", N_("{actor} sends the letter again: {subject}"), erasure=_SUBJECT, timeline=True)
LEFT = kind(
    "letter.left",
    N_("The client unsubscribed from letters with offers, by the link in a letter"),
    erasure=NothingPersonal("that they left, and when: it is kept so that nobody writes to them"),
    timeline=True,
)
FREED = kind(
    "letter.address_freed",
    N_("{actor} says that the client’s address works again"),
    erasure=NothingPersonal("that an address works, not which"),
    timeline=True,
)
REPLIED = kind(
    "letter.replied", N_("The client answered by letter: {subject}"), erasure=_SUBJECT, timeline=True
)
ANSWERED_BY_MACHINE = kind(
    "letter.answered_by_machine", N_("An automatic answer came: {subject}"), erasure=_SUBJECT, timeline=True
)
