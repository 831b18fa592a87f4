"""The list as a file: what one sees and may export, written down who took how much (rule 1.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.access.scoping import ScopedQuerySet
from vernost.clients import facets, kinds
from vernost.clients.errors import TooManyRows
from vernost.clients.facets import Column
from vernost.clients.models import Client
from vernost.clients.selectors.listing import Asked, cell, clients_of
from vernost.core.paging import keyset_page
from vernost.core.tables import BATCH, csv_pieces, xlsx_file
from vernost.journal.kinds import EntryKind
from vernost.journal.watch import count
from vernost.journal.write import record

MOST_IN_XLSX = 1_000_000


def clients_to_csv(actor: Actor, asked: Asked) -> Iterator[str]:
    """The file in pieces, as the rows come; written into the audit log before the first one leaves."""
    rows, columns = _begin(actor, asked, "csv")
    return csv_pieces(_titles(columns), _values(actor, rows, columns))


def clients_to_xlsx(actor: Actor, asked: Asked) -> IO[bytes]:
    """A workbook in a temporary file, written row by row."""
    rows, columns = _begin(actor, asked, "xlsx")
    return xlsx_file(_titles(columns), _values(actor, rows, columns))


def export_noted(actor: Actor, kind: EntryKind, *, rows: int, form: str, **data: Any) -> None:
    """Who took how many, into the audit log and the watch over the base; a workbook that would not hold them
    is refused before."""
    if form == "xlsx" and rows > MOST_IN_XLSX:
        raise TooManyRows(_("A workbook holds at most {limit} rows: take CSV.").format(limit=MOST_IN_XLSX))
    record(actor, kind, data={"rows": rows, **data, "format": form})
    if actor.employee_id is not None:
        count(actor.employee_id, exported=rows)


@transaction.atomic
def _begin(actor: Actor, asked: Asked, form: str) -> tuple[ScopedQuerySet[Client], list[Column]]:
    require(actor, "client.export")
    rows = clients_of(actor, asked)
    known = facets.columns(actor)
    columns = [known[name] for name in asked.columns if name in known] or list(known.values())
    names = [column.name for column in columns]
    export_noted(actor, kinds.EXPORTED, rows=rows.count(), form=form, columns=names)
    return rows, columns


def _titles(columns: Sequence[Column]) -> list[str]:
    return [str(column.label) for column in columns]


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
