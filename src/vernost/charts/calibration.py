"""What was foretold against what came: a dot a band of clients, the diagonal is the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from vernost.charts.drawing import Texts, element, sheet, text

LEFT, RIGHT, TOP, BOTTOM = 42, 10, 26, 40
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class CalibrationDot:
    said: float  # mean chance foretold, 0…1
    came: float  # share that came true
    clients: int


@dataclass(frozen=True, slots=True)
class CalibrationWords:
    said: str
    came: str
    exact: str  # the name of the diagonal
    percent: str


def calibration(
    dots: Sequence[CalibrationDot], words: CalibrationWords, texts: Texts, *, width: float = 400
) -> str:
    """Dots above the diagonal: more came than was said. The area of a dot is its number of clients."""
    side = width - LEFT - RIGHT
    height = side * 0.78

    def x(share: float) -> float:
        return LEFT + side * share

    def y(share: float) -> float:
        return TOP + height * (1 - share)

    drawn = [text(words.came, x=0, y=12, fill="muted")]
    for tick in TICKS:
        drawn.append(element("line", x1=x(0), x2=x(1), y1=y(tick), y2=y(tick), stroke="hairline"))
        figure = f"{round(tick * 100)}{words.percent}"
        drawn.append(text(figure, x=LEFT - 6, y=y(tick) + 4, text_anchor="end", fill="muted"))
        anchor = "end" if tick == 1 else "start" if tick == 0 else "middle"
        drawn.append(text(figure, x=x(tick), y=TOP + height + 16, text_anchor=anchor, fill="muted"))
    drawn.append(text(words.said, x=LEFT, y=TOP + height + 34, fill="muted"))
    diagonal = {"x1": x(0), "y1": y(0), "x2": x(1), "y2": y(1)}
    drawn.append(element("line", **diagonal, stroke="past", stroke_dasharray="2 3"))
    drawn.append(text(words.exact, x=x(0.99), y=y(0.66), text_anchor="end", fill="muted"))
    most = max((dot.clients for dot in dots), default=1) or 1
    for dot in dots:
        radius = 3 + 5 * sqrt(dot.clients / most)
        drawn.append(
            element("circle", cx=x(dot.said), cy=y(dot.came), r=radius, fill="accent-fill", opacity=0.85)
        )
    return sheet("".join(drawn), texts, width=width, height=TOP + height + BOTTOM)
