"""The one pass over a file: every row typed, with the code of the reason why it is not accepted, if any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from vernost.files.problems import REASONS, SKIPS
from vernost.files.reading import Reading
from vernost.files.sources import Source

# The code of a row in the staged table: its reason's place, from 1; what is left out without blame, from 100.
CODES = {reason: number for number, reason in enumerate(REASONS, start=1)}
CODES |= {skip: number for number, skip in enumerate((*SKIPS, "blank"), start=100)}
_FIRST, _ONE = date(1900, 1, 1), timedelta(days=1)
NAMES = {number: reason for reason, number in CODES.items()}


@dataclass(frozen=True, slots=True)
class Days:
    """The days that bound a log: after ``latest`` is the future, rows after a bound are left out."""

    today: date
    until: date | None = None
    as_of: date | None = None

    @property
    def latest(self) -> date:
        return max(self.today, self.as_of) if self.as_of else self.today

    def skip(self, name: str) -> date | None:
        """The last day that the skip ``name`` keeps."""
        return {"after_until": self.until, "after_as_of": self.as_of}.get(name)


def statement(source: Source, reading: Reading, days: Days) -> str:
    """SQL that makes ``staged``: client, at, amount, refund, the file's extras, and ``code``."""
    inner = {"client": reading.client, "day": reading.at, "paid": reading.amount, **reading.extras}
    inner["marked"] = " OR ".join(reading.refund)
    inner |= {
        "cancelled": reading.cancelled or "",
        "refunded": reading.refunded or "",
        "whole": source.whole,
        "quantity": reading.quantity or "",
        "never": reading.never or "",
        "blank": source.blank,
        "at_raw": reading.at_raw,
        "paid_raw": reading.amount_raw,
        "quantity_raw": reading.quantity_raw or "",
    }
    inner = {name: expression for name, expression in inner.items() if expression}
    listed = ", ".join(f"{expression} AS {name}" for name, expression in inner.items())
    # A mark turns the sum over, whatever its sign: -0 stays a refund of nothing, never a free order.
    marked = "marked" in inner
    columns = ["client", 'day AS "at"']
    columns.append("CASE WHEN marked THEN -abs(paid) ELSE paid END AS amount" if marked else "paid AS amount")
    columns.append(f"COALESCE({'marked OR ' if marked else ''}paid < 0, false) AS refund")
    for name in (*reading.extras, "cancelled", "refunded", "whole"):
        if name == "margin" and marked:
            columns.append("CASE WHEN marked THEN -abs(margin) ELSE margin END AS margin")
        elif name in inner:
            columns.append(name)
    columns.append(f"CAST({_code(inner, reading, days)} AS UTINYINT) AS code")
    return f"CREATE TABLE staged AS SELECT {', '.join(columns)} FROM (SELECT {listed} FROM {source.relation})"


def _code(inner: dict[str, str], reading: Reading, days: Days) -> str:
    """SQL: the code of a row; NULL where it is accepted. Good rows pass one test, not twelve."""
    late = f"day >= {_day(days.latest + timedelta(days=1))}"
    cuts = [
        (bound, skip) for skip in ("after_until", "after_as_of") if (bound := days.skip(skip)) is not None
    ]
    last = min([days.latest, *(bound for bound, _ in cuts)])
    good = f"client IS NOT NULL AND paid IS NOT NULL AND day >= {_day(_FIRST)} AND day < {_day(last + _ONE)}"
    whens: list[tuple[str, str]] = []
    for sign, reason in (("blank", "blank"), ("never", "not_sold")):
        if sign in inner:
            good += f" AND NOT {sign}"
            whens.append((sign, reason))
    whens += [(f"NOT {late} AND day >= {_day(bound + _ONE)}", skip) for bound, skip in cuts]
    whens += [
        ("client IS NULL", "no_client"),
        (f"day IS NULL AND {_empty('at_raw')}", "no_date"),
        ("day IS NULL", "bad_date"),
        (f"day < {_day(_FIRST)}", "bad_year"),
        (late, "future_date"),
    ]
    if "quantity" in inner:
        good += f" AND (quantity IS NOT NULL OR {_empty('quantity_raw')})"
        whens.append((f"quantity IS NULL AND NOT {_empty('quantity_raw')}", "bad_quantity"))
        if reading.multiplied:
            whens.append(("quantity IS NULL", "no_quantity"))
    whens += [(f"paid IS NULL AND {_empty('paid_raw')}", "no_amount"), ("paid IS NULL", "bad_amount")]
    cases = " ".join(f"WHEN {test} THEN {CODES[reason]}" for test, reason in whens)
    return f"CASE WHEN {good} THEN NULL ELSE CASE {cases} END END"


def _empty(raw: str) -> str:
    """SQL: whether the person left the field empty, or wrote a dash there."""
    return f"({raw} IS NULL OR trim(CAST({raw} AS VARCHAR), ' \u00a0\t') IN ('', '-', '—', '–'))"


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"
