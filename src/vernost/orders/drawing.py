"""The picture of punctuality: a bar a week, from zero to all."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vernost import charts
from vernost.language import translator
from vernost.orders.rules import Week


def on_time(weeks: Sequence[Week]) -> SafeString:
    tongue = translator((get_language() or "en")[:2])
    bars = [
        charts.ShareBar(
            name=tongue.day(week.monday, year=False),
            share=week.share,
            figure=tongue.percent(week.share) if week.share is not None else "",
        )
        for week in weeks
    ]
    known = [week for week in weeks if week.share is not None]
    said = "; ".join(f"{tongue.day(one.monday)}: {tongue.percent(one.share or 0)}" for one in known)
    texts = charts.Texts(_("Share delivered on the promised day, by week"), said)
    return mark_safe(charts.themed(charts.shares(bars, texts)))  # charts escape every text they are given
