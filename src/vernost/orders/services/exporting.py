"""Orders as a file, in pieces as the rows come; who took how many is in the audit log."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.errors import TooManyRows
from vernost.clients.services.exporting import MOST_IN_XLSX, neutral, workbook, write_cell
from vernost.core.paging import keyset_page
from vernost.journal.watch import count
from vernost.journal.write import record
from vernost.orders import kinds
from vernost.orders.selectors.orders import Asked, orders_asked

BATCH = 500


def orders_to_csv(actor: Actor, asked: Asked | None = None) -> Iterator[str]:
    """UTF-8 with a mark, semicolons: a double click opens it, and the import reads it back."""
    asked = asked or Asked()
    _begin(actor, asked, "csv")
    return _csv(actor, asked)


def orders_to_xlsx(actor: Actor, asked: Asked | None = None) -> IO[bytes]:
    """A workbook in a temporary file, written row by row; texts stay texts, whatever they begin with."""
    asked = asked or Asked()
    _begin(actor, asked, "xlsx", most=MOST_IN_XLSX)
    # Closed by whoever sends it; a temporary file is gone then.
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    with workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, title in enumerate(_titles()):
            sheet.write_string(0, place, title, bold)
        for line, values in enumerate((row for page in _pages(actor, asked) for row in page), start=1):
            for place, value in enumerate(values):
                write_cell(sheet, line, place, value)
    file.seek(0)
    return file


def _begin(actor: Actor, asked: Asked, form: str, *, most: int | None = None) -> None:
    with transaction.atomic():
        require(actor, "order.export")
        number = orders_asked(actor, asked).count()
        if most is not None and number > most:
            raise TooManyRows(_("A workbook holds at most {limit} rows: take CSV.").format(limit=most))
        record(actor, kinds.EXPORTED, data={"rows": number, "format": form})
        if actor.employee_id is not None:
            count(actor.employee_id, exported=number)


def _titles() -> list[str]:
    return [
        _("Number"), _("Order date"), _("Client id"), _("Client name"), _("State"), _("Sum"),
        _("Given back"), _("Margin"), _("Manager"), _("Promised for"), _("Delivered"),
    ]  # fmt: skip


def _pages(actor: Actor, asked: Asked) -> Iterator[list[list[Any]]]:
    """Rows as the database has them, a page at a time."""
    after = ""
    while True:
        rows = orders_asked(actor, asked).select_related("client", "manager")
        page = keyset_page(rows, order=("placed_at", "id"), after=after, limit=BATCH)
        yield [
            [
                order.number, order.day, order.client_id, order.client.name, order.get_state_display(),
                order.amount, order.refunded, order.margin, order.manager.name if order.manager else "",
                order.promised_on, order.delivered_on,
            ]
            for order in page.rows
        ]  # fmt: skip
        after = page.next
        if not after:
            return


def _csv(actor: Actor, asked: Asked) -> Iterator[str]:
    piece = io.StringIO()
    writer = csv.writer(piece, delimiter=";")
    piece.write("\ufeff")
    writer.writerow(_titles())
    for page in _pages(actor, asked):
        for values in page:
            writer.writerow(
                [neutral(one) if isinstance(one, str) else "" if one is None else one for one in values]
            )
        yield piece.getvalue()
        piece.seek(0)
        piece.truncate()
