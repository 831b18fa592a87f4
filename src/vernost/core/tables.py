"""A table as a file: CSV in pieces as the rows come, or a workbook; no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from vernost.core.birthdays import has_year, written

BATCH = 500
FIRST_YEAR_OF_XLSX = 1900
_PLAIN_NUMBER = re.compile(r"[+-]?[\d\s().,\u00a0-]+")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_pieces(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """UTF-8 with a mark, by which Excel knows it, and semicolons: a double click opens it."""
    piece = io.StringIO()
    writer = csv.writer(piece, delimiter=";")
    piece.write("\ufeff")
    writer.writerow([neutral(title) for title in titles])
    for number, values in enumerate(rows, start=1):
        writer.writerow([_plain(value) for value in values])
        if number % BATCH == 0:
            yield piece.getvalue()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue()


def xlsx_file(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """A workbook in a temporary file, written row by row: memory does not grow with it. A text is a text in
    it: no formula, no link, no number made of it. Closed by whoever sends it; it is gone then."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
        "default_date_format": "yyyy-mm-dd",
    }
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, bold)
        for line, values in enumerate(rows, start=1):
            for place, value in enumerate(values):
                _write_cell(sheet, line, place, value)
    file.seek(0)
    return file


def neutral(text: str) -> str:
    """A cell that no table program takes for a formula. Numbers and phones have nothing to run, and stay."""
    clean = text.replace("\x00", "")
    if clean.lstrip().startswith(_STARTS_FORMULA) or clean.startswith(_STARTS_FORMULA):
        return clean if _PLAIN_NUMBER.fullmatch(clean) else f"'{clean}"
    return clean


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _plain(value: Any) -> Any:
    return value if _is_number(value) else neutral(_text(value))


def _write_cell(sheet: Any, line: int, place: int, value: Any) -> None:
    if value is None or value == "":
        return
    if _is_number(value):
        sheet.write_number(line, place, float(value))
    elif isinstance(value, datetime):
        sheet.write_datetime(line, place, timezone.localtime(value))
    elif isinstance(value, date) and value.year >= FIRST_YEAR_OF_XLSX:
        sheet.write_datetime(line, place, value)
    else:
        sheet.write_string(line, place, _text(value)[:32767])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date) and not isinstance(value, datetime) and not has_year(value):
        return written(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    return str(value)
