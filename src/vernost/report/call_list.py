"""Whom to call today: the rows of the list, and their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LENGTH = 20
WINBACK_ORDER = ("first", "must", "if_possible", "let_go")


@dataclass(frozen=True, slots=True)
class CallRow:
    """One client worth a call: lost, or slipping towards the line. Money in minor units."""

    client: str | int
    winback_class: str | None  # "first" | "must" | "if_possible" | "let_go" (rule 6.1)
    lifecycle: str  # "lost" | "slipping"
    first_purchase: date
    last_purchase: date
    purchases: int
    average_check: int
    rhythm_days: float | None
    rhythm_source: str | None  # "own" | "stated" | "segment" | "base" (rule 2.2)
    lost_line: date | None
    days_silent: int
    days_late: int  # days past the line; negative while there is time left
    profit: int  # of the last twelve months; by revenue where the file has no margin
    money_a_year: int
    revenue: int
    abc: str | None
    xyz: str | None
    purchase_days: tuple[date, ...]


def in_order(rows: Iterable[CallRow], *, length: int = LENGTH) -> list[CallRow]:
    """By win-back class, then by what the client brought; the class that is let go is never called."""
    callable_rows = [row for row in rows if row.winback_class != "let_go"]
    return sorted(callable_rows, key=_place)[:length]


def _place(row: CallRow) -> tuple[int, int, str]:
    known = row.winback_class in WINBACK_ORDER
    rank = WINBACK_ORDER.index(row.winback_class or "") if known else len(WINBACK_ORDER)
    return rank, -row.profit, str(row.client)
