"""A figure over periods: a dot each, the last one marked and said, what it ought to be as a line across."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vernost.charts.drawing import Texts, element, figure, percent, sheet, text

HEIGHT, TOP, FOOT, SIDE = 190.0, 26.0, 24.0, 0.04


@dataclass(frozen=True, slots=True)
class TrendDot:
    """``value`` None: unknown then, and a gap in the line. ``words``: the value as it is written."""

    name: str
    value: float | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A line across: what is wanted, or where the corridor ends."""

    value: float
    words: str
    colour: str = "gain"


def trend(
    dots: Sequence[TrendDot], texts: Texts, *, lines: Sequence[TrendLine] = (), width: float = 720
) -> str:
    """The bottom is zero, or the lowest value where that is below it."""
    known = [dot.value for dot in dots if dot.value is not None]
    every = [*known, *(line.value for line in lines), 0.0]
    high, low = max(every), min(every)
    high = high if high > low else low + 1
    places = [SIDE + (1 - 2 * SIDE) * place / max(len(dots) - 1, 1) for place in range(len(dots))]

    def down(value: float) -> float:
        return TOP + (HEIGHT - TOP - FOOT) * (high - value) / (high - low)

    body = element("line", x1=0, x2="100%", y1=down(0.0), y2=down(0.0), stroke="hairline")
    for line in lines:
        y = down(line.value)
        body += element(
            "line", x1=0, x2="100%", y1=y, y2=y, stroke=line.colour, stroke_width=1, stroke_dasharray="4 3"
        )
        body += text(line.words, x=0, y=y - 4, fill=line.colour, font_size=11)
    pairs = zip(zip(places, dots, strict=True), zip(places[1:], dots[1:], strict=True), strict=False)
    for (left, before), (right, after) in pairs:
        if before.value is not None and after.value is not None:
            body += element(
                "line", x1=percent(left), x2=percent(right), y1=figure(down(before.value)),
                y2=figure(down(after.value)), stroke="past", stroke_width=1.5,
            )  # fmt: skip
    body += _dots(dots, places, down)
    return sheet(body, texts, width=width, height=HEIGHT, fluid=True)


def _dots(dots: Sequence[TrendDot], places: Sequence[float], down: Callable[[float], float]) -> str:
    body, last = "", max((at for at, dot in enumerate(dots) if dot.value is not None), default=-1)
    apart = max(1, -(-len(dots) // 5))
    for at, (place, dot) in enumerate(zip(places, dots, strict=True)):
        anchor = "start" if at == 0 else "end" if at == len(dots) - 1 else "middle"
        if (len(dots) - 1 - at) % apart == 0:
            body += text(
                dot.name, x=percent(place), y=HEIGHT - 6, text_anchor=anchor, fill="muted", font_size=11
            )
        if dot.value is None:
            continue
        y = down(dot.value)
        colour = "accent" if at == last else "past"
        body += element("circle", cx=percent(place), cy=y, r=4 if at == last else 2.5, fill=colour)
        if at == last:
            side = "end" if place > 0.8 else anchor
            body += text(
                dot.words,
                x=percent(place),
                y=max(y - 10, 12),
                text_anchor=side,
                font_size=13,
                font_weight=600,
            )
    return body
