"""The pictures of these pages: frames for ``vernost.charts``, inked by the page's own variables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vernost import charts
from vernost.retention.models import ClientFacts, Lifecycle
from vernost.retention.sources import Line
from vernost.retention.wording import tongue

SHOWN = (
    Lifecycle.ACTIVE,
    Lifecycle.RETURNED,
    Lifecycle.NEW,
    Lifecycle.SLIPPING,
    Lifecycle.LOST,
    Lifecycle.POTENTIAL,
)
COLOURS = {
    Lifecycle.ACTIVE: "accent-fill",
    Lifecycle.RETURNED: "gain-fill",
    Lifecycle.NEW: "note-fill",
    Lifecycle.SLIPPING: "wait-fill",
    Lifecycle.LOST: "loss-fill",
    Lifecycle.POTENTIAL: "rule",
}


def many(stage: str) -> str:
    """Of many clients: «потеряны»."""
    return {
        "potential": pgettext("clients", "potential"),
        "new": pgettext("clients", "new"),
        "active": pgettext("clients", "active"),
        "slipping": pgettext("clients", "slipping"),
        "lost": pgettext("clients", "lost"),
        "returned": pgettext("clients", "returned"),
        "closed": pgettext("clients", "closed"),
    }.get(stage, stage)


def rhythm(
    facts: ClientFacts, days: Sequence[date], today: date, said: str, *, words: bool = True
) -> SafeString:
    key = charts.RhythmWords(_("purchases"), _("usual pause"), _("line"), _("today")) if words else None
    texts = charts.Texts(_("Rhythm of purchases"), said)
    svg = charts.rhythm_strip(
        days, texts, today=today, rhythm_days=facts.rhythm_days, lost_line=facts.lost_line, words=key
    )
    return _inked(svg)


def standing(counts: dict[str, int], width: float) -> SafeString:
    shown = {stage: counts.get(stage, 0) for stage in SHOWN}
    total, figures = sum(shown.values()) or 1, tongue()
    parts = [
        charts.LifecyclePart(
            name=many(stage),
            count=count,
            figure=f"{figures.number(count)} · {figures.percent(count / total)}",
            colour=COLOURS[stage],
        )
        for stage, count in shown.items()
    ]
    said = ", ".join(f"{part.name} {part.figure}" for part in parts if part.count)
    return _inked(
        charts.lifecycle_bar(parts, charts.Texts(_("Clients by where they stand"), said), width=width)
    )


def sources(lines: Sequence[Line]) -> SafeString:
    """What a client of each source brings in a year, on average; and what it cost that they came."""
    rows = []
    for line in lines:
        mean = line.gains[12].mean or 0
        figure = _sum(mean)
        if line.cost_each:
            figure = _("{brought} for {cost}").format(brought=figure, cost=_sum(line.cost_each))
        rows.append(charts.BarRow(line.name, float(max(mean, 0)), figure, "accent-fill"))
    said = "; ".join(f"{row.name}: {row.figure}" for row in rows)
    return _inked(
        charts.bars(rows, charts.Texts(_("What a client brings in the first year"), said), width=640)
    )


def yardstick(ratio: float, good: tuple[float, float]) -> SafeString:
    value = tongue().percent(ratio / 100, 1)
    words = _("{low}–{high}% a year in good firms").format(
        low=tongue().number(good[0]), high=tongue().number(good[1])
    )
    texts = charts.Texts(_("Share of clients lost in the year"), f"{value}; {words}")
    return _inked(charts.yardstick(ratio, good, texts, value_words=value, good_words=words))


def _sum(amount: Decimal | int) -> str:
    return tongue().money(Decimal(amount) * 100, settings.CURRENCY)


def _inked(svg: str) -> SafeString:
    return mark_safe(charts.themed(svg))  # charts escape every text they are given
