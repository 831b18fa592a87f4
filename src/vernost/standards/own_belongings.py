"""What of this context hangs on a client: breaches of standards towards them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import Overwrite, Rows, register
from vernost.standards.models import Breach

PRIVATE = (
    "standard",
    "employee",
    "of_type",
    "of_id",
    "task_key",
    "apologised_by",
    "settled_by",
    "cause",
    "note",
)


def register_own() -> None:
    """That a standard was broken stays for the figures; no word of it does."""
    erasing = Overwrite({"what": "", "note": ""})
    register(Rows(Breach, label=_("breaches of standards"), erasing=erasing, private=PRIVATE))
