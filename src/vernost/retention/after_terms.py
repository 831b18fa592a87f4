"""The firm moved one of its thresholds: whoever is measured by it is measured anew."""

from __future__ import annotations

from vernost.core import jobs, terms
from vernost.retention.services import SWEEP
from vernost.retention.terms import NAMES


def listen() -> None:
    terms.watch(_anew)


def _anew(changed: frozenset[str]) -> None:
    if changed & NAMES:
        jobs.wake(SWEEP)
