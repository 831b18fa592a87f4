"""Money of the months to come: bars from zero, each with the band in which it may lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vernost.charts.drawing import Texts, element, sheet, text

TOP, BOTTOM = 24, 24


@dataclass(frozen=True, slots=True)
class MonthBar:
    name: str  # short: «янв.»
    value: float
    low: float
    high: float


def months_ahead(
    bars: Sequence[MonthBar], texts: Texts, *, band: str, width: float = 640, height: float = 220
) -> str:
    """`band` names the pale column. Every second month is named where there is no room for each."""
    top = max((bar.high for bar in bars), default=0) or 1
    step = width / max(len(bars), 1)
    room = height - TOP - BOTTOM

    def y(value: float) -> float:
        return TOP + room * (1 - value / top)

    drawn = [text(band, x=0, y=12, fill="muted")]
    for place, bar in enumerate(bars):
        left, wide = place * step, step * 0.62
        middle = left + step / 2
        box = {"x": middle - wide / 2, "width": wide}
        drawn.append(
            element("rect", **box, y=y(bar.high), height=y(bar.low) - y(bar.high), fill="accent-soft")
        )
        drawn.append(
            element(
                "rect",
                x=middle - wide / 4,
                width=wide / 2,
                y=y(bar.value),
                height=y(0) - y(bar.value),
                fill="accent-fill",
            )
        )
        if step >= 34 or place % 2 == 0:
            drawn.append(text(bar.name, x=middle, y=height - 8, text_anchor="middle", fill="muted"))
    drawn.append(element("line", x1=0, x2=width, y1=y(0), y2=y(0), stroke="rule"))
    return sheet("".join(drawn), texts, width=width, height=height)
