"""Background work: what is kept for the watch alone is forgotten."""

from __future__ import annotations

from datetime import timedelta

from vernost.core.jobs import sweep
from vernost.journal import watch


@sweep("looks_forgotten", every=timedelta(days=1))
def forget_old_looks() -> int:
    return watch.looks_forget()
