"""Selling: 9–15."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.indicators.measures import Group, Kind, Unit, indicator

G = Group.SELLING
REVENUE = indicator(
    9, "revenue", G, pgettext_lazy("indicator", "Revenue"),
    _("Orders of the period less what was given back for them, whenever it was given back."),
    unit=Unit.MONEY, kind=Kind.SUM, better_up=True, rule="2.1", rows="orders",
)  # fmt: skip
PROFIT = indicator(
    10, "gross-profit", G, pgettext_lazy("indicator", "Gross profit"),
    _("Margin of the orders less that of what was given back; of an order without a margin, the firm's usual"
      " share of its sum (settings)."),
    unit=Unit.MONEY, kind=Kind.SUM, better_up=True, rule="3.1", rows="orders",
)  # fmt: skip
CHECK = indicator(
    11, "average-check", G, pgettext_lazy("indicator", "Average check"),
    _("Revenue ÷ purchases; orders of one client and day are one purchase."),
    unit=Unit.MONEY, kind=Kind.RATIO, better_up=True, rule="2.7", rows="orders",
)  # fmt: skip
OFTEN = indicator(
    12, "purchases-a-month", G, pgettext_lazy("indicator", "Purchases per client a month"),
    _("All purchases so far ÷ all months of the clients, from the first purchase to the last, at least one"
      " each; as of a month's end."),
    unit=Unit.NUMBER, kind=Kind.STOCK_RATIO, better_up=True, rule="3.1", digits=2, rows="orders",
)  # fmt: skip
REPEAT = indicator(
    13, "repeat-revenue", G, pgettext_lazy("indicator", "Revenue from repeat clients"),
    _("Revenue of purchases that were not the client's first ÷ all revenue."),
    unit=Unit.PERCENT, kind=Kind.RATIO, better_up=True, rule="11", rows="orders",
)  # fmt: skip
LINES = indicator(
    14, "lines-per-order", G, pgettext_lazy("indicator", "Lines per order"),
    _("Lines of orders ÷ orders that have any: orders known by their sum alone are not counted."),
    unit=Unit.NUMBER, kind=Kind.RATIO, better_up=True, rule="11", digits=2, rows="orders",
)  # fmt: skip
DISCOUNT = indicator(
    15, "discount-share", G, pgettext_lazy("indicator", "Share of discounts"),
    _("What the lines cost less than price × quantity ÷ price × quantity, of lines with a price."),
    unit=Unit.PERCENT, kind=Kind.RATIO, better_up=False, rule="11", rows="orders",
)  # fmt: skip
