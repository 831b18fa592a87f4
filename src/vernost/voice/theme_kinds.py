"""What causes behind answers write into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, EntryKind, NothingPersonal, kind

__all__ = ["CAUSES_CHANGED", "EXPORTED", "THEMED", "UNTHEMED", "EntryKind"]

_LIST = NothingPersonal("a word of the firm's own list")

THEMED = kind(
    "voice.themed", N_("{actor} named the cause of an answer: {cause}"), erasure=_LIST, timeline=True
)
UNTHEMED = kind(
    "voice.unthemed", N_("{actor} took the cause of an answer back: {cause}"), erasure=_LIST, timeline=True
)
CAUSES_CHANGED = kind(
    "voice.causes_changed",
    N_("{actor} changed the causes behind answers: {cause}"),
    erasure=_LIST,
    audit=True,
)
EXPORTED = kind(
    "voice.exported", N_("{actor} exported {rows} answers as {format}"),
    erasure=NothingPersonal("counts only"), audit=True,
)  # fmt: skip
