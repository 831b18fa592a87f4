"""The standards and the causes that come with the program, put into the base once."""

from __future__ import annotations

from typing import Any

from vernost.core import shipped
from vernost.standards.words import CAUSES

STANDARDS: dict[str, dict[str, Any]] = {
    "rings": {"place": 1, "measure": "hand", "target": 95, "way": "call"},
    "letter": {"place": 2, "measure": "letter", "target": 90, "way": "letter"},
    "request": {"place": 3, "measure": "request", "target": 90, "way": "call"},
    "delivery": {"place": 4, "measure": "delivery", "target": 95, "way": "order"},
    "promise": {"place": 5, "measure": "promise", "target": 98, "way": "visit"},
}


def ship(using: str = "default", **kwargs: Any) -> None:
    from vernost.standards.models import BreachCause, Standard

    shipped.ship(Standard, STANDARDS, using)
    shipped.ship(BreachCause, shipped.in_order(CAUSES), using)
