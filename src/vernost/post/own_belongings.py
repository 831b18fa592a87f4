"""What of this context hangs on a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import HandOver, Overwrite, Rows, TakeBack, register
from vernost.core.errors import Text
from vernost.post import handover_letters
from vernost.post.models import InboundLetter, Letter, State

# That a letter left, and when, stays for sums; whom it was to and what it said goes.
NOTHING_SAID = {
    "address": "",
    "subject": "",
    "text": "",
    "html": "",
    "words": "",
    "last_error": "",
    "key": "",
}
INSIDE = ("secret", "lease_token", "lease_until", "last_error", "attempts", "due_at", "begun_at", "author")


class Letters(Rows):
    """They follow their client. Those of a handover that have not left are called back with it."""

    def hand_over(self, handover: HandOver) -> Any:
        return handover.handover_id

    def take_back(self, back: TakeBack, record: Any) -> Sequence[Text]:
        return handover_letters.recall(back)

    def erase(self, client_ids: Sequence[int]) -> None:
        waiting = self.of(client_ids).filter(state=State.QUEUED)
        waiting.update(state=State.CANCELLED, due_at=None, lease_token="")
        super().erase(client_ids)


NO_ANSWER = {"name": "", "address": "", "subject": "", "text": "", "attachments": []}


def register_own() -> None:
    answers = Overwrite(NO_ANSWER)
    register(Rows(InboundLetter, label=_("answers to letters"), erasing=answers, private=("token", "letter")))
    register(Letters(Letter, label=_("letters"), erasing=Overwrite(NOTHING_SAID), private=INSIDE))
