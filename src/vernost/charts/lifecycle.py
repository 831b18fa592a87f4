"""Where the clients stand: one bar, each part named beside itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vernost.charts.drawing import Texts, element, sheet, text, text_width

BAR_HEIGHT = 28
LINE_HEIGHT = 36
GAP = 14


@dataclass(frozen=True, slots=True)
class LifecyclePart:
    name: str
    count: int
    figure: str  # what is written under the name: «1 204 · 28 %»
    colour: str  # a token of the palette


@dataclass(frozen=True, slots=True)
class _Label:
    part: LifecyclePart
    anchor: float  # where its leader would hang
    left: float
    right: float
    line: int

    def touches(self, left: float, right: float, line: int) -> bool:
        """Would words from ``left`` to ``right`` on ``line`` run into these, or into their leader?"""
        if self.line == line:
            return left < self.right + GAP and self.left < right + GAP
        return self.line > line and left - 4 < self.anchor < right + 4


def lifecycle_bar(parts: Sequence[LifecyclePart], texts: Texts, *, width: float = 960) -> str:
    """Parts without clients are not drawn; labels that would touch step down a line, with a leader."""
    shown = [part for part in parts if part.count > 0]
    total = sum(part.count for part in shown) or 1
    drawn: list[str] = []
    labels: list[_Label] = []
    right = width
    # From the right: a leader then hangs to the left of the words it passes.
    for part in reversed(shown):
        wide = width * part.count / total
        right -= wide
        drawn.append(
            element("rect", x=right, y=0, width=max(wide - 1.5, 0.75), height=BAR_HEIGHT, fill=part.colour)
        )
        labels.append(_placed(part, right, wide, width, labels))
    drawn += [_written(label) for label in labels]
    lines = max((label.line for label in labels), default=0) + 1
    return sheet("".join(drawn), texts, width=width, height=BAR_HEIGHT + 8 + lines * LINE_HEIGHT)


def _placed(
    part: LifecyclePart, bar_left: float, wide: float, width: float, placed: Sequence[_Label]
) -> _Label:
    room = max(text_width(part.name, 13) * 1.06, text_width(part.figure, 12)) + 2
    left = max(min(bar_left, width - room), 0)
    anchor = bar_left + min(wide, 6) / 2
    for line in range(len(placed) + 1):
        free = not any(label.touches(left, left + room, line) for label in placed)
        leader_free = line == 0 or not any(
            label.line < line and label.left - 4 < anchor < label.right + 4 for label in placed
        )
        if free and leader_free:
            return _Label(part, anchor, left, left + room, line)
    return _Label(part, anchor, left, left + room, len(placed))


def _written(label: _Label) -> str:
    top = BAR_HEIGHT + 8 + label.line * LINE_HEIGHT
    leader = ""
    if label.line > 0:
        leader = element(
            "line", x1=label.anchor, x2=label.anchor, y1=BAR_HEIGHT + 2, y2=top + 2, stroke="rule"
        )
    return (
        leader
        + text(label.part.name, x=label.left, y=top + 13, font_size=13, font_weight=600)
        + text(label.part.figure, x=label.left, y=top + 29, font_size=12, fill="muted")
    )
