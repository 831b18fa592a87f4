"""The rhythm of one client: purchases as ticks, the usual pause as a band, the lost line, today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vernost.charts.drawing import Texts, element, percent, sheet, text

ROOM_FOR_WORDS = 0.22  # of the width
PAUSES_SHOWN = 6  # of the past: enough to see the beat


@dataclass(frozen=True, slots=True)
class RhythmWords:
    """The names that the strip of the key carries; the strips in a list stand without words."""

    purchases: str
    usual_pause: str
    lost_line: str
    today: str


def rhythm_strip(
    purchases: Sequence[date],
    texts: Texts,
    *,
    today: date,
    rhythm_days: float | None,
    lost_line: date | None,
    words: RhythmWords | None = None,
    width: float = 240,
) -> str:
    """Drawn in per cent of the width; purchases older than six usual pauses fall off the left edge."""
    last = max(purchases, default=today)
    end = max(today, lost_line or today)
    start = _start(purchases, last, end, rhythm_days)
    span = max((end - start).days, 1)

    def at(day: date) -> float:
        # A margin on both sides keeps the first tick and the mark of today whole.
        return 0.02 + 0.96 * min(max((day - start).days / span, 0), 1)

    top = 18 if words else 2
    middle = top + 11
    drawn = [element("line", x1=0, x2="100%", y1=middle, y2=middle, stroke="hairline")]
    if rhythm_days:
        due = min(last + timedelta(days=round(rhythm_days)), end)
        drawn.append(
            element(
                "rect",
                x=percent(at(last)),
                y=top + 2,
                width=percent(at(due) - at(last)),
                height=18,
                fill="accent-soft",
            )
        )
    drawn += [_tick(at(day), middle, is_last=day == last) for day in purchases if day >= start]
    if lost_line:
        drawn.append(_line_and_debt(at(lost_line), at(today), top, middle, late=today > lost_line))
    drawn.append(element("circle", cx=percent(at(today)), cy=middle, r=3.5, fill="ink"))
    if words:
        drawn.append(_key(words, at(start), at(last), at(lost_line or end), at(today), middle))
    return sheet(
        "".join(drawn), texts, width=width, height=60 if words else 26, fluid=True, class_="picture rhythm"
    )


def _start(purchases: Sequence[date], last: date, end: date, rhythm_days: float | None) -> date:
    earliest = min(purchases, default=last)
    if not rhythm_days:
        return earliest
    reach = last - timedelta(days=round(rhythm_days * PAUSES_SHOWN))
    # At least a third of the strip tells of the past, however long the silence.
    return max(earliest, min(reach, last - (end - last) / 2))


def _tick(place: float, middle: float, *, is_last: bool) -> str:
    return element(
        "line",
        x1=percent(place),
        x2=percent(place),
        y1=middle - 7,
        y2=middle + 7,
        stroke="ink" if is_last else "past",
        stroke_width=2 if is_last else 1.5,
    )


def _line_and_debt(line: float, today: float, top: float, middle: float, *, late: bool) -> str:
    debt = ""
    if late:
        debt = element(
            "line", x1=percent(line), x2=percent(today), y1=middle, y2=middle, stroke="loss", stroke_width=3
        )
    return debt + element(
        "line",
        x1=percent(line),
        x2=percent(line),
        y1=top,
        y2=top + 22,
        stroke="loss",
        stroke_width=1.5,
        stroke_dasharray="3 2",
    )


def _key(words: RhythmWords, start: float, last: float, line: float, today: float, middle: float) -> str:
    below = middle + 26
    # The two words below must not meet: soon after a purchase the pause is named right of today, and where
    # there the strip ends, left of the purchase.
    pause, anchor = last, "start"
    if today - last < ROOM_FOR_WORDS:
        pause = today + 0.01
        if pause > 1 - ROOM_FOR_WORDS:
            pause, anchor = last - 0.01, "end"
    return (
        text(words.purchases, x=percent(start), y=11, fill="muted")
        + text(words.usual_pause, x=percent(pause), y=below, text_anchor=anchor, fill="accent")
        + text(words.lost_line, x=percent(line), y=11, text_anchor="middle", fill="loss")
        + text(words.today, x=percent(today), y=below, text_anchor="end", fill="ink")
    )
