"""A figure on a ruler, with the stretch of the ruler where it ought to lie."""

from __future__ import annotations

from vernost.charts.drawing import Texts, element, percent, sheet, text


def yardstick(
    value: float,
    good: tuple[float, float],
    texts: Texts,
    *,
    value_words: str,
    good_words: str,
    width: float = 420,
) -> str:
    """Zero is the left end; the ruler is as long as the larger of the value and twice the good stretch."""
    low, high = good
    end = max(value * 1.15, high * 2)
    place = value / end
    anchor = "start" if place < 0.25 else "end" if place > 0.75 else "middle"
    colour = "loss" if value > high else "gain"
    middle = (low + high) / 2 / end
    good_anchor = "start" if middle < 0.3 else "middle"
    good_x = percent(low / end if good_anchor == "start" else middle)
    x, bold = percent(place), {"font_size": 13, "font_weight": 600}
    good_width = percent((high - low) / end)
    body = (
        element("rect", x=0, y=31, width="100%", height=6, fill="heat-0", rx=3)
        + element("rect", x=percent(low / end), y=28, width=good_width, height=12, fill="gain")
        + element("line", x1=x, x2=x, y1=22, y2=46, stroke=colour, stroke_width=2)
        + text(value_words, x=x, y=15, text_anchor=anchor, fill=colour, **bold)
        + text(good_words, x=good_x, y=62, text_anchor=good_anchor, fill="muted")
    )
    return sheet(body, texts, width=width, height=68, fluid=True)
