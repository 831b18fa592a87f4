"""Leaves of core.errors that only the client base has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Conflict, Invalid


class EditedMeanwhile(Conflict):
    """``fresh``: what the editor did not touch, as it is now; ``version``: what to save against next."""

    code = "edited_meanwhile"

    def __init__(
        self, *, changes: Mapping[str, tuple[Any, Any]], fresh: Mapping[str, Any], version: int
    ) -> None:
        super().__init__(changes=changes)
        self.fresh, self.version = dict(fresh), version


class OthersMeanwhile(Conflict):
    """``number``: how many the filter means now."""

    code = "others_meanwhile"

    def __init__(self, *, number: int) -> None:
        self.number = number
        text = _(
            "The filter means another number of clients by now: {n}. Nothing is changed; look once more."
        )
        super().__init__(str(text).format(n=number))


class MergeNotLast(Conflict):
    code = "merge_not_last"
    message = _("Another client was merged later: take that merge back first.")


class AlreadyUndone(Conflict):
    code = "merge_undone"
    message = _("This merge has been taken back already.")


class BadFilter(Invalid):
    code = "bad_filter"
    message = _("This filter cannot be understood: it may have been made for fields that are no more.")


class TooManyRows(Invalid):
    code = "too_many_rows"
    message = _("That is too many at once.")


class NotPlanned(Conflict):
    code = "handover_run"
    message = _("This handover has been run already.")


class PlanIsOld(Conflict):
    code = "handover_plan_old"
    message = _("Their clients are others by now. The plan is brought up to date: look at it once more.")


class TooLateToTakeBack(Conflict):
    code = "handover_too_late"
    message = _("A handover can be taken back within a day, once. Hand the clients over anew.")


class OfferSettled(Conflict):
    code = "offer_settled"
    message = _("This offer has been answered already.")
