"""Loading a file of orders into the canonical tables, with every row accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from vernost.files import reading as readings
from vernost.files import refunds, sources, staging
from vernost.files.formats import problem
from vernost.files.log import OrderLog
from vernost.files.problems import N_, REASONS, SKIPS, FileProblem, Note
from vernost.files.reading import Columns, Reading
from vernost.files.running import Progress, literal, run
from vernost.files.shape import FileShape, inspect
from vernost.files.sources import Source
from vernost.files.staging import CODES, NAMES, Days

CHECKING = N_("Checking the rows")
# The columns of ``orders``, where the file has them.
CANONICAL = ("client", "at", "order_id", "refund_of", "amount", "refund", "margin", "manager", "segment")
_FIELDS = {
    "no_client": "client",
    "no_date": "date",
    "bad_date": "date",
    "bad_year": "date",
    "future_date": "date",
    "no_amount": "amount",
    "bad_amount": "amount",
    "no_quantity": "quantity",
    "bad_quantity": "quantity",
    "duplicate": "order",
}
_SHOWN = 200  # characters of a wrong value that are kept
_BATCH = 5000


def load_orders(
    shape: FileShape,
    refund_mark: str | None = None,
    until: date | None = None,
    as_of: date | None = None,
    today: date | None = None,
    progress: Progress | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> OrderLog:
    """Load the file into ``orders`` and ``rejects`` of a DuckDB connection (rule 2.1).

    A day after both ``today`` and ``as_of`` is an error of the row; a row after ``until`` or
    ``as_of`` is only left out. ``refund_mark`` is a word that marks a refund in the columns of the
    document, the status or the type. ``progress`` gets (what is done, how much, of how much).

    Raises FileProblem when the file cannot be read or no row is accepted. Whatever stops it,
    KeyboardInterrupt too, no file is left behind.
    """
    owned = connection is None
    connection = _connection() if connection is None else connection
    days = Days(today or date.today(), until, as_of)
    try:
        _drop(connection)
        with sources.opened(connection, shape, set(shape.places.values()), progress=progress) as source:
            return _loaded(connection, shape, source, days, refund_mark, progress, owned)
    except BaseException:
        with suppress(duckdb.Error):
            connection.close() if owned else _drop(connection)
        raise


def _connection() -> duckdb.DuckDBPyConnection:
    # Nothing is fetched from a network, and nothing is spilled into the folder the person stands in.
    return duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": "",
        }
    )


def _drop(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("DROP VIEW IF EXISTS orders")
    connection.execute("DROP TABLE IF EXISTS rejects")
    connection.execute("DROP TABLE IF EXISTS staged")


def _loaded(
    connection: duckdb.DuckDBPyConnection,
    shape: FileShape,
    source: Source,
    days: Days,
    refund_mark: str | None,
    progress: Progress | None,
    owned: bool,
) -> OrderLog:
    reading = readings.told(Columns(connection, shape, source), refund_mark)
    run(
        connection,
        staging.statement(source, reading, days),
        progress=progress,
        stage=CHECKING,
        total=source.units,
    )
    read = connection.execute("SELECT count(*) FROM staged").fetchall()[0][0]
    settled = refunds.settle(connection, _columns(connection))
    counts, gross, refunded = _totals(connection)
    counts[""] -= settled.added
    for lost in source.lost:
        counts[lost.reason] = counts.get(lost.reason, 0) + 1
    rejected = {reason: counts[reason] for reason in REASONS if counts.get(reason)}
    skipped = {skip: counts[skip] for skip in SKIPS if counts.get(skip)}
    rows = counts[""] + sum(rejected.values()) + sum(skipped.values())
    _rejects(connection, shape, source, rejected)
    if not counts[""]:
        raise _none_accepted(connection, shape, rows, rejected, skipped)
    _view(connection, clean=counts[""] == read)
    notes = [
        *shape.notes,
        *source.notes,
        *reading.notes,
        *_skip_notes(reading, skipped, days),
        *settled.notes,
    ]
    currency = next(iter(reading.currencies)) if len(reading.currencies) == 1 else None
    return OrderLog(
        connection, shape, rows, counts[""], rejected, skipped, gross, refunded, currency, notes, owned
    )


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in connection.execute("DESCRIBE staged").fetchall()}


def _totals(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, int], int, int]:
    """Rows by reason ("" for accepted ones), gross and refunds in minor units."""
    sold = "sum(amount) FILTER (code IS NULL AND NOT refund), sum(amount) FILTER (code IS NULL AND refund)"
    rows, coded, gross, refunded = connection.execute(
        f"SELECT count(*), count(code), {sold} FROM staged"
    ).fetchall()[0]
    counts = {"": int(rows) - int(coded)}
    if coded:
        counts |= {
            NAMES[code]: int(count)
            for code, count in connection.execute(
                "SELECT code, count(*) FROM staged WHERE code IS NOT NULL GROUP BY code"
            ).fetchall()
        }
    return counts, int(gross or 0), int(refunded or 0)


def _view(connection: duckdb.DuckDBPyConnection, *, clean: bool) -> None:
    """``orders`` is a view: the checked rows are not copied a second time."""
    there = _columns(connection)
    listed = ", ".join(f'"{name}"' for name in CANONICAL if name in there)
    where = "" if clean else " WHERE code IS NULL"
    connection.execute(f"CREATE VIEW orders AS SELECT {listed} FROM staged{where}")


def _rejects(
    connection: duckdb.DuckDBPyConnection, shape: FileShape, source: Source, rejected: dict[str, int]
) -> None:
    """``rejects``: row (the person's number), column_name, value, reason; in the file's order."""
    connection.execute(
        "CREATE TABLE rejects (row BIGINT, column_name VARCHAR, value VARCHAR, reason VARCHAR)"
    )
    if not rejected:
        return
    names, values, reasons = [], [], []
    for reason in rejected:
        place = _place(shape, reason)
        if place is None:
            continue
        names.append(f"WHEN {CODES[reason]} THEN {literal(shape.headers[place])}")
        values.append(f"WHEN {CODES[reason]} THEN CAST({source.columns[place][0]} AS VARCHAR)")
        reasons.append(f"WHEN {CODES[reason]} THEN {literal(reason)}")
    if reasons:
        bad = (
            f"SELECT s.rowid AS place, CASE s.code {' '.join(names)} END AS column_name,"
            f" left(CASE s.code {' '.join(values)} END, {_SHOWN}) AS value,"
            f" CASE s.code {' '.join(reasons)} END AS reason"
            f" FROM (SELECT rowid, code FROM staged WHERE code < 100) AS s"
            f" JOIN {source.relation} AS f ON f.{source.row_id} = s.rowid"
        )
        connection.execute(
            f"INSERT INTO rejects SELECT row, column_name, value, reason FROM"
            f" ({sources.numbered(source, bad)}) ORDER BY row"
        )
    for start in range(0, len(source.lost), _BATCH):
        # Written out as SQL: values given beside a statement make the engine import pandas first.
        listed = ", ".join(
            f"({lost.row}, NULL, {literal(lost.text[:_SHOWN])}, {literal(lost.reason)})"
            for lost in source.lost[start : start + _BATCH]
        )
        connection.execute(f"INSERT INTO rejects VALUES {listed}")


def _place(shape: FileShape, reason: str) -> int | None:
    field = _FIELDS.get(reason)
    if field == "amount" and "amount" not in shape.places:
        field = "price"
    return shape.places.get(field) if field else None


def _skip_notes(reading: Reading, skipped: dict[str, int], days: Days) -> list[Note]:
    notes = []
    for skip, count in skipped.items():
        bound = days.skip(skip)
        params: dict[str, object] = {"count": count}
        if bound is not None:
            params["day"] = bound.isoformat()
        if skip == "not_sold":
            params["words"] = ", ".join(reading.never_words[:6])
        notes.append(Note(skip, SKIPS[skip], params))
    return notes


def _none_accepted(
    connection: duckdb.DuckDBPyConnection,
    shape: FileShape,
    rows: int,
    rejected: dict[str, int],
    skipped: dict[str, int],
) -> FileProblem:
    """Why nothing is left, by the first rejected row; the cure is a column or a bound chosen otherwise."""
    if not rows:
        return problem(
            "no_rows",
            shape.path,
            N_("%(file)s has a header and no rows of orders below it."),
            N_("Export the orders again, with the orders themselves."),
        )
    if not rejected:
        return problem(
            "all_skipped",
            shape.path,
            N_("None of the %(rows)s rows of %(file)s was loaded: %(why)s"),
            N_("Choose other days or another status column."),
            rows=rows,
            why=", ".join(f"{skip} {count}" for skip, count in skipped.items()),
        )
    row, column, value, reason = connection.execute("SELECT * FROM rejects ORDER BY row LIMIT 1").fetchall()[
        0
    ]
    return problem(
        "all_rejected",
        shape.path,
        N_(
            "None of the %(rows)s rows of %(file)s can be used."
            " Row %(row)s, column «%(column)s», «%(value)s»: %(why)s"
        ),
        N_("Check which columns were chosen (%(choice)s) and name others with the options."),
        rows=rows,
        row=row,
        column=column or "—",
        value=(value or "")[:60],
        why=REASONS[reason],
        choice=", ".join(f"{name}: {header}" for name, header in shape.choice.items()),
    )


def open_orders(
    path: str | Path, overrides: Mapping[str, str | int | None] | None = None, **options: Any
) -> OrderLog:
    """``inspect`` and ``load_orders`` in one; ``options`` are those of ``load_orders``."""
    return load_orders(inspect(path, overrides), **options)
