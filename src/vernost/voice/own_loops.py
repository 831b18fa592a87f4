"""Paths of answers hang on a client: the open ones go to whoever takes the client over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import HandOver, Overwrite, Rows, TakeBack, register
from vernost.core.errors import Text
from vernost.voice.models import Loop

BLANK = {"did": "", "note": "", "repeat_at": None}
PRIVATE = (
    "response", "whose", "moves", "tries", "tried_at", "late_at", "told", "closed_by", "note", "about_type",
    "about_id", "repeat", "repeat_at", "repeat_held", "version", "took", "due_at",
)  # fmt: skip
OPEN = Q(closed_at=None)


class Loops(Rows):
    def hand_over(self, handover: HandOver) -> Any:
        """None is left with somebody who sees the client no more; what was walked stays theirs."""
        return self.assign(handover.client_ids, "whose", handover.successor_id, OPEN)

    def take_back(self, back: TakeBack, record: Any) -> Sequence[Text]:
        self.assign_back(back, "whose", back.successor_id, record)
        return ()


def register_own() -> None:
    register(
        # Paths, outcomes and times stay for the shares; no word does, and nobody is asked again.
        Loops(
            Loop, label=_("what follows from answers"), erasing=Overwrite(BLANK), private=PRIVATE,
            waiting=OPEN, waiting_label=_("answers that wait for an act of ours"),
        )
    )  # fmt: skip
