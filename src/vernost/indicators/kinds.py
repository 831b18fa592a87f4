"""What indicators/ writes into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, NothingPersonal, kind

AIMED = kind(
    "indicator.aimed", N_("{actor} set what the firm wants of indicator {indicator}"),
    erasure=NothingPersonal("numbers of the firm and names of employees only"), audit=True,
)  # fmt: skip
EXPORTED = kind(
    "indicator.exported", N_("{actor} took indicators as a file"),
    erasure=NothingPersonal("sums of the firm only"), audit=True,
)  # fmt: skip
