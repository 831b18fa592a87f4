"""Birthdays, of which people often tell the day and not the year.

Such a day is kept in the year 1604: it had a 29 February, nobody alive was born in it, and address books of
others keep it so too.
"""

from __future__ import annotations

import re
from datetime import date

YEARLESS = 1604
OLDEST = 1880
_SHAPES = (
    re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4}))?\.?"),
    re.compile(r"(?:(?P<year>\d{4})-|--)(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
)


def read(text: str) -> date | None:
    """31.12.1980, 31.12, 1980-12-31 (with or without a time), --12-31; None for whatever is no birthday."""
    plain = re.split(r"[\sT]", text.strip(), maxsplit=1)[0]
    for shape in _SHAPES:
        found = shape.fullmatch(plain)
        if found:
            year = int(found["year"] or YEARLESS)
            try:
                day = date(year, int(found["month"]), int(found["day"]))
            except ValueError:
                return None
            return day if year == YEARLESS or year >= OLDEST else None
    return None


def has_year(day: date) -> bool:
    return day.year != YEARLESS


def written(day: date) -> str:
    """As it is typed and read back: 31.12.1980, or 31.12."""
    return f"{day:%d.%m.%Y}" if has_year(day) else f"{day:%d.%m}"


def iso(day: date) -> str:
    """For programs (ISO 8601): 1980-12-31, or --12-31."""
    return day.isoformat() if has_year(day) else f"--{day:%m-%d}"
