"""Caring: 31–35."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.indicators.measures import Group, Kind, Unit, indicator

G = Group.CARING
COMPLAINTS = indicator(
    31, "complaints", G, pgettext_lazy("indicator", "Complaints per 100 orders"),
    _("Complaints received ÷ orders of the period, × 100."),
    unit=Unit.NUMBER, kind=Kind.RATIO, better_up=False, rule="5.1", digits=2, scale=100, rows="complaints",
)  # fmt: skip
RESOLVED = indicator(
    32, "time-to-resolve", G, pgettext_lazy("indicator", "Median time to resolve"),
    _("Half of the complaints that clients confirmed as settled in the period took less: from receiving to"
      " confirming; on whoever was responsible."),
    unit=Unit.DAYS, kind=Kind.MEDIAN, better_up=False, rule="5.1", digits=1, rows="resolved",
)  # fmt: skip
PROMISES = indicator(
    33, "promises-kept", G, pgettext_lazy("indicator", "Promises kept"),
    _("Kept on their day ÷ all that were due in the period; one that is open past its day counts as broken."),
    unit=Unit.PERCENT, kind=Kind.SHARE, better_up=True, rule="5.2", target=0.95, rows="promises",
)  # fmt: skip
ON_TIME = indicator(
    34, "on-time", G, pgettext_lazy("indicator", "Delivered on time"),
    _("Delivered by the day first promised ÷ all that were due in the period; moving the promise"
      " later does not"
      " make it kept."),
    unit=Unit.PERCENT, kind=Kind.SHARE, better_up=True, rule="5.4", target=0.95, rows="deliveries",
)  # fmt: skip
UNSUBSCRIBED = indicator(
    35, "unsubscribed", G, pgettext_lazy("indicator", "Unsubscribed share"),
    _("Clients who took back their consent to letters ÷ letters with offers sent in the period."),
    unit=Unit.PERCENT, kind=Kind.RATIO, better_up=False, rule="8.5", target=0.005, rows="unsubscribed",
)  # fmt: skip
