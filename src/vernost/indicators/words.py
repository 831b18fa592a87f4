"""Figures of indicators as people write them."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language, pgettext

from vernost.indicators.measures import Indicator, Unit
from vernost.language import MINUS, NBSP, Language, translator

NOTHING = "—"
MINUTES_A_DAY = 24 * 60


def tongue() -> Language:
    return translator((get_language() or "en")[:2])


def figure(one: Indicator, value: float | None, *, short: bool = True) -> str:
    """With its unit; what is not known is a dash."""
    if value is None:
        return NOTHING
    words = tongue()
    if one.unit is Unit.MONEY:
        return words.money(round(value), settings.CURRENCY, short=short)
    if one.unit is Unit.PERCENT:
        return words.percent(value)
    if one.unit is Unit.DAYS:
        return words.days(round(value / MINUTES_A_DAY, one.digits))
    if one.unit is Unit.MINUTES:
        return words.plain(value) + NBSP + pgettext("minutes", "min")
    if one.unit is Unit.TIMES:
        return pgettext("times", "×{n}").format(n=words.number(value, one.digits))
    return words.number(value, one.digits)


def change(one: Indicator, value: float | None) -> str:
    """«+12», «−3,4 п. п.»: by how much, in its unit."""
    if value is None:
        return NOTHING
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    size = abs(value)
    if one.unit is Unit.PERCENT:
        return sign + tongue().number(size * 100, 1) + NBSP + pgettext("percentage points", "pp")
    if one.unit is Unit.TIMES:
        return sign + tongue().number(size, one.digits)
    said = figure(one, size)
    return said if said == figure(one, 0.0) else sign + said


def typed(one: Indicator, value: float | None) -> float | None:
    """As a person types it: roubles, per cent, days."""
    if value is None:
        return None
    return value / typed_scale(one)


def kept(one: Indicator, value: float | None) -> float | None:
    return None if value is None else value * typed_scale(one)


def typed_scale(one: Indicator) -> float:
    return {Unit.MONEY: 100.0, Unit.PERCENT: 0.01, Unit.DAYS: float(MINUTES_A_DAY)}.get(one.unit, 1.0)
