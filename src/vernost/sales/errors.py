"""Leaves of core.errors."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vernost.core.errors import Conflict, Invalid


class MovedAlready(Conflict):
    """Of two people who move one deal, the second is told who was first and where it is."""

    code = "deal_moved"

    def __init__(self, *, who: str, stage: str) -> None:
        text = _("{name} has moved this deal to “{stage}” meanwhile.")
        super().__init__(text.format(name=who or _("Vernost"), stage=stage))


class Ended(Conflict):
    code = "deal_ended"
    message = gettext_lazy("This deal has ended already: open it again first.")


class OrderStands(Conflict):
    code = "deal_order_stands"
    message = gettext_lazy(
        "The order of this deal stands: cancel it first, then the deal can be opened again."
    )


class StageTaken(Invalid):
    """A stage with deals on it is not deleted without saying where they go."""

    code = "stage_taken"

    def __init__(self) -> None:
        super().__init__(move_to=_("Deals stand on this stage: say to which one they go."))
