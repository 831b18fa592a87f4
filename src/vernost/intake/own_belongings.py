"""What of this context hangs on a client. Requests go with their client: whoever looks after the client sees
them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import HandOver, Overwrite, Rows, TakeBack, register
from vernost.clients.models import Client
from vernost.core.errors import Text
from vernost.intake.models import OPEN, Request

BATCH = 500
PRIVATE = ("token", "assigned_to", "answered_by", "taken_by", "form", "again_of", "note", "escalated_at")


class Requests(Rows):
    def hand_over(self, handover: HandOver) -> Any:
        self._give(handover.client_ids, handover.successor_id)
        return True

    def take_back(self, back: TakeBack, record: Any) -> Sequence[Text]:
        self._give(back.client_ids, back.leaver_id)
        return ()

    def _give(self, client_ids: Sequence[int], employee_id: int) -> None:
        for start in range(0, len(client_ids), BATCH):
            self.of(client_ids[start : start + BATCH]).update(assigned_to=employee_id)

    def merge(self, *, survivor_id: int, absorbed_id: int) -> Any:
        record = super().merge(survivor_id=survivor_id, absorbed_id=absorbed_id)
        _to_managers(survivor_id)
        return record

    def undo(self, *, survivor_id: int, absorbed_id: int, record: Any) -> None:
        super().undo(survivor_id=survivor_id, absorbed_id=absorbed_id, record=record)
        _to_managers(absorbed_id)


def _to_managers(client_id: int) -> None:
    owner = Client._base_manager.filter(pk=OuterRef("client")).values("owner")
    Request._base_manager.filter(client=client_id, client__owner__isnull=False).update(
        assigned_to=Subquery(owner)
    )


def register_own() -> None:
    blank = dict.fromkeys(("name", "phone", "email", "company", "text", "note", "token"), "")
    register(
        # Channels and minutes stay for the share answered in time (rule 7.1).
        Requests(
            Request,
            label=_("requests"),
            erasing=Overwrite(blank),
            private=(
                "token",
                "assigned_to",
                "answered_by",
                "taken_by",
                "form",
                "again_of",
                "note",
                "escalated_at",
            ),
            waiting=Q(state__in=OPEN),
            waiting_label=_("unanswered requests"),
        ),
    )
