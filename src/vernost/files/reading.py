"""What each column of the file becomes in the canonical log: SQL, told from the whole column."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from vernost.files import dates, statuses, sums
from vernost.files.problems import N_, Note
from vernost.files.running import literal
from vernost.files.shape import FileShape
from vernost.files.sources import WHOLE, Source

_GAPS = r"[\s\x{00A0}\x{202F}\x{2009}\x{200B}\x{FEFF}\x02]+"
_ODD = r"\s\s|[\t\r\n\x{00A0}\x{202F}\x{2009}\x{200B}\x{FEFF}\x02]"
# What programs write where there is nothing.
_NOTHING = ("", "null", "nan", "none", r"\n", "n/a", "#n/a", "#н/д", "<na>")
_NUMBER = r"\d+(\.0)?"
_DOCUMENT = r"^[CcСс]\d+$"  # Latin or Cyrillic letter: people type both
# Columns that are only carried along, where somebody named them: the import of orders asks for these.
CARRIED = ("product", "sku", "client_name", "phone", "email", "inn", "address")
_VALUES = 1000  # a status column has few values; a column with more is something else


@dataclass(slots=True)
class Reading:
    """SQL for every canonical column; NULL where a value is wrong, told from an empty one by ``*_raw``."""

    client: str
    client_type: str
    at: str
    timed: bool
    at_raw: str
    amount: str
    amount_raw: str
    quantity: str | None = None
    quantity_raw: str | None = None
    refund: list[str] = field(default_factory=list)
    cancelled: str | None = None
    never: str | None = None
    refunded: str | None = None
    extras: dict[str, str] = field(default_factory=dict)
    never_words: tuple[str, ...] = ()
    multiplied: bool = False
    currencies: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)


class Columns:
    """The columns of a source by field, for asking about their values."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, shape: FileShape, source: Source) -> None:
        self.connection, self.shape, self.source = connection, shape, source

    def has(self, name: str) -> bool:
        return name in self.shape.places

    def sql(self, name: str) -> str:
        return self.source.columns[self.shape.places[name]][0]

    def kind(self, name: str) -> str:
        kind = self.source.columns[self.shape.places[name]][1]
        return "VARCHAR" if kind == WHOLE else kind

    def header(self, name: str) -> str:
        return self.shape.choice[name]

    def one(self, expression: str) -> tuple[object, ...]:
        """Aggregates over the whole file."""
        rows = self.connection.execute(f"SELECT {expression} FROM {self.source.relation}").fetchall()
        return tuple(rows[0])

    def distinct(self, name: str) -> list[str] | None:
        """The different values as text; None where there are too many."""
        rows = self.connection.execute(
            f"SELECT DISTINCT CAST({self.sql(name)} AS VARCHAR) AS v FROM {self.source.relation}"
            f" WHERE v IS NOT NULL LIMIT {_VALUES + 1}"
        ).fetchall()
        return [str(row[0]) for row in rows] if len(rows) <= _VALUES else None

    def sum_form(self, name: str) -> sums.SumForm:
        return sums.sum_form(
            self.connection, self.source.relation, self.sql(name), self.kind(name), self.header(name)
        )


def told(columns: Columns, refund_mark: str | None) -> Reading:
    """Look at the chosen columns as a whole and say how each is read."""
    form = dates.typed_dates(
        columns.connection,
        columns.source.relation,
        columns.sql("date"),
        columns.kind("date"),
        columns.header("date"),
    )
    client, client_type = _client(columns)
    reading = Reading(
        client, client_type, form.expression, form.timed, columns.sql("date"), "", "", notes=[*form.notes]
    )
    _money(columns, reading)
    _refunds(columns, reading, refund_mark)
    _statuses(columns, reading)
    for name in ("manager", "segment"):
        if columns.has(name):
            reading.extras[name] = _clean_text(columns.sql(name), columns.kind(name))
    if columns.has("order"):
        reading.extras["order_id"] = (
            columns.sql("order")
            if columns.kind("order") in sums.INTEGERS
            else _clean_text(columns.sql("order"), columns.kind("order"))
        )
    _carried(columns, reading)
    _currency(columns, reading)
    return reading


def _carried(columns: Columns, reading: Reading) -> None:
    """What an analysis does not need and an import does: the words beside the sums, quantity and price."""
    for name in CARRIED:
        if columns.has(name):
            reading.extras[name] = _clean_text(columns.sql(name), columns.kind(name))
    if not (columns.has("product") or columns.has("sku")):
        return
    if reading.quantity is not None:
        reading.extras["line_quantity"] = reading.quantity
    if columns.has("price"):
        reading.extras["line_price"] = sums.minor(columns.sum_form("price"))


