"""What indicators add to the shell: their board among the figures, and the bell when one leaves"
" its corridor."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, news, pages, part
from vernost.access.policies import may
from vernost.indicators import selectors, words
from vernost.indicators.measures import INDICATORS

PAGES = (
    ("indicator.see", gettext_lazy("Thirty-five indicators"), "indicators", "gauge"),
    ("indicator.see", gettext_lazy("Cost of serving"), "serving", "scale"),
    ("indicator.see", gettext_lazy("The story of the firm"), "story", "book-open"),
)


def _news(actor: Actor, text: str) -> Sequence[Found]:
    return outside(actor)


def outside(actor: Actor) -> Sequence[Found]:
    """Of the firm, so for whoever sees all of it, and for whoever answers for it."""
    if not may(actor, "indicator.see"):
        return []
    mine = None if actor.sees_all else selectors.answered_for(actor)
    return [
        Found(
            _("{name} left its corridor: {value}").format(name=one.name, value=words.figure(one, row.value)),
            reverse("indicator", args=[one.slug]),
            "gauge",
        )
        for row in (selectors.leavings() if mine is None or mine else [])
        if (one := INDICATORS.get(row.indicator)) is not None and (mine is None or row.indicator in mine)
    ]


part("figures", pgettext_lazy("menu", "Story"), to="story", verb="indicator.see", place=8)
part("figures", pgettext_lazy("menu", "All indicators"), to="indicators", verb="indicator.see", place=10)
part("figures", pgettext_lazy("menu", "Cost of serving"), to="serving", verb="indicator.see", place=50)
pages("indicator_pages", gettext_lazy("Indicators of the firm"), PAGES, place=48)
news("indicators", gettext_lazy("Indicators outside their corridor"), _news, place=20)
