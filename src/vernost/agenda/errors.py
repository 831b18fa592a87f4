"""Leaves of core.errors."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vernost.core.errors import Conflict
from vernost.staff.models import Employee


class DoneAlready(Conflict):
    """Of two people who finish the same thing, the second is told who was first."""

    code = "done_already"

    def __init__(self, who: Employee | None) -> None:
        name = who.name if who is not None else _("Vernost")
        super().__init__(_("This has been settled already: {name}.").format(name=name))
