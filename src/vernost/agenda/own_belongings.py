"""What of this context hangs on a client. Handing over changes little: promises and tasks follow their
client to whoever looks after them, and who gave the word stays."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Role
from vernost.agenda.models import Answer, Contact, Done, Promise, Step
from vernost.clients.belongings import Delete, HandOver, Overwrite, Rows, register


class Tasks(Rows):
    """An open task that was somebody's own day is the successor's with the client, unless it was given to
    somebody else on purpose (a head's call to a critic stays the head's)."""

    def hand_over(self, handover: HandOver) -> None:
        rows = self.of(handover.client_ids).filter(state=Done.OPEN, for_employee__isnull=False)
        rows.filter(for_employee__role=Role.MANAGER).update(for_employee=None)


def register_own() -> None:
    register(
        # Minutes and channels stay for sums (rules 1.9, 5.7), words kept and broken for the share (5.2).
        Rows(Contact, label=_("contacts"), erasing=Overwrite({"text": ""}), private=("author", "token")),
        Rows(
            Promise,
            label=_("promises"),
            erasing=Overwrite({"text": ""}),
            private=("contact", "by", "settled_by", "put_off_to", "about_type", "about_id"),
        ),
        Tasks(
            Step,
            label=_("next steps"),
            erasing=Delete(),
            private=("contact", "set_by", "settled_by", "key", "moment", "for_employee"),
        ),
        Rows(
            Answer,
            label=_("answers to reminders"),
            erasing=Delete(),
            same=("cause", "of", "ref"),
            private=("by", "ref"),
        ),
    )
