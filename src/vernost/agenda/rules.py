"""Pure decisions about promises, days and birthdays."""

from __future__ import annotations

from datetime import date

from vernost.agenda.models import Kept


def settled(*, kept: bool, due_on: date, today: date) -> Kept:
    """Kept on its day or before; late after it (rule 5.2)."""
    if not kept:
        return Kept.BROKEN
    return Kept.KEPT if today <= due_on else Kept.LATE


def share_kept(*, kept: int, late: int, broken: int, overdue: int) -> float | None:
    """Of the promises whose day has come, the share kept on it (rule 5.2); none came, no share."""
    whole = kept + late + broken + overdue
    return kept / whole if whole else None


def birthday_in(born: date, year: int) -> date:
    """The 29th of February is kept on the 1st of March of a plain year: a day too early brings bad luck."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def next_birthday(born: date, today: date) -> date:
    this = birthday_in(born, today.year)
    return this if this >= today else birthday_in(born, today.year + 1)
