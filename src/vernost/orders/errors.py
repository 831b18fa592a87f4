"""What may be refused about orders and imports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Conflict, Invalid


class TooMuchBack(Invalid):
    code = "too_much_back"
    message = _("No more can be given back than was sold.")


class NotOpen(Conflict):
    code = "order_not_open"
    message = _("The order is delivered or cancelled already.")


class NoPromise(Invalid):
    code = "no_promise"
    message = _("No day was promised for this order: write it on the order first.")


class ToldAlready(Conflict):
    """Of two people who tell the client, the second learns who was first."""

    code = "told_already"


class ReturnOpen(Conflict):
    code = "return_open"
    message = _("A return of this order is open already.")


class ReturnEnded(Conflict):
    code = "return_ended"
    message = _("This return has ended already.")


class AlreadyRunning(Conflict):
    code = "import_running"
    message = _("This file is being imported already.")


class FileRefused(Invalid):
    """The file cannot be read: what is wrong, and what to do."""

    code = "file_refused"
