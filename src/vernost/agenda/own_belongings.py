"""What of this context hangs on a client. Handing over changes little: promises and tasks follow their
client to whoever looks after them, and who gave the word stays."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vernost.agenda.first_calls import Tasks
from vernost.agenda.models import Answer, Contact, Done, Kept, Promise, Step
from vernost.clients.belongings import Delete, Overwrite, Rows, register


def register_own() -> None:
    register(
        # Minutes and channels stay for sums (rules 1.9, 5.7), words kept and broken for the share (5.2).
        Rows(Contact, label=_("contacts"), erasing=Overwrite({"text": ""}), private=("author", "token")),
        Rows(
            Promise,
            label=_("promises"),
            erasing=Overwrite({"text": ""}),
            private=("contact", "by", "settled_by", "put_off_to", "about_type", "about_id"),
            waiting=Q(state=Kept.OPEN),
            waiting_label=_("open promises"),
        ),
        Tasks(
            Step,
            label=_("next steps"),
            erasing=Delete(),
            private=("contact", "set_by", "settled_by", "key", "moment", "for_employee"),
            waiting=Q(state=Done.OPEN),
            waiting_label=_("open tasks"),
        ),
        Rows(
            Answer,
            label=_("answers to reminders"),
            erasing=Delete(),
            same=("cause", "of", "ref"),
            private=("by", "ref"),
        ),
    )
