"""Leaves of core.errors."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vernost.core.errors import Conflict, TooMany
from vernost.staff.models import Employee


class TakenAlready(Conflict):
    """Of two people who take the same request, the second is told who was first."""

    code = "taken_already"

    def __init__(self, who: Employee | None) -> None:
        name = who.name if who is not None else _("Vernost")
        super().__init__(_("This request has been taken already: {name}.").format(name=name))


class NotOpen(Conflict):
    code = "not_open"
    message = gettext_lazy("This request is settled. Open it again first.")


class ManagersOwn(Conflict):
    code = "managers_own"
    message = gettext_lazy(
        "This client has a manager, and the request is theirs. To give it to somebody else, hand the client "
        "over."
    )


class TooManyRequests(TooMany):
    code = "too_many_requests"
    message = gettext_lazy("Too many requests from your address. Wait a little, or call us.")
