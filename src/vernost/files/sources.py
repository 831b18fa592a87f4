"""The rows of a file as something SQL can be said over, with the rows that could not be read beside them."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vernost.files import bulk, formats, mending
from vernost.files import shape as shapes
from vernost.files.bulk import READING, Lost, Plan
from vernost.files.layout import SPACES
from vernost.files.problems import N_, Note
from vernost.files.running import Progress, literal, name
from vernost.files.shape import FileShape

LOOKING = N_("Looking through the file")
_FOREIGN = N_("%(count)s rows were in another encoding than the rest and were read in it.")
_MENDED = N_("%(count)s rows with missing fields or unpaired quotation marks were mended.")
WHOLE = "WHOLE"  # the type of a workbook's column that holds whole numbers only
_USUAL = 1 << 26  # bytes; a file of about two million rows


@dataclass(frozen=True, slots=True)
class Source:
    """``relation`` is SQL for a FROM; ``columns`` is column place → (SQL, type) for the columns loaded.

    ``row_id`` counts the rows read from 0, the first of them being row ``first_row`` of the file; where
    ``gaps`` is set, rows that could not be read (``lost``) stand between. ``blank`` and ``whole`` are
    SQL: whether nothing stands in the row, and the hash of all of it; empty where there is none.
    ``units`` is what progress is counted in: bytes or rows.
    """

    relation: str
    columns: dict[int, tuple[str, str]]
    row_id: str
    first_row: int
    units: int
    blank: str = ""
    whole: str = ""
    lost: tuple[Lost, ...] = ()
    gaps: bool = False
    notes: tuple[Note, ...] = ()


@contextmanager
def opened(
    connection: duckdb.DuckDBPyConnection,
    shape: FileShape,
    places: set[int],
    *,
    progress: Progress | None = None,
) -> Iterator[Source]:
    """The file's rows with the columns ``places``, and a hash of the whole row where repeats matter.

    Nothing is left behind: tables ``raw_*`` and copies of the file are gone after the block.
    """
    # Repeats are errors only where orders have numbers; elsewhere they are counted in files of usual size.
    whole = "order" in shape.places or shape.path.stat().st_size < _USUAL
    try:
        if shape.format == formats.PARQUET:
            yield _parquet(connection, shape, places, whole)
        else:
            read = _workbook if shape.format == formats.WORKBOOK else _text
            with tempfile.TemporaryDirectory(prefix="vernost-") as folder:
                source = read(connection, shape, places, whole, Path(folder), progress)
            yield source
    finally:
        bulk.drop(connection)


def _parquet(
    connection: duckdb.DuckDBPyConnection, shape: FileShape, places: set[int], whole: bool
) -> Source:
    path = literal(shapes.escaped(shape.path))
    total = connection.execute(f"SELECT sum(num_rows) FROM parquet_file_metadata({path})").fetchall()[0][0]
    columns = {place: (name(shape.headers[place]), shape.types[place]) for place in sorted(places)}
    hashed = ", ".join(name(header) for header in shape.headers)
    return Source(
        f"read_parquet({path}, file_row_number = true)",
        columns,
        "file_row_number",
        1,
        int(total),
        whole=f"hash({hashed})" if whole else "",
    )


def _workbook(
    connection: duckdb.DuckDBPyConnection,
    shape: FileShape,
    places: set[int],
    whole: bool,
    folder: Path,
    progress: Progress | None,
) -> Source:
    """The cells go through a CSV of our own: one reader serves all, and memory holds the sheet once."""
    from vernost.files import workbook

    width = len(shape.headers)
    numeric = [True] * width
    count = 0
    target = folder / "sheet.csv"
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for count, row in enumerate(workbook.rows(shape.path, shape.sheet, shape.header_row), start=1):
            cells = [*row[:width], *[""] * (width - len(row))]
            for place in places:
                cell = cells[place]
                whole_number = isinstance(cell, int | float) and float(cell).is_integer()
                numeric[place] &= cell == "" or whole_number
            writer.writerow([workbook.text(cell).replace("\r", "") for cell in cells])
            if progress is not None and count % 20_000 == 0:
                progress(READING, count, None)
    plan = Plan(
        width,
        tuple(sorted(places)),
        ",",
        has_header=False,
        skip=0,
        whole=whole,
        line_cap=shapes.LINE_CAP,
        offset=shape.header_row,
    )
    lost = bulk.read(connection, target, shape.path, plan, progress)
    columns = {place: (f"c{place}", WHOLE if numeric[place] else "VARCHAR") for place in sorted(places)}
    return Source(
        "raw_rows",
        columns,
        "rowid",
        shape.header_row + 1,
        count,
        "blank",
        "whole" if whole else "",
        tuple(Lost(each.row, each.reason or "quotes", each.text) for each in lost),
        bool(lost),
    )


def _text(
    connection: duckdb.DuckDBPyConnection,
    shape: FileShape,
    places: set[int],
    whole: bool,
    folder: Path,
    progress: Progress | None,
) -> Source:
    """The file itself where it is fit for the bulk reader, else a fit copy; a mended one for broken rows."""
    size = shape.path.stat().st_size

    def tick(done: int) -> None:
        if progress is not None:
            progress(LOOKING, done, size)

    delimiter = "\t" if shape.delimiter == SPACES else shape.delimiter
    kept = tuple(sorted(places))
    plan = Plan(len(shape.headers), kept, delimiter, shape.has_header, shape.skip, whole, shapes.LINE_CAP)
    target, notes = shape.path, []
    if not mending.is_fit(shape.path, shape.encoding, shape.delimiter, plan.line_cap, tick):
        target, foreign, _ = _copy(shape, plan, folder / "fit.csv", tick)
        notes += [Note("mixed_encodings", _FOREIGN, {"count": foreign})] if foreign else []
    lost = bulk.read(connection, target, shape.path, plan, progress)
    if any(not each.reason for each in lost):
        # Rows without a right number of fields, or with broken quotes: a second, careful pass.
        needed = max(shape.places.values()) + 1
        target, _, mended = _copy(shape, plan, folder / "mended.csv", tick, mend=(plan.width, needed))
        notes += [Note("mended", _MENDED, {"count": mended})] if mended else []
        lost = bulk.read(connection, target, shape.path, plan, progress)
    known = (Lost(each.row, each.reason or "quotes", each.text) for each in lost)
    return Source(
        "raw_rows",
        {place: (f"c{place}", "VARCHAR") for place in kept},
        "rowid",
        shape.header_row + 1,
        size,
        "blank",
        "whole" if whole else "",
        tuple(each for each in known if each.reason != mending.BLANK),
        bool(lost),
        tuple(notes),
    )


def _copy(
    shape: FileShape, plan: Plan, target: Path, tick: mending.Ticker, mend: tuple[int, int] | None = None
) -> tuple[Path, int, int]:
    """A fit copy of a text file; with it how many rows were in another encoding, and how many mended."""
    foreign, mended = mending.write_fit(
        shape.path,
        target,
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        cap=plan.line_cap,
        mend=mend,
        skip=shape.skip,
        tick=tick,
    )
    return target, foreign, mended


def numbered(source: Source, rows: str) -> str:
    """SQL: ``rows`` (with ``place``, counted from 0 among the rows read) with ``row``, the person's number.

    The number is what a spreadsheet shows: the header is row 1, blank rows count, and a field with line
    ends inside does not make its row two. Parquet has no header: its first row is row 1.
    """
    if not source.gaps:
        return f"SELECT *, place + {source.first_row} AS row FROM ({rows})"
    return (
        f"SELECT r.*, r.place + {source.first_row} + COALESCE(l.gap, 0) AS row FROM ({rows}) AS r"
        f" ASOF LEFT JOIN raw_lost AS l ON r.place + {source.first_row} >= l.place"
    )
