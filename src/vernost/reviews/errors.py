"""Leaves of core.errors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Conflict, TooMany


class DecidedAlready(Conflict):
    """Of two who look a review over, the second is told."""

    code = "review_decided"
    message = _(
        "Somebody else has dealt with this review meanwhile, or its author changed it. Look at it anew."
    )


class NotAgreed(Conflict):
    code = "review_not_agreed"
    message = _("Its author has not agreed to its publication. Ask them first.")


class AskedLately(Conflict):
    code = "review_asked_lately"
    message = _("This client was asked for a review not long ago. Nobody is asked more often than you set.")


class HeldBack(Conflict):
    """Why is said by the door of letters."""

    code = "review_held_back"
    message = _("The letter may not go to this client now.")


class TooManyReviews(TooMany):
    code = "too_many_reviews"
    message = _("Too many reviews from this address. Try again in an hour, or call us.")
