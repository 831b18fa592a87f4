"""A sheet of A4 with small pictures on top and lines of a table below: what a letter carries as a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vernost.charts.drawing import Texts, element, figure, sheet, text

WIDE, HIGH, EDGE = 595.0, 842.0, 36.0
ROW, HEAD, GAP = 15.0, 20.0, 2.0
PICTURE = 46.0


@dataclass(frozen=True, slots=True)
class PaperPicture:
    name: str
    words: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """``tone``: a token of the palette for the words of the change."""

    name: str
    value: str
    change: str = ""
    tone: str = "muted"
    target: str = ""


@dataclass(frozen=True, slots=True)
class PaperGroup:
    name: str
    rows: Sequence[PaperRow]


def paper(
    heading: str, lead: str, pictures: Sequence[PaperPicture], groups: Sequence[PaperGroup], texts: Texts
) -> str:
    """The rows of all groups are pressed together until they fit on the one sheet."""
    body = element("rect", x=0, y=0, width=WIDE, height=HIGH, fill="surface")
    body += text(heading, x=EDGE, y=50, font_size=17, font_weight=600)
    body += text(lead, x=EDGE, y=68, font_size=10, fill="muted")
    step = (WIDE - 2 * EDGE) / max(len(pictures), 1)
    for place, picture in enumerate(pictures):
        body += _picture(picture, EDGE + step * place, 88, step - 14)
    number = sum(len(group.rows) for group in groups)
    room = HIGH - 176 - EDGE - (HEAD + GAP) * len(groups)
    row, down = min(ROW, room / max(number, 1)), 176.0
    for group in groups:
        body += text(group.name, x=EDGE, y=down, font_size=10, font_weight=600, fill="accent")
        down += GAP
        for one in group.rows:
            down += row
            body += element("line", x1=EDGE, x2=WIDE - EDGE, y1=down + 4, y2=down + 4, stroke="hairline")
            body += text(one.name, x=EDGE, y=down, font_size=9)
            body += text(one.value, x=330, y=down, font_size=9, font_weight=600, text_anchor="end")
            body += text(one.change, x=345, y=down, font_size=9, fill=one.tone)
            body += text(one.target, x=WIDE - EDGE, y=down, font_size=9, fill="muted", text_anchor="end")
        down += HEAD
    return sheet(body, texts, width=WIDE, height=HIGH)


def _picture(one: PaperPicture, left: float, top: float, width: float) -> str:
    drawn = text(one.name, x=left, y=top, font_size=9, fill="muted")
    drawn += text(one.words, x=left, y=top + 16, font_size=13, font_weight=600)
    if len(one.values) < 2:
        return drawn
    high, low = max(*one.values, 0.0), min(*one.values, 0.0)
    high = high if high > low else low + 1
    step = width / (len(one.values) - 1)
    points = [
        (left + step * place, top + 24 + PICTURE * (high - value) / (high - low))
        for place, value in enumerate(one.values)
    ]
    zero = top + 24 + PICTURE * high / (high - low)
    drawn += element("line", x1=left, x2=left + width, y1=zero, y2=zero, stroke="hairline")
    line = " ".join(f"{figure(x)},{figure(y)}" for x, y in points)
    drawn += element("polyline", points=line, fill="none", stroke="past", stroke_width=1.5)
    return drawn + element("circle", cx=points[-1][0], cy=points[-1][1], r=2.5, fill="accent")
