"""What of winning back hangs on a client.

A merge moves what the survivor has no like of; what would be a second open plan, a second real reason or a
second decision stays with the absorbed client, out of sight, and is there again when the merge is undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import Delete, HandOver, Overwrite, Rows, TakeBack, register
from vernost.core import clock
from vernost.core.errors import Text
from vernost.winback.models import OPEN, Candidate, ClientReason, LetGo, Plan, Standing
from vernost.winback.services.ranking import ranked_again

SAID = {"note": "", "answer": ""}


class OneOf(Rows):
    """Of the rows that ``only`` names a client has one at most."""

    def __init__(self, *args: Any, only: Q, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = only

    def movable(self, survivor_id: int, absorbed_id: int) -> QuerySet[Any]:
        rows = super().movable(survivor_id, absorbed_id)
        return rows.exclude(self.only) if self.of([survivor_id]).filter(self.only).exists() else rows


class Plans(OneOf):
    def hand_over(self, handover: HandOver) -> Any:
        """Open plans go to whoever takes the client over."""
        return self.assign(handover.client_ids, "responsible", handover.successor_id, Q(state__in=OPEN))

    def take_back(self, back: TakeBack, record: Any) -> Sequence[Text]:
        self.assign_back(back, "responsible", back.successor_id, record)
        return ()

    def erase(self, client_ids: Sequence[int]) -> None:
        """Nobody is left to win back; that there was a plan stays for the figures."""
        rows = self.of(client_ids)
        rows.filter(state__in=OPEN).update(state=Standing.CLOSED, ended_on=clock.today())
        rows.update(**SAID)


class Ranked(Rows):
    """Computed: not moved, but ranked anew from whose facts there are then."""

    def owned_by(self, client_ids: Sequence[int], owner_id: int) -> None:
        self.of(client_ids).update(owner=owner_id)

    def merge(self, *, survivor_id: int, absorbed_id: int) -> Any:
        self.of([absorbed_id]).delete()
        transaction.on_commit(lambda: ranked_again([survivor_id, absorbed_id]))
        return []

    def undo(self, *, survivor_id: int, absorbed_id: int, record: Any) -> None:
        transaction.on_commit(lambda: ranked_again([survivor_id, absorbed_id]))

    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        return []


def register_own() -> None:
    register(
        Plans(
            Plan,
            label=_("win-back plans"),
            erasing=Overwrite(SAID),
            only=Q(ended_on=None),
            private=("by", "responsible", "round", "template", "template_version", "offer_cost", "worth"),
            waiting=Q(state__in=OPEN),
            waiting_label=_("open win-back plans"),
        ),
        OneOf(
            ClientReason,
            label=_("reasons why they left"),
            erasing=Overwrite({"note": ""}),
            same=("reason",),
            only=Q(is_real=True),
            private=("said_by", "confirmed_by"),
        ),
        OneOf(
            LetGo,
            label=_("decisions to let them go"),
            erasing=Overwrite({"why": ""}),
            only=Q(taken_back_on=None),
            private=("by", "taken_back_by"),
        ),
        Ranked(Candidate, label=_("rank among the lost"), erasing=Delete()),
    )
