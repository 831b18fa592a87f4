"""Leaves of core.errors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Conflict


class OnItsWay(Conflict):
    code = "letter_on_its_way"
    message = _("The letter is being sent this very moment, or has left already.")


class NotAgain(Conflict):
    code = "letter_not_again"
    message = _("Only a letter that was not delivered is sent again.")