def _client(columns: Columns) -> tuple[str, str]:
    """A whole number stays a number, also where it is kept with a fraction: 12345.0. Text is trimmed."""
    column, place = columns.sql("client"), columns.shape.places["client"]
    kind = columns.source.columns[place][1]
    if kind in sums.INTEGERS:
        return (column if kind == "BIGINT" else f"CAST({column} AS BIGINT)"), "BIGINT"
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        whole = f"count_if({column} <> floor({column}) OR abs({column}) > 9e15)"
        if columns.one(whole)[0] == 0:
            return f"TRY_CAST({column} AS BIGINT)", "BIGINT"
    if kind == WHOLE:
        return f"TRY_CAST({column} AS BIGINT)", "BIGINT"
    return _clean_text(column, columns.kind("client")), "VARCHAR"


def _clean_text(column: str, kind: str) -> str:
    """SQL: text without outer spaces, inner runs of them as one, NULL where nothing is left.

    Most values are clean: the regular expression is kept for those that show a reason.
    """
    if kind != "VARCHAR":
        return f"CAST({column} AS VARCHAR)"
    nothing = ", ".join(literal(word) for word in _NOTHING)
    return (
        f"CASE WHEN strlen({column}) = length({column}) AND length({column}) > 5"
        f" AND NOT contains({column}, ' ') AND NOT contains({column}, '\t') THEN {column}"
        f" WHEN lower(trim({column})) IN ({nothing}) THEN NULL"
        f" WHEN regexp_matches({column}, {literal(_ODD)}) THEN"
        f"  nullif(trim(regexp_replace({column}, {literal(_GAPS)}, ' ', 'g')), '')"
        f" ELSE trim({column}) END"
    )


def _money(columns: Columns, reading: Reading) -> None:
    if columns.has("quantity"):
        quantity = columns.sum_form("quantity")
        reading.quantity, reading.quantity_raw = sums.number(quantity), columns.sql("quantity")
    if columns.has("amount"):
        form = columns.sum_form("amount")
        reading.amount, reading.amount_raw = sums.minor(form), columns.sql("amount")
        used = [form]
    else:
        price = columns.sum_form("price")
        reading.amount, reading.amount_raw = sums.product(quantity, price), columns.sql("price")
        used = [price]
        reading.multiplied = True
    if columns.has("margin"):
        form = columns.sum_form("margin")
        reading.extras["margin"] = sums.minor(form)
        used.append(form)
    if columns.has("refunded"):
        form = columns.sum_form("refunded")
        reading.refunded = f"COALESCE(abs({sums.minor(form)}), 0)"
        used.append(form)
    for form in used:
        reading.currencies |= form.currencies
        reading.notes += form.notes


def _refunds(columns: Columns, reading: Reading, mark: str | None) -> None:
    """Signs that a row gives money back: a document C123, a type of document, the person's own mark."""
    if reading.quantity is not None:
        reading.refund.append(f"COALESCE({reading.quantity} < 0, false)")
    if columns.has("order") and columns.kind("order") not in sums.INTEGERS:
        text = f"trim(CAST({columns.sql('order')} AS VARCHAR))"
        matches = f"COALESCE(regexp_matches({text}, {literal(_DOCUMENT)}), false)"
        found, plain = columns.one(
            f"count_if({matches}), count_if(regexp_full_match({text}, {literal(_NUMBER)}))"
        )
        # C536379 cancels where the orders are 536378 and 536380; where all bear letters, it is but a letter.
        if found and plain:
            reading.refund.append(matches)
    if columns.has("kind") and (values := columns.distinct("kind")) is not None:
        words = [value for value in values if statuses.is_taken_back(value)]
        if words:
            reading.refund.append(_among(columns.sql("kind"), words))
    for name in ("order", "status", "kind"):
        if mark and columns.has(name):
            text = f"lower(CAST({columns.sql(name)} AS VARCHAR))"
            reading.refund.append(f"COALESCE(contains({text}, {literal(mark.lower())}), false)")


def _statuses(columns: Columns, reading: Reading) -> None:
    if not columns.has("status") or (values := columns.distinct("status")) is None:
        return
    words = statuses.told(values)
    if words.cancelled:
        reading.cancelled = _among(columns.sql("status"), words.cancelled)
    if words.never:
        reading.never = _among(columns.sql("status"), words.never)
        reading.never_words = words.never


def _among(column: str, words: tuple[str, ...] | list[str]) -> str:
    listed = ", ".join(literal(word) for word in words)
    return f"COALESCE(CAST({column} AS VARCHAR) IN ({listed}), false)"


def _currency(columns: Columns, reading: Reading) -> None:
    if columns.has("currency"):
        values = columns.distinct("currency") or []
        codes = {sums.currency(value) for value in values}
        reading.currencies = {code for code in codes if code}
    if len(reading.currencies) > 1:
        reading.notes.append(
            Note(
                "currencies",
                N_("The sums are in several currencies (%(currencies)s) and were added as they are."),
                {"currencies": ", ".join(sorted(reading.currencies))},
            )
        )
