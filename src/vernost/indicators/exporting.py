"""The board, or the days of one indicator, as a file; who took it is in the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core.tables import csv_pieces, xlsx_file
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
    return "".join(csv_pieces(*table)) if form == "csv" else xlsx_file(*table)
