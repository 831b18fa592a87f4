"""The pictures of these pages."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vernost import charts
from vernost.intake.rules import Speed
from vernost.intake.wording import tongue

GOOD, POOR = 0.9, 0.6


def shares(rows: Sequence[tuple[str, Speed]], title: str) -> SafeString:
    """The share answered in time, of those where any was to be answered."""
    drawn = [
        charts.BarRow(name or _("Nobody"), one.share, tongue().percent(one.share), _colour(one.share))
        for name, one in rows
        if one.share is not None
    ]
    said = ", ".join(f"{row.name} {row.figure}" for row in drawn)
    # Charts escape every text they are given.
    return mark_safe(charts.themed(charts.bars(drawn, charts.Texts(title, said), full=1.0)))


def _colour(share: float) -> str:
    return "gain-fill" if share >= GOOD else "wait-fill" if share >= POOR else "loss-fill"
