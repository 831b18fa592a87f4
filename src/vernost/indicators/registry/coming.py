"""Coming: 1–8."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.indicators.measures import FIRM_ONLY, Group, Kind, Unit, indicator

G = Group.COMING
REQUESTS = indicator(
    1, "requests", G, pgettext_lazy("indicator", "Requests"),
    _("Requests that came, without spam and those that came twice; on whoever they were given to."),
    unit=Unit.NUMBER, kind=Kind.COUNT, better_up=True, rule="7.1", rows="requests",
)  # fmt: skip
FIRST_ANSWER = indicator(
    2, "first-answer", G, pgettext_lazy("indicator", "Median time to first answer"),
    _("Half of the answered requests were answered sooner: minutes of working time from coming to the first"
      " answer; on whoever answered."),
    unit=Unit.MINUTES, kind=Kind.MEDIAN, better_up=False, rule="7.1", target=15, rows="answered",
)  # fmt: skip
IN_TIME = indicator(
    3, "answered-in-time", G, pgettext_lazy("indicator", "Answered in time"),
    _("Requests answered before their time was over ÷ those answered at all or whose time is over."),
    unit=Unit.PERCENT, kind=Kind.SHARE, better_up=True, rule="7.1", target=0.9, rows="answered",
)  # fmt: skip
REQUEST_TO_DEAL = indicator(
    4, "request-to-deal", G, pgettext_lazy("indicator", "Requests that became deals"),
    _("Requests with a deal ÷ all requests of the period, by the day on which they came."),
    unit=Unit.PERCENT, kind=Kind.SHARE, better_up=True, rule="11", rows="requests",
)  # fmt: skip
DEAL_TO_SALE = indicator(
    5, "deal-to-sale", G, pgettext_lazy("indicator", "Deals that became sales"),
    _("Won deals ÷ deals that ended, won or lost, by the day on which they ended; on the seller."),
    unit=Unit.PERCENT, kind=Kind.SHARE, better_up=True, rule="11", rows="deals",
)  # fmt: skip
NEW_CLIENTS = indicator(
    6, "new-clients", G, pgettext_lazy("indicator", "New clients"),
    _("Clients whose first purchase was in the period."),
    unit=Unit.NUMBER, kind=Kind.COUNT, better_up=True, rule="2.4", rows="newcomers",
)  # fmt: skip
COST_OF_NEW = indicator(
    7, "cost-of-new", G, pgettext_lazy("indicator", "Cost of a new client"),
    _("What the channels cost ÷ new clients. Costs of a month are spread evenly over its days."),
    unit=Unit.MONEY, kind=Kind.RATIO, better_up=False, rule="1.5", levels=FIRM_ONLY, rows="newcomers",
)  # fmt: skip
RECOMMENDED = indicator(
    8, "new-by-recommendation", G, pgettext_lazy("indicator", "New clients by recommendation"),
    _("New clients who came by word of mouth, or whom a client recommended ÷ all new clients."),
    unit=Unit.PERCENT, kind=Kind.SHARE, better_up=True, rule="1.5", rows="newcomers",
)  # fmt: skip
