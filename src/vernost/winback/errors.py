"""Leaves of core.errors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Conflict


class HasPlan(Conflict):
    code = "winback_has_plan"
    message = _("This client has an open plan already.")


class LeftAlone(Conflict):
    """Comparison is honest only while nobody of the control group is asked."""

    code = "winback_left_alone"
    message = _("This client is in the control group and is left alone until the round is over.")


class WasLetGo(Conflict):
    code = "winback_was_let_go"
    message = _("This client was let go. Take the decision back first.")


class NotLost(Conflict):
    code = "winback_not_lost"
    message = _("This client is not lost, so there is nobody to win back.")


class PlanOver(Conflict):
    code = "winback_plan_over"
    message = _("This plan is over.")


class AnsweredAlready(Conflict):
    code = "winback_answered"
    message = _("You have answered this poll already.")


class AskingOver(Conflict):
    code = "winback_asking_over"
    message = _("It is closed: nothing can be added any more.")


class PlanMoved(Conflict):
    """Of two people who answer for the same step, the second is told."""

    code = "winback_plan_moved"
    message = _("The plan has moved meanwhile. Look at where it stands now.")
