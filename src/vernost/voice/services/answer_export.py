"""Answers as a file, in pieces as the rows come; who took how many is in the audit log (rule 1.2)."""

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
from vernost.voice import theme_kinds
from vernost.voice.selectors.answers import ORDER, AskedAnswers, answers_asked
from vernost.voice.selectors.causes import of_responses

BATCH = 500


def answers_to_csv(actor: Actor, asked: AskedAnswers) -> Iterator[str]:
    """UTF-8 with a mark, semicolons: a double click opens it; no cell is taken for a formula."""
    _begin(actor, asked, "csv")
    return _csv(actor, asked)


def answers_to_xlsx(actor: Actor, asked: AskedAnswers) -> IO[bytes]:
    """A workbook in a temporary file, written row by row; texts stay texts, whatever they begin with."""
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


def _begin(actor: Actor, asked: AskedAnswers, form: str, *, most: int | None = None) -> None:
    with transaction.atomic():
        require(actor, "voice.export")
        number = answers_asked(actor, asked).count()
        if most is not None and number > most:
            raise TooManyRows(_("A workbook holds at most {limit} rows: take CSV.").format(limit=most))
        record(actor, theme_kinds.EXPORTED, data={"rows": number, "format": form})
        if actor.employee_id is not None:
            count(actor.employee_id, exported=number)


def _titles() -> list[str]:
    return [
        _("Day"), _("Survey"), _("Client id"), _("Client name"), _("Score"), _("Comment"), _("Causes"),
        _("Channel"), _("Manager"), _("Segment"), _("Product"), _("ABC class"),
    ]  # fmt: skip


def _pages(actor: Actor, asked: AskedAnswers) -> Iterator[list[list[Any]]]:
    after = ""
    while True:
        rows = answers_asked(actor, asked).select_related("client", "owner", "survey")
        page = keyset_page(rows, order=ORDER, after=after, limit=BATCH)
        causes = of_responses(actor, [one.pk for one in page.rows])
        yield [
            [
                one.day, one.survey.name, one.client_id, one.client.name if one.client else "", one.score,
                one.comment, ", ".join(str(theme.cause) for theme in causes.get(one.pk, ())),
                one.get_channel_display(), one.owner.name if one.owner else "", one.segment, one.product,
                one.abc,
            ]
            for one in page.rows
        ]  # fmt: skip
        after = page.next
        if not after:
            return


def _csv(actor: Actor, asked: AskedAnswers) -> Iterator[str]:
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
