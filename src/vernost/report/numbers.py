"""Numbers as JSON tells them."""

from __future__ import annotations

import math

SHARE_DIGITS = 6


def money(minor: int | float | None) -> float | int | None:
    """Minor units as units of the currency: exact to two decimals, whole where it is whole."""
    if minor is None:
        return None
    units = round(minor) / 100
    return int(units) if units.is_integer() else units


def rounded(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, SHARE_DIGITS)
