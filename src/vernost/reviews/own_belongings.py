"""What of this context hangs on a client: askings, and reviews with every word in them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import Overwrite, Rows, register
from vernost.core import clock
from vernost.reviews.models import Ask, Review, State

BLANK = {
    "text": "", "name": "", "phone": "", "email": "", "original": "", "answer": "", "answered_at": None,
    "reason": "", "agreed_how": "", "secret": "",
}  # fmt: skip
PRIVATE = ("version", "key", "secret", "taken_by", "decided_by", "answered_by", "ask", "order", "reason")


class Reviews(Rows):
    def erase(self, client_ids: Sequence[int]) -> None:
        """The stars stay for the mean; no word does, and nothing stands on the site any more."""
        rows = self.of(client_ids)
        rows.filter(state=State.PUBLISHED).update(state=State.HIDDEN)
        rows.filter(~Q(agreed_at=None), withdrawn_at=None).update(withdrawn_at=clock.now())
        self.of(client_ids).update(**BLANK)


def register_own() -> None:
    dead = Overwrite({"secret": ""})
    register(
        Rows(Ask, label=_("requests for reviews"), erasing=dead, private=("secret", "letter", "order", "by"))
    )
    register(Reviews(Review, label=_("reviews"), erasing=Overwrite(BLANK), private=PRIVATE))
