"""Loving: 26–30."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.indicators.measures import Group, Kind, Unit, indicator

G = Group.LOVING
NPS = indicator(
    26, "nps", G, pgettext_lazy("indicator", "NPS"),
    _("Share of promoters (9–10) less share of critics (0–6), × 100; an employee's guess is not counted."),
    unit=Unit.POINTS, kind=Kind.SCORE, better_up=True, rule="4.2", target=45, rows="answers",
)  # fmt: skip
ANSWER_RATE = indicator(
    27, "answer-rate", G, pgettext_lazy("indicator", "Answer rate"),
    _("Answered ÷ asked, of those who were asked in the period."),
    unit=Unit.PERCENT, kind=Kind.SHARE, better_up=True, rule="4.2", rows="invitations",
)  # fmt: skip
REVIEW = indicator(
    28, "average-review", G, pgettext_lazy("indicator", "Average review"),
    _("Stars of the reviews of the period ÷ reviews."),
    unit=Unit.STARS, kind=Kind.RATIO, better_up=True, rule="4.7", digits=1, rows="reviews",
)  # fmt: skip
TRUST = indicator(
    29, "trust", G, pgettext_lazy("indicator", "Trust index"),
    _("(Talks begun by clients + purchases + 1) ÷ (all talks + purchases + 2)."),
    unit=Unit.PERCENT, kind=Kind.TRUST, better_up=True, rule="1.9", rows="talks",
)  # fmt: skip
RECOMMENDATIONS = indicator(
    30, "recommendations", G, pgettext_lazy("indicator", "Recommendations per 100 clients"),
    _("Clients added in the period who came by word of mouth or by a client's recommendation ÷"
      " clients who ever"
      " bought, on average over its days, × 100."),
    unit=Unit.NUMBER, kind=Kind.PER_STOCK, better_up=True, rule="4.6", digits=2, scale=100,
    rows="recommended",
)  # fmt: skip
