"""Background work: the books of commission are kept up to the minute."""

from __future__ import annotations

from datetime import timedelta

from vernost.core.jobs import sweep
from vernost.team.services.books import read_books


@sweep("commission", every=timedelta(minutes=1))
def keep_the_books() -> int:
    return read_books()
