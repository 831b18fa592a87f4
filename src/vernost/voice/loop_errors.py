"""What may be refused about paths of answers and improvements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Conflict


class LoopClosed(Conflict):
    """Of two people who walk one path the second is told."""

    code = "loop_closed"
    message = _("Somebody has dealt with this answer meanwhile. Look at how it ended.")


class LoopNotYours(Conflict):
    code = "loop_not_yours"
    message = _("Whoever closed it may take that back, within a day.")


class ImprovementMoved(Conflict):
    code = "improvement_moved"
    message = _("The improvement has changed meanwhile. Look at where it stands now.")


class ImprovementOver(Conflict):
    code = "improvement_over"
    message = _("This improvement is closed: begin a new one with what was learned.")
