"""Leaves of core.errors."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vernost.core.errors import Conflict, Invalid
from vernost.staff.models import Employee


class DoneAlready(Conflict):
    """Of two people who finish the same thing, the second is told who was first."""

    code = "done_already"

    def __init__(self, who: Employee | None) -> None:
        name = who.name if who is not None else _("Vernost")
        super().__init__(_("This has been settled already: {name}.").format(name=name))


class ClosedClient(Invalid):
    """Nothing is planned for a closed client (rule 2.4). As ``Invalid`` it stands at its field of a form."""

    code = "client_closed"
