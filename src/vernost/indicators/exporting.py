"""The board, or the days of one indicator, as a file; who took it is in the audit log."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.services.exporting import neutral, workbook, write_cell
from vernost.indicators import kinds, words
from vernost.indicators.measures import Indicator
from vernost.indicators.periods import SHOWN, Period
from vernost.indicators.selectors import Board, Subject, lines_of
from vernost.journal.write import record

Table = tuple[Sequence[str], list[list[Any]]]


def board_table(board: Board) -> Table:
    titles = [
        _("Number"), _("Group"), _("Indicator"), _("Unit"), _("Whose"), _("From"), _("Until"), _("Value"),
        _("Before"), _("Target"), _("Reached"),
    ]  # fmt: skip
    rows = []
    for line in board.lines:
        one = line.indicator
        is_reached = "" if line.is_reached is None else _("yes") if line.is_reached else _("no")
        rows.append(
            [
                one.number, str(one.group.value), str(one.name), str(one.unit_words),
                board.subject.name or _("The firm"), board.period.since, board.period.until,
                words.typed(one, line.value), words.typed(one, line.before),
                words.typed(one, line.aimed.target), is_reached,
            ]
        )  # fmt: skip
    return titles, rows


def periods_table(actor: Actor, one: Indicator, subject: Subject, period: Period) -> Table:
    """Of one indicator, period by period, the oldest first."""
    line = lines_of(actor, subject, [one], period)[0]
    titles = [_("From"), _("Until"), str(one.name)]
    rows: list[list[Any]] = []
    for place, value in enumerate(line.values):
        then = period.back(SHOWN - 1 - place)
        rows.append([then.since, then.until, words.typed(one, value)])
    return titles, rows


@transaction.atomic
def exported(actor: Actor, table: Table, form: str) -> str | IO[bytes]:
    require(actor, "indicator.export")
    record(actor, kinds.EXPORTED, data={"rows": len(table[1]), "format": form})
    return _csv(*table) if form == "csv" else _xlsx(*table)


def _csv(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """UTF-8 with a mark, semicolons: a double click opens it."""
    piece = io.StringIO()
    piece.write("\ufeff")
    writer = csv.writer(piece, delimiter=";")
    writer.writerow(titles)
    for values in rows:
        writer.writerow([_plain(one) for one in values])
    return piece.getvalue()


def _plain(value: Any) -> Any:
    return "" if value is None else neutral(value) if isinstance(value, str) else value


def _xlsx(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    # Closed by whoever sends it; a temporary file is gone then.
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    with workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, bold)
        for line, values in enumerate(rows, start=1):
            for place, value in enumerate(values):
                write_cell(sheet, line, place, value)
    file.seek(0)
    return file
