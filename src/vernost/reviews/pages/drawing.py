"""The mean of stars by month, drawn as rows of a table: a bar of the mean, and of how many."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from vernost.access.actor import Actor
from vernost.core import clock
from vernost.reviews import selectors

YEAR = timedelta(days=365)


def months(actor: Actor) -> dict[str, Any]:
    today = clock.today()
    found = selectors.by_month(actor, today - YEAR, today)
    return {"months": found, "spark": [one.mean for _month, one in found]}
