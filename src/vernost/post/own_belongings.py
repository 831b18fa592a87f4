"""What of this context hangs on a client. Handing over changes nothing: letters follow their client."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import Overwrite, Rows, register
from vernost.post.models import Letter, State

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
    def erase(self, client_ids: Sequence[int]) -> None:
        waiting = self.of(client_ids).filter(state=State.QUEUED)
        waiting.update(state=State.CANCELLED, due_at=None, lease_token="")
        super().erase(client_ids)


def register_own() -> None:
    register(Letters(Letter, label=_("letters"), erasing=Overwrite(NOTHING_SAID), private=INSIDE))
