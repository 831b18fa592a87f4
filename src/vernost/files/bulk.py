"""The bulk reader: a CSV that is fit for it, into a table at once, with what it could not take beside."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vernost.files import mending
from vernost.files.formats import SAVE_AS, problem
from vernost.files.problems import N_
from vernost.files.running import Progress, literal, run

READING = N_("Reading the rows")
TABLES = ("raw_rows", "raw_lost", "raw_errors", "raw_scans")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a CSV is read: ``places`` of ``width`` columns are kept; ``offset`` is added to row numbers."""

    width: int
    places: tuple[int, ...]
    delimiter: str
    has_header: bool
    skip: int
    whole: bool
    line_cap: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """A row that could not be read; ``reason`` is empty where the reader did not say."""

    row: int
    reason: str
    text: str


def drop(connection: duckdb.DuckDBPyConnection) -> None:
    """Let go of what a reading left."""
    with suppress(duckdb.Error):
        for table in TABLES:
            connection.execute(f"DROP TABLE IF EXISTS {table}")


def read(
    connection: duckdb.DuckDBPyConnection, path: Path, source: Path, plan: Plan, progress: Progress | None
) -> list[Lost]:
    """Read the CSV into ``raw_rows``: c0, c1, … as text, ``blank``, and with ``whole`` a hash of the row.

    ``raw_lost`` is left for ``sources.numbered``. Raises FileProblem about the file ``source``.
    """
    drop(connection)
    kinds = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(plan.width))
    every = ", ".join(f"c{place}" for place in range(plan.width))
    fields = [*(f"c{place}" for place in plan.places), f"COALESCE({every}) IS NULL AS blank"]
    if plan.whole:
        fields.append(f"hash({every}) AS whole")
    statement = (
        f"CREATE TABLE raw_rows AS SELECT {', '.join(fields)}"
        f" FROM read_csv({literal(str(path))}, auto_detect = false, columns = {{{kinds}}},"
        f" delim = {literal(plan.delimiter)}, quote = '\"', escape = '\"', strict_mode = true,"
        f" header = {str(plan.has_header).lower()}, skip = {plan.skip}, max_line_size = {plan.line_cap * 2},"
        " store_rejects = true, rejects_table = 'raw_errors', rejects_scan = 'raw_scans', rejects_limit = 0)"
    )
    try:
        run(connection, statement, progress=progress, stage=READING, total=path.stat().st_size)
    except duckdb.InvalidInputException as error:
        raise problem(
            "unreadable_table",
            source,
            N_("%(file)s cannot be read as a table: %(why)s."),
            SAVE_AS,
            why=str(error).splitlines()[0].rstrip("."),
        ) from None
    return _lost(connection, plan.offset)


def _lost(connection: duckdb.DuckDBPyConnection, offset: int) -> list[Lost]:
    # One row may have several errors, one for each missing field.
    rows = connection.execute(
        f"SELECT line + {offset}, any_value(left(csv_line, 2000)) FROM raw_errors GROUP BY line ORDER BY line"
    ).fetchall()
    if rows:
        # Before the read rows from ``place`` on, counted as though no row were lost, ``gap`` rows are lost.
        connection.execute(
            "CREATE TABLE raw_lost AS SELECT place, max(gap) AS gap FROM ("
            f" SELECT line + {offset} - gap + 1 AS place, gap FROM ("
            "  SELECT line, row_number() OVER (ORDER BY line) AS gap"
            "  FROM (SELECT DISTINCT line FROM raw_errors)))"
            " GROUP BY place"
        )
    lost = []
    for row, text in rows:
        plain = str(text or "").strip("\r\n")
        reason, original = mending.unmark(plain) or ("", plain)
        lost.append(Lost(int(row), reason, original))
    return lost
