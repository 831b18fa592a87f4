"""Orders that Spark reads itself: Parquet, an object store or a table of its own, checked row by row.

Written with Ibis, so the same checks run on DuckDB, where they are held against the house's own reader. What
a typed table cannot say (dates and sums written as text, statuses that take orders back) is refused with a
sentence: such a file is the house's reader's, which hands over what it has read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from vernost.analytics.engine import kept, one, rows
from vernost.files import REASONS, SKIPS, FileProblem, FileShape, Note, statuses
from vernost.files.problems import N_
from vernost.files.staging import Days
from vernost.files.sums import CURRENCIES, currency

_LINES = 0.01  # as in files.refunds: below this share of orders with several rows a repeated row is an error
_VALUES = 1000
_FIRST = date(1900, 1, 1)
_LARGEST = 9e14  # major units × 10 000 that still fit a whole number
_DOCUMENT, _BARE, _NUMBER = r"^[CcСс]\d+$", r"^[CcСс](\d+)$", r"^\d+(\.0)?$"
_NOTHING = ("", "null", "nan", "none", r"\n", "n/a", "#n/a", "#н/д", "<na>")


@dataclass(frozen=True, slots=True)
class SparkLog:
    """What an :class:`~vernost.files.OrderLog` tells, of ``orders`` that stay where they are."""

    orders: ir.Table
    shape: FileShape
    rows: int
    rejected: dict[str, int]
    skipped: dict[str, int]
    has_refunds: bool
    currency: str | None
    notes: list[Note] = field(default_factory=list)


def typed_orders(table: ir.Table, shape: FileShape, days: Days, refund_mark: str | None = None) -> SparkLog:
    """Check a typed table and make it canonical: ``client, at, amount, refund [, order_id, refund_of, …]``.

    :param shape: of ``table``, with its columns found (``vernost.files.shape.inspect_columns``).
    :raises FileProblem: a column of a type that cannot be read so, or no row accepted.
    """
    told = _Told(table, shape, refund_mark)
    checked = kept(told.rows(days))
    counts = {
        row["code"]: int(row["n"]) for row in rows(checked.group_by("code").aggregate(n=checked.count()))
    }
    accepted = checked.filter(checked.code == "").drop("code")
    if not counts.get(""):
        raise _none(shape, counts)
    if "order_id" in accepted.columns:
        accepted, repeated = _without_repeats(accepted)
        counts[""] -= repeated
        counts |= {"duplicate": repeated} if repeated else {}
        accepted = accepted.drop(*[name for name in accepted.columns if name.startswith("whole_")])
    refunds = bool(one(accepted.aggregate(n=accepted.refund.sum()))["n"])
    if refunds and "order_id" in accepted.columns and accepted.order_id.type().is_string():
        accepted = _named(accepted)
    skipped = {skip: counts[skip] for skip in SKIPS if counts.get(skip)}
    return SparkLog(
        accepted,
        shape,
        sum(counts.values()),
        {reason: counts[reason] for reason in REASONS if counts.get(reason)},
        skipped,
        refunds,
        told.currency(),
        [*shape.notes, *_notes(skipped, days, told.never)],
    )


class _Told:
    """Ibis expressions for every canonical column, told from types and, where need be, from the values."""

    def __init__(self, table: ir.Table, shape: FileShape, mark: str | None) -> None:
        self.table, self.shape, self.mark = table, shape, mark
        self.never: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        return name in self.shape.places

    def column(self, name: str) -> Any:
        return self.table[self.shape.choice[name]]

    def rows(self, days: Days) -> ir.Table:
        """Every row with ``code``: empty where it is accepted, else the reason or the skip."""
        paid = self._paid()
        marks = self._marks()
        marked = marks[0] if marks else None
        for mark in marks[1:]:
            marked = marked | mark
        never = self._never()
        values: dict[str, Any] = {
            "client": self._client(),
            "at": self._at(),
            "amount": paid if marked is None else marked.ifelse(-paid.abs(), paid),
            "refund": (paid < 0).fill_null(False) if marked is None else marked | (paid < 0).fill_null(False),
        }
        if self.has("margin"):
            margin = self._minor("margin")
            values["margin"] = margin if marked is None else marked.ifelse(-margin.abs(), margin)
        if self.has("segment"):
            values["segment"] = _clean(self.column("segment"))
        if self.has("order"):
            number = self.column("order")
            values["order_id"] = number.cast("int64") if number.type().is_integer() else _clean(number)
            values |= {f"whole_{place}": self.table[name] for place, name in enumerate(self.table.columns)}
        code = _code(values, self._empty(), days, never, multiplied=not self.has("amount"))
        return self.table.select(**values, code=code)

    def currency(self) -> str | None:
        headers = [self.shape.choice[name] for name in ("amount", "price", "margin") if self.has(name)]
        found = {
            code for sign, code in CURRENCIES.items() for name in headers if re.search(sign, name.lower())
        }
        if self.has("currency"):
            found = {code for code in map(currency, self._values("currency") or []) if code}
        return next(iter(found)) if len(found) == 1 else None

    def _client(self) -> Any:
        column = self.column("client")
        kind = column.type()
        if kind.is_integer():
            return column.cast("int64")
        if kind.is_floating() or kind.is_decimal():
            number = column.cast("float64")
            odd = (number != number.floor()) | (number.abs() > 9e15)
            if not one(self.table.aggregate(n=odd.sum()))["n"]:
                return number.cast("int64")
        return _clean(column)

    def _at(self) -> Any:
        column = self.column("date")
        if not (column.type().is_date() or column.type().is_timestamp()):
            raise self._untyped("date", N_("a date or a timestamp"))
        return column

    def _paid(self) -> Any:
        if self.has("amount"):
            return self._minor("amount")
        quantity, price = (self._number(name).cast("float64") for name in ("quantity", "price"))
        return _rounded(quantity * price)

    def _minor(self, name: str) -> Any:
        column = self._number(name)
        if column.type().is_integer():
            return column.cast("int64") * 100
        if column.type().is_decimal():
            return (column.round(2) * 100).cast("int64")
        return _rounded(column.cast("float64"))

    def _number(self, name: str) -> Any:
        column = self.column(name)
        if not column.type().is_numeric():
            raise self._untyped(name, N_("a number"))
        return column

    def _empty(self) -> Any:
        """Whether the sum itself is missing: told from one that is no number."""
        return self.column("amount" if self.has("amount") else "price").isnull()

    def _marks(self) -> list[Any]:
        """Signs that a row gives money back, as the house's reader takes them."""
        marks = [(self._number("quantity") < 0).fill_null(False)] if self.has("quantity") else []
        if self.has("order") and not self.column("order").type().is_integer():
            text = self.column("order").cast("string").strip()
            document = text.re_search(_DOCUMENT).fill_null(False)
            found = one(self.table.aggregate(c=document.sum(), plain=text.re_search(_NUMBER).sum()))
            marks += [document] if found["c"] and found["plain"] else []
        if self.has("kind") and (values := self._values("kind")) is not None:
            words = [value for value in values if statuses.is_taken_back(value)]
            marks += [self.column("kind").cast("string").isin(words).fill_null(False)] if words else []
        for name in ("order", "status", "kind"):
            if self.mark and self.has(name):
                text = self.column(name).cast("string").lower()
                marks.append(text.contains(self.mark.lower()).fill_null(False))
        return marks

    def _never(self) -> Any:
        if self.has("refunded"):
            raise self._unread("refunded")
        if not self.has("status") or (values := self._values("status")) is None:
            return None
        words = statuses.told(values)
        if words.cancelled:
            raise self._unread("status")
        self.never = words.never
        return (
            self.column("status").cast("string").isin(words.never).fill_null(False) if words.never else None
        )

    def _values(self, name: str) -> list[str] | None:
        text = self.column(name).cast("string")
        found = rows(self.table.select(v=text).filter(lambda t: t.v.notnull()).distinct().limit(_VALUES + 1))
        return [row["v"] for row in found] if len(found) <= _VALUES else None

    def _untyped(self, name: str, wanted: str) -> FileProblem:
        return self._problem(
            "untyped",
            N_("Spark reads typed tables: «%(column)s» of %(file)s is %(type)s, not %(wanted)s."),
            N_("Convert the column, or give a CSV or XLSX file: Vernost reads those itself."),
            column=self.shape.choice[name],
            type=str(self.column(name).type()),
            wanted=wanted,
        )

    def _unread(self, name: str) -> FileProblem:
        return self._problem(
            "takes_back",
            N_("«%(column)s» of %(file)s says of some orders that they were taken back, which Spark does not"
               " read."),
            N_("Write such orders as rows of their own with a negative sum, and leave the column out."),
            column=self.shape.choice[name],
        )  # fmt: skip

    def _problem(self, code: str, message: str, hint: str, **params: object) -> FileProblem:
        return FileProblem(code, message, hint, {"file": self.shape.path.name, **params})


