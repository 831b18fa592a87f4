"""A line the size of a word: how it went, and where it stands now."""

from __future__ import annotations

from collections.abc import Sequence

from vernost.charts.drawing import Texts, element, figure, sheet


def sparkline(values: Sequence[float], texts: Texts, *, width: int = 96, height: int = 24) -> str:
    """The past in grey, the last value as a dot; the bottom of the picture is zero."""
    if not values:
        return sheet("", texts, width=width, height=height, class_="picture sparkline")
    margin = 3.0
    top = max(max(values), 0) or 1
    bottom = min(min(values), 0)
    step = (width - 2 * margin) / max(len(values) - 1, 1)
    points = [
        (margin + step * place, margin + (height - 2 * margin) * (top - value) / (top - bottom))
        for place, value in enumerate(values)
    ]
    line = " ".join(f"{figure(x)},{figure(y)}" for x, y in points)
    zero = margin + (height - 2 * margin) * top / (top - bottom)
    body = (
        element("line", x1=0, x2=width, y1=zero, y2=zero, stroke="hairline")
        + element("polyline", points=line, fill="none", stroke="past", stroke_width=1.5)
        + element("circle", cx=points[-1][0], cy=points[-1][1], r=2.5, fill="accent")
    )
    return sheet(body, texts, width=width, height=height, class_="picture sparkline")
