"""Bars from zero, each with its name and its figure beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vernost.charts.drawing import Texts, element, percent, sheet, text

ROW = 44
BAR = 10


@dataclass(frozen=True, slots=True)
class BarRow:
    name: str
    value: float
    figure: str
    colour: str = "accent"  # a token of the palette


def bars(rows: Sequence[BarRow], texts: Texts, *, width: float = 420, full: float | None = None) -> str:
    """Name and figure stand above the bar, so the longest word never pushes a bar aside.

    ``full`` is the value of a whole bar; by default the largest of them.
    """
    longest = full or max((row.value for row in rows), default=0) or 1
    drawn = []
    for place, row in enumerate(rows):
        y = place * ROW
        drawn.append(text(row.name, x=0, y=y + 14, font_size=13))
        drawn.append(text(row.figure, x="100%", y=y + 14, text_anchor="end", font_size=13, font_weight=600))
        drawn.append(element("rect", x=0, y=y + 22, width="100%", height=BAR, fill="heat-0", rx=2))
        if row.value > 0:
            share = percent(row.value / longest)
            drawn.append(element("rect", x=0, y=y + 22, width=share, height=BAR, fill=row.colour, rx=2))
    body = "".join(drawn)
    return sheet(body, texts, width=width, height=max(len(rows) * ROW - 8, 1), fluid=True)