def _clean(column: Any) -> Any:
    """Text without outer spaces, inner runs of them as one; null where nothing is left."""
    if not column.type().is_string():
        return column.cast("string")
    text = column.re_replace(r"[\s\x{00A0}\x{202F}\x{2009}\x{200B}\x{FEFF}]+", " ").strip()
    return text.lower().isin(_NOTHING).ifelse(ibis.null("string"), text)


def _rounded(value: Any) -> Any:
    """A floating number in minor units, half away from zero; ten-thousandths first: 1.005 × 100 is 100.49…"""
    size = value.abs() * 10_000
    fits = value.notnull() & ~value.isnan() & (size < _LARGEST * 10)
    whole = ((fits.ifelse(size, 0.0).round().cast("int64") + 50) / 100.0).floor().cast("int64")
    return fits.ifelse((value < 0).ifelse(-whole, whole), ibis.null("int64"))


def _code(values: dict[str, Any], empty: Any, days: Days, never: Any, *, multiplied: bool) -> Any:
    """The reasons of ``files.staging``, in its order."""
    at, client, amount = values["at"], values["client"], values["amount"]
    after: Callable[[date], Any] = lambda day: at >= ibis.literal(day + timedelta(days=1))  # noqa: E731
    cases = [] if never is None else [(never, "not_sold")]
    for skip in ("after_until", "after_as_of"):
        bound = days.skip(skip)
        if bound is not None:
            cases.append((~after(days.latest) & after(bound), skip))
    cases += [
        (client.isnull(), "no_client"),
        (at.isnull(), "no_date"),
        (at < ibis.literal(_FIRST), "bad_year"),
        (after(days.latest), "future_date"),
        (amount.isnull() & empty, "no_amount"),
        (amount.isnull(), "no_quantity" if multiplied else "bad_amount"),
    ]
    return ibis.cases(*((test.fill_null(False), name) for test, name in cases), else_="")


