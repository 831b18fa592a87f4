"""Keeping: 16–25."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.indicators.measures import FIRM_ONLY, Group, Kind, Unit, indicator

G = Group.KEEPING
ACTIVE = indicator(
    16, "active", G, pgettext_lazy("indicator", "Active clients"),
    _("Clients who are active by their own rhythm at the end of the period."),
    unit=Unit.NUMBER, kind=Kind.STOCK, better_up=True, rule="2.4", rows="active",
)  # fmt: skip
SLIPPING = indicator(
    17, "slipping", G, pgettext_lazy("indicator", "Slipping clients"),
    _("Clients silent longer than their rhythm, before their lost line, at the end of the period."),
    unit=Unit.NUMBER, kind=Kind.STOCK, better_up=False, rule="2.4", rows="slipping",
)  # fmt: skip
LOST = indicator(
    18, "lost", G, pgettext_lazy("indicator", "Lost clients"),
    _("Clients past their lost line at the end of the period."),
    unit=Unit.NUMBER, kind=Kind.STOCK, better_up=False, rule="2.3", rows="lost",
)  # fmt: skip
LOSS_RATIO = indicator(
    19, "loss-ratio", G, pgettext_lazy("indicator", "Share of lost clients"),
    _("Lost ÷ all who ever bought and are not closed, at the end of the period. The loss of a"
      " period, with its"
      " flows, is on the page of losses."),
    unit=Unit.PERCENT, kind=Kind.STOCK_RATIO, better_up=False, rule="2.6", rows="lost",
)  # fmt: skip
MONEY_LOST = indicator(
    20, "money-lost", G, pgettext_lazy("indicator", "Money lost a year"),
    _("Of those who are lost: average check × purchases a year, added up. For the past by what is"
      " known of them"
      " today."),
    unit=Unit.MONEY, kind=Kind.STOCK, better_up=False, rule="2.7", rows="lost",
)  # fmt: skip
RETURNED = indicator(
    21, "returned", G, pgettext_lazy("indicator", "Returned clients"),
    _("Purchases after having been lost: only a purchase is a return."),
    unit=Unit.NUMBER, kind=Kind.COUNT, better_up=True, rule="2.5", rows="returned",
)  # fmt: skip
WINBACK = indicator(
    22, "win-back-rate", G, pgettext_lazy("indicator", "Won back"),
    _("Clients asked back who bought again ÷ all who were asked, by the day it was begun; the"
      " control group is"
      " not among them."),
    unit=Unit.PERCENT, kind=Kind.SHARE, better_up=True, rule="6.5", target=0.4, rows="plans",
)  # fmt: skip
RETENTION = indicator(
    23, "retention", G, pgettext_lazy("indicator", "Twelve-month retention"),
    _("Clients today who were clients a year earlier ÷ all who were clients a year earlier; a"
      " client is one who"
      " is neither lost nor closed."),
    unit=Unit.PERCENT, kind=Kind.STOCK_RATIO, better_up=True, rule="2.6", target=0.89, rows="active",
)  # fmt: skip
LTV = indicator(
    24, "ltv", G, pgettext_lazy("indicator", "Lifetime value of a client"),
    _("Average checks × purchases a month × margin × months a client buys ÷ clients; as of a month's end."),
    unit=Unit.MONEY, kind=Kind.STOCK, better_up=True, rule="3.1", rows="orders",
)  # fmt: skip
LTV_TO_COST = indicator(
    25, "ltv-to-cost", G, pgettext_lazy("indicator", "Lifetime value ÷ cost of a new client"),
    _("How many times over a client brings back what it cost that they came."),
    unit=Unit.TIMES, kind=Kind.COMPOSED, better_up=True, rule="11", digits=1, target=3, levels=FIRM_ONLY,
    of=(24, 7),
)  # fmt: skip
