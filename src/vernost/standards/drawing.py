"""The picture of a standard: the share of cases in which it was kept, a column a week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vernost import charts
from vernost.language import translator
from vernost.standards.rules import Kept


def by_week(weeks: Sequence[tuple[date, Kept]]) -> SafeString:
    tongue = translator((get_language() or "en")[:2])
    bars = [
        charts.ShareBar(
            name=tongue.day(monday, year=False),
            share=one.share,
            figure=tongue.percent(one.share) if one.share is not None else "",
        )
        for monday, one in weeks
    ]
    said = "; ".join(
        f"{tongue.day(monday)}: {tongue.percent(one.share)}" for monday, one in weeks if one.share is not None
    )
    texts = charts.Texts(_("Share of cases in which the standard was kept, by week"), said)
    return mark_safe(charts.themed(charts.shares(bars, texts)))  # charts escape every text they are given
