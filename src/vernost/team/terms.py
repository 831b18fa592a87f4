"""The firm's own terms of its people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.terms import Group, flag, whole

COMMISSION_TO_HEADS = flag(
    "commission.heads", Group.SELLING, _("Heads see what their team earns"), False, rule="7.5"
)
IDEA_DAYS = whole(
    "ideas.days", Group.CARE, _("An idea is answered within"), 7, 1, 90, rule="10.2", unit=_("days")
)
TRAINING_GRACE = whole(
    "training.grace",
    Group.SAFETY,
    _("Who worked here before has for a new required course"),
    30,
    0,
    365,
    rule="10.1",
    unit=_("days"),
)
