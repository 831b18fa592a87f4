"""What winback/ writes into the journal. Anonymous answers are written nowhere."""

from __future__ import annotations

from vernost.journal.kinds import N_, Blank, NothingPersonal, kind

_CODES = NothingPersonal("numbers and words of our own lists")
_LISTS = NothingPersonal("the firm's own lists")

PLANNED = kind(
    "winback.planned", N_("{actor} made a plan to win them back: {offer}"), erasure=Blank("offer"),
    timeline=True,
)  # fmt: skip
STEPPED = kind("winback.stepped", N_("Winning back, {step}: {answer}"), erasure=Blank("note"), timeline=True)
RETURNED = kind("winback.returned", N_("Came back while being won back"), erasure=_CODES, timeline=True)
ENDED = kind("winback.ended", N_("Winning back is over: {how}"), erasure=Blank("note"), timeline=True)
LET_GO = kind("winback.let_go", N_("{actor} let the client go: {why}"), erasure=Blank("why"), timeline=True)
TAKEN_BACK = kind(
    "winback.taken_back", N_("{actor} took back that the client was let go"), erasure=_CODES, timeline=True
)
REASON_SAID = kind(
    "winback.reason_said", N_("{actor} wrote down why they left: {reason}"), erasure=Blank("note"),
    timeline=True,
)  # fmt: skip
REASON_CONFIRMED = kind(
    "winback.reason_confirmed", N_("{actor} confirmed the real reason: {reason}"), erasure=_CODES,
    timeline=True,
)  # fmt: skip
ROUND_STARTED = kind(
    "winback.round_started", N_("{actor} began a round of winning back: {round}"), erasure=_LISTS, audit=True
)
ROUND_CALLED_OFF = kind(
    "winback.round_called_off", N_("{actor} called a round of winning back off: {round}"), erasure=_LISTS,
    audit=True,
)  # fmt: skip
REASONS_CHANGED = kind(
    "winback.reasons_changed", N_("{actor} changed the reasons why clients leave: {reason}"), erasure=_LISTS,
    audit=True,
)  # fmt: skip
TEMPLATE_CHANGED = kind(
    "winback.template_changed", N_("{actor} changed a template of winning back: {template}"), erasure=_LISTS,
    audit=True,
)  # fmt: skip
ASKING_CHANGED = kind(
    "winback.asking_changed", N_("{actor} opened or closed: {question}"), erasure=_LISTS, audit=True
)
