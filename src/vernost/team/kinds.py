"""What team/ writes into the journal. Names of employees, the firm's own rules and sums: no client's data."""

from __future__ import annotations

from vernost.journal.kinds import N_, NothingPersonal, kind

_OWN = NothingPersonal("names of employees, rules and sums of the firm")

RULE_ADDED = kind(
    "commission.rule_added", N_("{actor} added a rule of commission: {rule}"), erasure=_OWN, audit=True
)
RULE_CHANGED = kind(
    "commission.rule_changed", N_("{actor} changed a rule of commission: {rule}"), erasure=_OWN, audit=True
)
RULE_ENDED = kind(
    "commission.rule_ended", N_("{actor} ended a rule of commission: {rule}"), erasure=_OWN, audit=True
)
MONTH_CLOSED = kind(
    "commission.month_closed",
    N_("{actor} closed the commission of {month}: {total}"),
    erasure=_OWN,
    audit=True,
)
CORRECTED = kind(
    "commission.corrected", N_("{actor} corrected the commission of {employee} by {sum}: {reason}"),
    erasure=_OWN, audit=True,
)  # fmt: skip
EXPORTED = kind(
    "commission.exported",
    N_("{actor} exported the commission of {month}: {rows} rows"),
    erasure=_OWN,
    audit=True,
)
IDEA_ADDED = kind("idea.added", N_("{actor} proposed: {idea}"), erasure=_OWN, audit=True)
IDEA_ANSWERED = kind("idea.answered", N_("{actor} answered the idea “{idea}”"), erasure=_OWN, audit=True)
IDEA_REWARDED = kind(
    "idea.rewarded", N_("{actor} rewarded {employee} for the idea “{idea}”"), erasure=_OWN, audit=True
)
IDEA_EFFECT = kind(
    "idea.effect", N_("{actor} wrote down what came of the idea “{idea}”"), erasure=_OWN, audit=True
)
COURSE_PUBLISHED = kind(
    "training.published", N_("{actor} published the course “{course}”"), erasure=_OWN, audit=True
)
COURSE_CHANGED = kind(
    "training.changed", N_("{actor} changed for whom the course “{course}” is"), erasure=_OWN, audit=True
)
PASSED = kind("training.passed", N_("{actor} passed the course “{course}”"), erasure=_OWN, audit=True)
FAILED = kind(
    "training.failed", N_("{actor} did not pass the course “{course}” yet"), erasure=_OWN, audit=True
)
WAIVED = kind(
    "training.waived",
    N_("{actor} let {employee} off the course “{course}”: {reason}"),
    erasure=_OWN,
    audit=True,
)
