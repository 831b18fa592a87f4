"""The causes that come with the program, put into the base once."""

from __future__ import annotations

from typing import Any

from vernost.complaints.words import CAUSES
from vernost.core import shipped


def ship(using: str = "default", **kwargs: Any) -> None:
    from vernost.complaints.models import Cause

    shipped.ship(Cause, shipped.in_order(CAUSES), using)
