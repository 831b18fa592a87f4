"""What may be refused about courtesies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import TooMany


class TooManyAnswers(TooMany):
    code = "too_many_answers"
    message = _("Too many answers from this address. Try again in an hour, or call us.")