def _without_repeats(accepted: ir.Table) -> tuple[ir.Table, int]:
    """Where the table has one row an order, a row repeated to the letter is an error; lines may be equal."""
    found = one(accepted.aggregate(n=accepted.order_id.count(), ids=accepted.order_id.nunique()))
    if found["n"] == found["ids"]:
        return accepted, 0
    numbered = accepted.filter(accepted.order_id.notnull())
    alike = kept(numbered.group_by(list(numbered.columns)).aggregate(times=numbered.count()))
    orders = alike.group_by("order_id").aggregate(kinds=(~alike.refund).sum(), times=alike.times.sum())
    told = one(orders.aggregate(ids=(orders.kinds > 0).sum(), lines=(orders.kinds > 1).sum()))
    if not told["ids"] or told["lines"] >= _LINES * told["ids"]:
        return accepted, 0
    repeated = int(one(alike.aggregate(n=(alike.times - 1).sum()))["n"] or 0)
    if not repeated:
        return accepted, 0
    nameless = accepted.filter(accepted.order_id.isnull())
    return alike.drop("times").union(nameless.select(*alike.columns[:-1])), repeated


def _named(accepted: ir.Table) -> ir.Table:
    """``refund_of``: the order of the same client that a refund takes back, by its number or less its C."""
    sold = accepted.filter(~accepted.refund, accepted.order_id.notnull())
    sold = kept(sold.select(sold_client="client", sold_number="order_id").distinct())
    back = accepted.filter(accepted.refund)
    back = back.mutate(bare=back.order_id.re_extract(_BARE, 1))
    for name, number in (("by_number", "order_id"), ("by_bare", "bare")):
        there = sold.rename({f"{name}_client": "sold_client", name: "sold_number"})
        back = back.left_join(there, [back.client == there[f"{name}_client"], back[number] == there[name]])
        back = back.drop(f"{name}_client")
    back = back.mutate(refund_of=back.by_number.coalesce(back.by_bare)).drop("bare", "by_number", "by_bare")
    plain = accepted.filter(~accepted.refund).mutate(refund_of=ibis.null("string"))
    return plain.union(back.select(*plain.columns))


def _notes(skipped: dict[str, int], days: Days, never: tuple[str, ...]) -> list[Note]:
    notes = []
    for skip, count in skipped.items():
        bound = days.skip(skip)
        params: dict[str, object] = {"count": count} | ({"day": bound.isoformat()} if bound else {})
        if skip == "not_sold":
            params["words"] = ", ".join(never[:6])
        notes.append(Note(skip, SKIPS[skip], params))
    return notes


def _none(shape: FileShape, counts: dict[str, int]) -> FileProblem:
    reasons = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return FileProblem(
        "all_rejected",
        N_("None of the %(rows)s rows of %(file)s can be used: %(why)s."),
        N_("Check which columns were chosen (%(choice)s) and name others with the options."),
        {
            "rows": sum(counts.values()),
            "file": shape.path.name,
            "why": reasons or "—",
            "choice": ", ".join(f"{name}: {header}" for name, header in shape.choice.items()),
        },
    )
