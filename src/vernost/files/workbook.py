"""Sheets of XLSX, XLS, XLSB and ODS files as rows of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, load_workbook

from vernost.files import columns, layout
from vernost.files.formats import SAVE_AS, problem
from vernost.files.problems import N_

_HEAD = 1030
Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Book:
    """The beginning of the sheet that holds the table: its name, header and first rows."""

    sheet: str
    skip: int
    has_header: bool
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read(path: Path, wanted: str | None = None) -> Book:
    """The sheet ``wanted``, else the one whose header has most known names, else the first with rows."""
    book = _open(path)
    names = [wanted] if wanted is not None else book.sheet_names
    if wanted is not None and wanted not in book.sheet_names:
        raise problem(
            "no_such_sheet",
            path,
            N_("%(file)s has no sheet «%(sheet)s». Its sheets: %(sheets)s."),
            sheet=wanted,
            sheets=", ".join(book.sheet_names),
        )
    best: Book | None = None
    for name in names:
        found = _sheet(book, name)
        if found.headers and (best is None or columns.matched(found.headers) > columns.matched(best.headers)):
            best = found
    if best is None:
        raise problem("empty", path, N_("%(file)s is empty."), N_("Export the orders again."))
    return best


def _open(path: Path) -> CalamineWorkbook:
    try:
        return load_workbook(str(path))
    except (CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower():
            raise problem(
                "password", path, N_("%(file)s is protected by a password."), N_("Save it without one.")
            ) from None
        raise problem(
            "damaged",
            path,
            N_("%(file)s is not a workbook that can be opened: %(why)s."),
            SAVE_AS,
            why=str(error).rstrip("."),
        ) from None


def _sheet(book: CalamineWorkbook, name: str) -> Book:
    rows = [[text(cell) for cell in row] for row in _cells(book.get_sheet_by_name(name), _HEAD)]
    filled = [(above, row) for above, row in enumerate(rows) if any(row)]
    place = layout.header_place([row for _, row in filled])
    if not filled:
        return Book(name, 0, True, (), ())
    if place is None:
        width = max(len(row) for _, row in filled)
        headers = tuple(f"column {number}" for number in range(1, width + 1))
        return Book(name, filled[0][0], False, headers, tuple(tuple(row) for _, row in filled))
    skip, titles = filled[place]
    return Book(name, skip, True, layout.unique(titles), tuple(tuple(row) for _, row in filled[place + 1 :]))


def _cells(sheet: CalamineSheet, limit: int | None) -> Sequence[Sequence[Cell]]:
    # Empty rows above the table count: the person sees their numbers.
    return sheet.to_python(skip_empty_area=False, nrows=limit)


def text(cell: Cell) -> str:
    """A cell as the text that the other readers know: ISO dates, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return str(cell)


def rows(path: Path, sheet: str, skip: int) -> Iterator[Sequence[Cell]]:
    """Every row of the sheet from row ``skip`` (counted from 0) on."""
    yield from _cells(_open(path).get_sheet_by_name(sheet), None)[skip:]
