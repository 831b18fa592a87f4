"""Orders as a file, in pieces as the rows come; who took how many is in the audit log."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.services.exporting import neutral
from vernost.core.paging import keyset_page
from vernost.journal.watch import count
from vernost.journal.write import record
from vernost.orders import kinds
from vernost.orders.selectors.orders import Asked, orders_asked

BATCH = 500


def orders_to_csv(actor: Actor, asked: Asked | None = None) -> Iterator[str]:
    """UTF-8 with a mark, semicolons: a double click opens it, and the import reads it back."""
    asked = asked or Asked()
    with transaction.atomic():
        require(actor, "order.export")
        number = orders_asked(actor, asked).count()
        record(actor, kinds.EXPORTED, data={"rows": number})
        if actor.employee_id is not None:
            count(actor.employee_id, exported=number)
    return _csv(actor, asked)


def _csv(actor: Actor, asked: Asked) -> Iterator[str]:
    piece = io.StringIO()
    writer = csv.writer(piece, delimiter=";")
    piece.write("\ufeff")
    writer.writerow(
        (
            _("Number"), _("Order date"), _("Client id"), _("Client name"), _("State"), _("Sum"),
            _("Given back"),
            _("Margin"), _("Manager"), _("Promised for"), _("Delivered"),
        )
    )  # fmt: skip
    after = ""
    while True:
        rows = orders_asked(actor, asked).select_related("client", "manager")
        page = keyset_page(rows, order=("placed_at", "id"), after=after, limit=BATCH)
        for order in page.rows:
            writer.writerow(
                (
                    neutral(order.number), order.day, order.client_id, neutral(order.client.name),
                    order.get_state_display(),
                    order.amount, order.refunded, order.margin if order.margin is not None else "",
                    neutral(order.manager.name) if order.manager else "", order.promised_on or "",
                    order.delivered_on or "",
                )
            )  # fmt: skip
        yield piece.getvalue()
        piece.seek(0)
        piece.truncate()
        after = page.next
        if not after:
            return
