"""What of this context hangs on a client. Handing over changes nothing: promises and steps follow their
client to whoever looks after them, and who gave the word stays."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.agenda.models import Answer, Contact, Promise, Step
from vernost.clients.belongings import Delete, Overwrite, Rows, register


def register_own() -> None:
    register(
        # Minutes and channels stay for sums (rules 1.9, 5.7), words kept and broken for the share (5.2).
        Rows(Contact, label=_("contacts"), erasing=Overwrite({"text": ""}), private=("author", "token")),
        Rows(
            Promise,
            label=_("promises"),
            erasing=Overwrite({"text": ""}),
            private=("contact", "by", "settled_by", "put_off_to"),
        ),
        Rows(Step, label=_("next steps"), erasing=Delete(), private=("contact", "set_by", "settled_by")),
        Rows(
            Answer,
            label=_("answers to reminders"),
            erasing=Delete(),
            same=("cause", "of"),
            private=("by",),
        ),
    )
