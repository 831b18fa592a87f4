"""What may go wrong with employees, besides the errors of core."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Invalid


class LastDirector(Invalid):
    message = _("This is the only director: make somebody else a director first.")

    def __init__(self) -> None:
        super().__init__(self.message)
