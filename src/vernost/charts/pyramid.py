"""A pyramid of few at the top and many below: each tier with its name and figure, between them who moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vernost.charts.drawing import Texts, element, figure, sheet, text

TIER, GAP, WIDE = 60.0, 4.0, 170.0
COLOURS = ("accent-fill", "note-fill", "rule")


@dataclass(frozen=True, slots=True)
class PyramidTier:
    """``note``: a second line, of what happened on this level."""

    name: str
    figure: str
    note: str = ""


def pyramid(tiers: Sequence[PyramidTier], texts: Texts, *, width: float = 360) -> str:
    """The first tier is the top. The shape says which level is which; how many, the figures say."""
    whole = len(tiers) * (TIER + GAP) - GAP
    drawn = []
    for place, tier in enumerate(tiers):
        top, bottom = place * (TIER + GAP), place * (TIER + GAP) + TIER
        half_top, half_bottom = (WIDE / 2 * edge / whole for edge in (top, bottom))
        middle = WIDE / 2
        corners = (
            (middle - half_top, top), (middle + half_top, top), (middle + half_bottom, bottom),
            (middle - half_bottom, bottom),
        )  # fmt: skip
        points = " ".join(f"{figure(x)},{figure(y)}" for x, y in corners)
        drawn.append(element("polygon", points=points, fill=COLOURS[min(place, len(COLOURS) - 1)]))
        line = (top + bottom) / 2
        edge = middle + (half_top + half_bottom) / 2
        drawn.append(element("line", x1=edge + 6, x2=WIDE + 8, y1=line, y2=line, stroke="hairline"))
        drawn.append(text(tier.figure, x=WIDE + 16, y=line - 4, font_size=18, font_weight=600))
        drawn.append(text(tier.name, x=WIDE + 16, y=line + 12, font_size=12))
        if tier.note:
            drawn.append(text(tier.note, x=WIDE + 16, y=line + 26, font_size=11, fill="muted"))
    return sheet("".join(drawn), texts, width=width, height=whole + 4)
