"""What complaints/ writes into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, Blank, NothingPersonal, kind

_CODES = NothingPersonal("a number of the case and words of our own lists")
_TEXT = Blank("text")

TAKEN = kind(
    "complaint.taken", N_("{actor} took a complaint, case {case}: {text}"), erasure=_TEXT, timeline=True
)
STEPPED = kind("complaint.stepped", N_("{actor}, case {case}: {step}"), erasure=_CODES, timeline=True)
TOLD = kind(
    "complaint.told", N_("{actor} told the client, case {case}: {text}"), erasure=_TEXT, timeline=True
)
HEARD = kind("complaint.heard", N_("The client said, case {case}: {text}"), erasure=_TEXT, timeline=True)
NOTED = kind("complaint.noted", N_("{actor} noted, case {case}: {text}"), erasure=_TEXT, timeline=True)
PAUSED = kind("complaint.paused", N_("Case {case} waits: the client thinks"), erasure=_CODES, timeline=True)
RESUMED = kind("complaint.resumed", N_("Case {case} goes on"), erasure=_CODES, timeline=True)
CONFIRMED = kind(
    "complaint.confirmed", N_("Case {case} is settled, the client confirmed"), erasure=_CODES, timeline=True
)
REOPENED = kind("complaint.reopened", N_("Case {case} is open again"), erasure=_CODES, timeline=True)
HANDED = kind(
    "complaint.handed", N_("{actor} made {responsible} responsible for case {case}"), erasure=_CODES,
    timeline=True,
)  # fmt: skip
DEADLINE_BROKEN = kind(
    "complaint.deadline_broken", N_("The deadline of case {case} is broken: the head was told"),
    erasure=_CODES, timeline=True,
)  # fmt: skip
SILENT = kind(
    "complaint.silent", N_("The client of case {case} hears nothing: the head was told"), erasure=_CODES,
    timeline=True,
)  # fmt: skip
MONEY_ASKED = kind(
    "complaint.money_asked", N_("{actor} asked to approve a compensation in case {case}"), erasure=_CODES,
    timeline=True, audit=True,
)  # fmt: skip
MONEY_DECIDED = kind(
    "complaint.money_decided", N_("{actor} decided on the compensation in case {case}"), erasure=_CODES,
    timeline=True, audit=True,
)  # fmt: skip
CHANGED = kind(
    "complaint.changed", N_("{actor} wrote down facts of case {case}"), erasure=Blank("facts"), timeline=True
)
CAUSES_CHANGED = kind(
    "complaint.causes_changed", N_("{actor} changed the causes of complaints: {cause}"),
    erasure=NothingPersonal("the firm's own list"), audit=True,
)  # fmt: skip
AUTHORITY_SET = kind(
    "complaint.authority_set", N_("{actor} set what {employee} settles alone"),
    erasure=NothingPersonal("names of employees only"), audit=True,
)  # fmt: skip
