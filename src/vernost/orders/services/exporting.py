"""Orders as a file, in pieces as the rows come; who took how many is in the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.services.exporting import export_noted
from vernost.core.paging import keyset_page
from vernost.core.tables import BATCH, csv_pieces, xlsx_file
from vernost.orders import kinds
from vernost.orders.selectors.orders import Asked, orders_asked


def orders_to_csv(actor: Actor, asked: Asked | None = None) -> Iterator[str]:
    """UTF-8 with a mark, semicolons: a double click opens it, and the import reads it back."""
    asked = asked or Asked()
    _begin(actor, asked, "csv")
    return csv_pieces(_titles(), _rows(actor, asked))


def orders_to_xlsx(actor: Actor, asked: Asked | None = None) -> IO[bytes]:
    """A workbook in a temporary file, written row by row; texts stay texts, whatever they begin with."""
    asked = asked or Asked()
    _begin(actor, asked, "xlsx")
    return xlsx_file(_titles(), _rows(actor, asked))


@transaction.atomic
def _begin(actor: Actor, asked: Asked, form: str) -> None:
    require(actor, "order.export")
    export_noted(actor, kinds.EXPORTED, rows=orders_asked(actor, asked).count(), form=form)


def _titles() -> list[str]:
    return [
        _("Number"), _("Order date"), _("Client id"), _("Client name"), _("State"), _("Sum"),
        _("Given back"), _("Margin"), _("Manager"), _("Promised for"), _("Delivered"),
    ]  # fmt: skip


def _rows(actor: Actor, asked: Asked) -> Iterator[list[Any]]:
    """Rows as the database has them, a page at a time."""
    after = ""
    while True:
        rows = orders_asked(actor, asked).select_related("client", "manager")
        page = keyset_page(rows, order=("placed_at", "id"), after=after, limit=BATCH)
        yield from (
            [
                order.number, order.day, order.client_id, order.client.name, order.get_state_display(),
                order.amount, order.refunded, order.margin, order.manager.name if order.manager else "",
                order.promised_on, order.delivered_on,
            ]
            for order in page.rows
        )  # fmt: skip
        after = page.next
        if not after:
            return
