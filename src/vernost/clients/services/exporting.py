"""The list as a file: what one sees and may export, written down who took how much (rule 1.2)."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.access.scoping import ScopedQuerySet
from vernost.clients import facets, kinds
from vernost.clients.errors import TooManyRows
from vernost.clients.facets import Column
from vernost.clients.models import Client
from vernost.clients.selectors.listing import Asked, cell, clients_of
from vernost.core.birthdays import has_year, written
from vernost.core.paging import keyset_page
from vernost.journal.watch import count
from vernost.journal.write import record

BATCH = 500
MOST_IN_XLSX = 1_000_000
FIRST_YEAR_OF_XLSX = 1900
_PLAIN_NUMBER = re.compile(r"[+-]?[\d\s().,\u00a0-]+")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def clients_to_csv(actor: Actor, asked: Asked) -> Iterator[str]:
    """The file in pieces, as the rows come; written into the audit log before the first one leaves."""
    rows, columns = _begin(actor, asked, "csv")
    return _csv(actor, rows, columns)


def clients_to_xlsx(actor: Actor, asked: Asked) -> IO[bytes]:
    """A workbook in a temporary file, written row by row: memory does not grow with it."""
    rows, columns = _begin(actor, asked, "xlsx", most=MOST_IN_XLSX)
    # Closed by whoever sends it; a temporary file is gone then.
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    with workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, str(column.label), book.add_format({"bold": True}))
        for line, values in enumerate(_values(actor, rows, columns), start=1):
            for place, value in enumerate(values):
                write_cell(sheet, line, place, value)
    file.seek(0)
    return file


def workbook(file: IO[bytes]) -> Any:
    """A workbook in which a text is a text: no formula, no link, no number made of it."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
        "default_date_format": "yyyy-mm-dd",
    }
    return xlsxwriter.Workbook(file, options)


def write_cell(sheet: Any, line: int, place: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool | str) or not isinstance(value, int | float | Decimal | date):
        sheet.write_string(line, place, _text(value)[:32767])
    elif isinstance(value, datetime):
        sheet.write_datetime(line, place, timezone.localtime(value))
    elif isinstance(value, date) and value.year >= FIRST_YEAR_OF_XLSX:
        sheet.write_datetime(line, place, value)
    elif isinstance(value, date):
        sheet.write_string(line, place, _text(value))
    else:
        sheet.write_number(line, place, float(value))


@transaction.atomic
def _begin(
    actor: Actor, asked: Asked, form: str, *, most: int | None = None
) -> tuple[ScopedQuerySet[Client], list[Column]]:
    require(actor, "client.export")
    rows = clients_of(actor, asked)
    number = rows.count()
    if most is not None and number > most:
        raise TooManyRows(_("A workbook holds at most {limit} rows: take CSV.").format(limit=most))
    known = facets.columns(actor)
    columns = [known[name] for name in asked.columns if name in known] or list(known.values())
    names = [column.name for column in columns]
    record(actor, kinds.EXPORTED, data={"rows": number, "columns": names, "format": form})
    if actor.employee_id is not None:
        count(actor.employee_id, exported=number)
    return rows, columns


def _csv(actor: Actor, rows: ScopedQuerySet[Client], columns: Sequence[Column]) -> Iterator[str]:
    piece = io.StringIO()
    writer = csv.writer(piece, delimiter=";")
    piece.write("\ufeff")  # by which Excel knows UTF-8
    writer.writerow([neutral(str(column.label)) for column in columns])
    for number, values in enumerate(_values(actor, rows, columns), start=1):
        writer.writerow([neutral(_text(value)) for value in values])
        if number % BATCH == 0:
            yield piece.getvalue()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue()


def _values(actor: Actor, rows: ScopedQuerySet[Client], columns: Sequence[Column]) -> Iterator[list[Any]]:
    after = ""
    joined = rows.select_related("owner", *facets.joined())
    while True:
        page = keyset_page(joined, order=("name_key", "id"), after=after, limit=BATCH)
        ids = [client.pk for client in page.rows]
        gathered = {column.name: column.many(actor, ids) for column in columns if column.many}
        for client in page.rows:
            yield [cell(client, column, gathered) for column in columns]
        after = page.next
        if not after:
            return


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


def neutral(text: str) -> str:
    """A cell that no table program takes for a formula. Numbers and phones have nothing to run, and stay."""
    clean = text.replace("\x00", "")
    if clean.lstrip().startswith(_STARTS_FORMULA) or clean.startswith(_STARTS_FORMULA):
        return clean if _PLAIN_NUMBER.fullmatch(clean) else f"'{clean}"
    return clean
