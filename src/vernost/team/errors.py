"""Leaves of core.errors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Conflict


class MonthRuns(Conflict):
    code = "month_runs"
    message = _("This month is not over yet: it can be closed from the first day of the next one.")


class EarlierOpen(Conflict):
    code = "earlier_month_open"
    message = _("An earlier month is still open: close it first.")


class Published(Conflict):
    code = "course_published"
    message = _("This version is published and stays as it is: begin a new one.")


class Answered(Conflict):
    code = "idea_rewarded"
    message = _("The reward for this idea is paid already.")
