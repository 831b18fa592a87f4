"""What the closed loop and improvements write into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, Blank, NothingPersonal, kind

_SCORE = NothingPersonal("a path and an outcome out of our own lists")
_OURS = NothingPersonal("the firm's own improvement, with no word of a client")

# data: path, outcome (both as they are kept), said (as people read it)
MOVED = kind("voice.loop_moved", N_("The answer was corrected: {said}"), erasure=_SCORE, timeline=True)
LATE = kind(
    "voice.loop_late", N_("Nobody has called the critic in time: the head was told"), erasure=_SCORE,
    timeline=True,
)  # fmt: skip
CLOSED = kind(
    "voice.loop_closed", N_("{actor}, after the answer to the survey: {said}. {text}"), erasure=Blank("text"),
    timeline=True,
)  # fmt: skip
REOPENED = kind(
    "voice.loop_reopened", N_("{actor}: what follows from the answer is open again"), erasure=_SCORE,
    timeline=True,
)  # fmt: skip
REPEATED = kind(
    "voice.loop_repeated", N_("Asked again after help, the client gives {after} of 10; it was {before}"),
    erasure=_SCORE, timeline=True,
)  # fmt: skip

IMPROVEMENT_BEGUN = kind(
    "voice.improvement_begun", N_("{actor} began the improvement “{improvement}”"), erasure=_OURS, audit=True
)
IMPROVEMENT_CHANGED = kind(
    "voice.improvement_changed", N_("{actor} changed the improvement “{improvement}”"), erasure=_OURS,
    audit=True,
)  # fmt: skip
IMPROVEMENT_MOVED = kind(
    "voice.improvement_moved", N_("{actor}, improvement “{improvement}”: {stage}"), erasure=_OURS, audit=True
)
IMPROVEMENT_MEASURED = kind(
    "voice.improvement_measured", N_("{actor}, improvement “{improvement}”: measured {value}"), erasure=_OURS,
    audit=True,
)  # fmt: skip
IMPROVEMENT_CLOSED = kind(
    "voice.improvement_closed", N_("{actor} closed the improvement “{improvement}”: {before} → {after}"),
    erasure=_OURS, audit=True,
)  # fmt: skip
