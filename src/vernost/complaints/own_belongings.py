"""What of this context hangs on a client: cases, with all that was said in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import HandOver, Overwrite, Rows, TakeBack, register
from vernost.complaints.models import Complaint, Event, Step
from vernost.core.errors import Text

BLANK = {"text": "", "wish": "", "facts": "", "measures": ""}
PRIVATE = (
    "version", "key", "link", "taken_by", "responsible", "cause", "cost", "escalated_at", "left",
    "approved_by", "order",
)  # fmt: skip


class Cases(Rows):
    def hand_over(self, handover: HandOver) -> Any:
        """Open cases go to whoever takes the client over: none is left with somebody who sees it no more."""
        is_open = ~Q(step=Step.CONFIRMED)
        return self.assign(handover.client_ids, "responsible", handover.successor_id, is_open)

    def take_back(self, back: TakeBack, record: Any) -> Sequence[Text]:
        self.assign_back(back, "responsible", back.successor_id, record)
        return ()

    def erase(self, client_ids: Sequence[int]) -> None:
        """That there was a case, its cause and its times stay for the figures; no word does. The client's
        address of it is dead."""
        self.of(client_ids).update(**BLANK, link=F("link") + 1)
        Event._base_manager.filter(complaint__client__in=client_ids).update(text="")

    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        told = super().export(client_ids)
        said: dict[int, list[dict[str, Any]]] = {}
        shown = Event._base_manager.filter(complaint__client__in=client_ids, shown=True).order_by("at", "pk")
        for one in shown:
            said.setdefault(one.complaint_id, []).append({"at": one.at, "what": one.what, "text": one.text})
        keys = self.of(client_ids).order_by("pk").values_list("pk", flat=True)
        return [case | {"said": said.get(pk, [])} for case, pk in zip(told, keys, strict=True)]


def register_own() -> None:
    register(Cases(Complaint, label=_("complaints"), erasing=Overwrite(BLANK), private=PRIVATE))
