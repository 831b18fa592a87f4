"""The pictures: the trend of an indicator, the same on a page, in a letter and on paper."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vernost import charts
from vernost.indicators import words
from vernost.indicators.periods import Period
from vernost.indicators.selectors import Line


def trend_svg(line: Line, period: Period, *, width: float = 720) -> str:
    """In the colours of paper: complete by itself."""
    number, tongue = len(line.values), words.tongue()
    dots = [
        charts.TrendDot(
            tongue.short_day(period.back(number - 1 - place).until),
            value,
            words.figure(line.indicator, value),
        )
        for place, value in enumerate(line.values)
    ]
    said = "; ".join(f"{dot.name}: {dot.words}" for dot in dots if dot.value is not None)
    return charts.trend(dots, charts.Texts(str(line.indicator.name), said), lines=_lines(line), width=width)


def trend(line: Line, period: Period) -> SafeString:
    return mark_safe(charts.themed(trend_svg(line, period)))  # charts escape every text they are given


def _lines(line: Line) -> list[charts.TrendLine]:
    one, aimed = line.indicator, line.aimed
    told = (
        (aimed.target, _("target {value}"), "gain"),
        (aimed.low, _("alarm below {value}"), "loss"),
        (aimed.high, _("alarm above {value}"), "loss"),
    )
    return [
        charts.TrendLine(value, text.format(value=words.figure(one, value)), colour)
        for value, text, colour in told
        if value is not None
    ]
