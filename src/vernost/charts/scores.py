"""Scores: how often each was given, and how the score went, with the band in which it may lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vernost.charts.drawing import Texts, element, figure, sheet, text, text_width

TOP, BOTTOM, GROUPS = 22, 24, 26
LEFT = 34


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """``figure`` stands above the column; ``colour``: a token of the palette."""

    name: str
    value: float
    figure: str
    colour: str


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """Columns that belong together, ``first`` to ``last`` by place, named below them."""

    first: int
    last: int
    words: str
    short: str  # where there is no room for the words
    colour: str


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One week or month: ``low`` and ``high`` are its interval."""

    name: str
    value: float
    low: float
    high: float
    figure: str


def score_columns(
    bars: Sequence[ScoreBar],
    groups: Sequence[ScoreGroup],
    texts: Texts,
    *,
    width: float = 640,
    height: float = 200,
) -> str:
    """Columns from zero, one a score, and under them what they count as."""
    step, floor = width / max(len(bars), 1), height - BOTTOM - (GROUPS if groups else 0)
    top = max((bar.value for bar in bars), default=0) or 1
    drawn = []
    for place, bar in enumerate(bars):
        middle, tall = (place + 0.5) * step, (floor - TOP) * bar.value / top
        if bar.value:
            drawn.append(
                element(
                    "rect",
                    x=place * step + step * 0.12,
                    y=floor - tall,
                    width=step * 0.76,
                    height=tall,
                    fill=bar.colour,
                    rx=2,
                )
            )
            drawn.append(text(bar.figure, x=middle, y=floor - tall - 6, text_anchor="middle", fill="ink"))
        drawn.append(text(bar.name, x=middle, y=floor + 17, text_anchor="middle", fill="muted"))
    drawn.append(element("line", x1=0, x2=width, y1=floor, y2=floor, stroke="rule"))
    for group in groups:
        left, right = group.first * step + step * 0.12, (group.last + 1) * step - step * 0.12
        y = floor + BOTTOM + 4
        words = group.words if text_width(group.words) <= right - left + step * 0.2 else group.short
        drawn.append(element("line", x1=left, x2=right, y1=y, y2=y, stroke=group.colour, stroke_width=2))
        drawn.append(text(words, x=(left + right) / 2, y=y + 17, text_anchor="middle", fill="ink"))
    return sheet("".join(drawn), texts, width=width, height=height)


def score_trend(
    points: Sequence[ScorePoint],
    texts: Texts,
    *,
    bounds: tuple[float, float] = (-100, 100),
    lines: Sequence[tuple[float, str]] = (),
    width: float = 640,
    height: float = 220,
) -> str:
    """The last point is the one that matters. ``lines``: heights worth knowing, each with its words; only
    those within reach are drawn. The scale holds every interval, and never leaves ``bounds``."""
    if not points:
        return sheet("", texts, width=width, height=1)
    low = min(point.low for point in points)
    high = max(point.high for point in points)
    spare = max((high - low) * 0.08, 1.0)
    low, high = max(bounds[0], low - spare), min(bounds[1], high + spare)
    room, floor = height - TOP - BOTTOM, height - BOTTOM
    step = (width - LEFT) / max(len(points), 1)

    def x(place: int) -> float:
        return LEFT + (place + 0.5) * step

    def y(value: float) -> float:
        return TOP + room * (1 - (value - low) / ((high - low) or 1))

    drawn = []
    for value, words in lines:
        if low < value < high:
            line = {"x1": LEFT, "x2": width, "y1": y(value), "y2": y(value)}
            drawn.append(element("line", **line, stroke="rule", stroke_dasharray="2 3"))
            drawn.append(text(words, x=0, y=y(value) + 4, fill="muted"))
    half = min(step * 0.3, 7)
    if len(points) > 2:
        upper = [f"{figure(x(n))},{figure(y(one.high))}" for n, one in enumerate(points)]
        lower = [f"{figure(x(n))},{figure(y(one.low))}" for n, one in reversed(list(enumerate(points)))]
        drawn.append(element("polygon", points=" ".join(upper + lower), fill="accent-soft"))
        path = " ".join(f"{figure(x(n))},{figure(y(one.value))}" for n, one in enumerate(points))
        drawn.append(element("polyline", points=path, fill="none", stroke="past", stroke_width=1.5))
    else:
        drawn += [
            element("rect", x=x(n) - half, width=2 * half, y=y(one.high), height=y(one.low) - y(one.high),
                    fill="accent-soft", rx=2)
            for n, one in enumerate(points)
        ]  # fmt: skip
    return sheet("".join(drawn + _marks(points, x, y, step, floor, width)), texts, width=width, height=height)


def _marks(
    points: Sequence[ScorePoint], x: Any, y: Any, step: float, floor: float, width: float
) -> list[str]:
    """Dots, the figure of the last, and as many names as do not touch."""
    widest = max(text_width(point.name) for point in points) + 10
    every = max(1, -(-int(widest) // max(int(step), 1)))
    last = len(points) - 1
    drawn = []
    for place, point in enumerate(points):
        is_last = place == last
        colour = "accent" if is_last else "past"
        drawn.append(element("circle", cx=x(place), cy=y(point.value), r=4 if is_last else 2.5, fill=colour))
        if (last - place) % every == 0:
            anchor = "end" if is_last and x(place) + widest / 2 > width else "middle"
            at = width if anchor == "end" else x(place)
            drawn.append(text(point.name, x=at, y=floor + 18, text_anchor=anchor, fill="muted"))
        if is_last:
            drawn.append(
                text(point.figure, x=min(x(place) + 8, width), y=max(y(point.value) - 9, 12), font_weight=600,
                     text_anchor="end" if x(place) + 60 > width else "start")
            )  # fmt: skip
    return drawn


def whisker(
    value: float, low: float, high: float, texts: Texts, *, width: float = 120, height: float = 16
) -> str:
    """A score with its interval on the ruler from −100 to 100, the size of a cell."""

    def x(score: float) -> float:
        return 4 + (width - 8) * (score + 100) / 200

    middle = height / 2
    body = (
        element("line", x1=4, x2=width - 4, y1=middle, y2=middle, stroke="hairline")
        + element("line", x1=x(0), x2=x(0), y1=2, y2=height - 2, stroke="rule")
        + element("line", x1=x(low), x2=x(high), y1=middle, y2=middle, stroke="past", stroke_width=3)
        + element(
            "circle",
            cx=x(value),
            cy=middle,
            r=4,
            fill="gain" if value > 0 else "loss" if value < 0 else "ink",
        )
    )
    return sheet(body, texts, width=width, height=height)
