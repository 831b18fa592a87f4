"""What of this context hangs on a client."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import Keep, Rows, register
from vernost.playbooks.models import Usage


def register_own() -> None:
    register(
        Rows(
            Usage,
            label=_("uses of playbooks"),
            erasing=Keep("which words helped, on which day; not a word of the client"),
            same=("version", "employee", "day"),
            private=("employee",),
        )
    )
