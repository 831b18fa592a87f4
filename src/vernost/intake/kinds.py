"""What intake/ writes into the journal. No word of what was asked, and no name: they stand in the request."""

from __future__ import annotations

from vernost.intake.models import Channel
from vernost.journal.kinds import N_, EntryKind, NothingPersonal, kind

_NAMELESS = NothingPersonal("that it happened, and names of employees")

# A sentence each: a language may need another verb for every one of them.
_RECEIVED = {
    Channel.FORM: N_("A request came by the form on the site"),
    Channel.EMAIL: N_("A request came by e-mail"),
    Channel.PHONE: N_("{actor} wrote down a request by phone"),
    Channel.CHAT: N_("{actor} wrote down a request from a chat"),
    Channel.HAND: N_("{actor} wrote down a request made in person"),
    Channel.API: N_("A request came from another program"),
}
RECEIVED: dict[str, EntryKind] = {
    channel: kind(f"request.{channel}", text, erasure=_NAMELESS, timeline=True)
    for channel, text in _RECEIVED.items()
}
ASSIGNED = kind("request.assigned", N_("The request goes to {employee}"), erasure=_NAMELESS, timeline=True)
TAKEN = kind("request.taken", N_("{actor} took the request"), erasure=_NAMELESS, timeline=True)
ANSWERED = kind(
    "request.answered",
    N_("{actor} answered the request; working minutes since it came: {minutes}"),
    erasure=_NAMELESS,
    timeline=True,
)
CLOSED = kind("request.closed", N_("{actor} closed the request"), erasure=_NAMELESS, timeline=True)
SPAM = kind("request.spam", N_("{actor} said that the request is spam"), erasure=_NAMELESS, timeline=True)
REOPENED = kind("request.reopened", N_("{actor} opened the request again"), erasure=_NAMELESS, timeline=True)
TIED = kind("request.tied", N_("{actor} tied a request to this client"), erasure=_NAMELESS, timeline=True)
ESCALATED = kind(
    "request.escalated",
    N_("The request was not answered in time: its head has been told"),
    erasure=_NAMELESS,
    timeline=True,
)
DESK_CHANGED = kind(
    "request.desk", N_("{actor} changed how requests are given out"), erasure=_NAMELESS, audit=True
)
FORM_SAVED = kind("request.form_saved", N_("{actor} saved the form “{form}”"), erasure=_NAMELESS, audit=True)
