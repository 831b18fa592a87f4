"""Leaves of core.errors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Conflict


class MovedAlready(Conflict):
    """Of two people who do the same step, the second is told."""

    code = "complaint_moved"
    message = _("The case has moved meanwhile. Look at where it stands now.")


class WaitsForApproval(Conflict):
    code = "complaint_waits"
    message = _("The compensation waits for approval: until then it cannot be promised to the client.")


class OverAlready(Conflict):
    code = "complaint_over"
    message = _("The client has confirmed that this is settled. Open the case again first.")
