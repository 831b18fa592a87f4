"""Shares of a whole, one column a period: from zero to a hundred per cent, so that a good week looks full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vernost.charts.drawing import Texts, element, sheet, text, text_width

TOP, BOTTOM = 20, 24


@dataclass(frozen=True, slots=True)
class ShareBar:
    """``share``: None where there was nothing to share; ``figure`` stands above the column."""

    name: str
    share: float | None
    figure: str


def shares(bars: Sequence[ShareBar], texts: Texts, *, width: float = 880, height: float = 180) -> str:
    """The last column is the one that matters; names and figures are left out where they would meet."""
    step = width / max(len(bars), 1)
    room = height - TOP - BOTTOM
    floor = height - BOTTOM
    every = _every([bar.name for bar in bars], step)
    figures = _every([bar.figure for bar in bars], step)
    last = len(bars) - 1
    drawn = [element("line", x1=0, x2=width, y1=TOP, y2=TOP, stroke="hairline")]
    for place, bar in enumerate(bars):
        left, middle = place * step + step * 0.14, (place + 0.5) * step
        colour = "accent-fill" if place == last else "past"
        if bar.share is not None:
            tall = room * min(max(bar.share, 0.0), 1.0)
            drawn.append(
                element("rect", x=left, width=step * 0.72, y=floor - tall, height=tall, fill=colour, rx=2)
            )
            if (last - place) % figures == 0:
                heavy = place == last
                said: dict[str, str | float] = {"text_anchor": "middle", "font_weight": 600 if heavy else 400}
                said["fill"] = "ink" if heavy else "muted"
                drawn.append(text(bar.figure, x=middle, y=floor - tall - 6, **said))
        if (last - place) % every == 0:
            anchor, x = ("end", (place + 1) * step) if place == last else ("middle", middle)
            drawn.append(text(bar.name, x=x, y=height - 6, text_anchor=anchor, fill="muted"))
    drawn.append(element("line", x1=0, x2=width, y1=floor, y2=floor, stroke="rule"))
    return sheet("".join(drawn), texts, width=width, height=height)


def _every(words: Sequence[str], step: float) -> int:
    """Each, each second, each third: as many as do not touch."""
    widest = max((text_width(one) for one in words), default=0) + 10
    return max(1, -(-int(widest) // max(int(step), 1)))
