"""Answers as a file, in pieces as the rows come; who took how many is in the audit log (rule 1.2)."""

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
from vernost.voice import theme_kinds
from vernost.voice.selectors.answers import ORDER, AskedAnswers, answers_asked
from vernost.voice.selectors.causes import of_responses


def answers_to_csv(actor: Actor, asked: AskedAnswers) -> Iterator[str]:
    """UTF-8 with a mark, semicolons: a double click opens it; no cell is taken for a formula."""
    _begin(actor, asked, "csv")
    return csv_pieces(_titles(), _rows(actor, asked))


def answers_to_xlsx(actor: Actor, asked: AskedAnswers) -> IO[bytes]:
    """A workbook in a temporary file, written row by row; texts stay texts, whatever they begin with."""
    _begin(actor, asked, "xlsx")
    return xlsx_file(_titles(), _rows(actor, asked))


@transaction.atomic
def _begin(actor: Actor, asked: AskedAnswers, form: str) -> None:
    require(actor, "voice.export")
    export_noted(actor, theme_kinds.EXPORTED, rows=answers_asked(actor, asked).count(), form=form)


def _titles() -> list[str]:
    return [
        _("Day"), _("Survey"), _("Client id"), _("Client name"), _("Score"), _("Comment"), _("Causes"),
        _("Channel"), _("Manager"), _("Segment"), _("Product"), _("ABC class"),
    ]  # fmt: skip


def _rows(actor: Actor, asked: AskedAnswers) -> Iterator[list[Any]]:
    after = ""
    while True:
        rows = answers_asked(actor, asked).select_related("client", "owner", "survey")
        page = keyset_page(rows, order=ORDER, after=after, limit=BATCH)
        causes = of_responses(actor, [one.pk for one in page.rows])
        yield from (
            [
                one.day, one.survey.name, one.client_id, one.client.name if one.client else "", one.score,
                one.comment, ", ".join(str(theme.cause) for theme in causes.get(one.pk, ())),
                one.get_channel_display(), one.owner.name if one.owner else "", one.segment, one.product,
                one.abc,
            ]
            for one in page.rows
        )  # fmt: skip
        after = page.next
        if not after:
            return
