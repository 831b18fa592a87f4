"""What standards/ writes into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, Blank, NothingPersonal, kind

_OURS = NothingPersonal("the firm's own standards and names of employees")

SAVED = kind("standard.saved", N_("{actor} saved the standard “{standard}”"), erasure=_OURS, audit=True)
RETIRED = kind(
    "standard.retired",
    N_("{actor} took the standard “{standard}” in or out of use"),
    erasure=_OURS,
    audit=True,
)
RIVAL = kind(
    "standard.rival", N_("{actor} wrote down what competitors do about “{standard}”"), erasure=_OURS,
    audit=True,
)  # fmt: skip
PLANNED = kind("standard.check_planned", N_("{actor} planned a check: {check}"), erasure=_OURS, audit=True)
CHECKED = kind("standard.checked", N_("{actor} made a check: {check}"), erasure=_OURS, audit=True)
BROKEN = kind(
    "standard.broken", N_("A standard was not kept: {standard}. {what}"), erasure=Blank("what"), timeline=True
)
SETTLED = kind(
    "standard.settled", N_("{actor} dealt with a breach of the standard “{standard}”"), erasure=Blank("note"),
    timeline=True,
)  # fmt: skip
