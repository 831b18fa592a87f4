"""How a clock is told to people."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vernost.core import clock
from vernost.intake.rules import Left
from vernost.language import LANGUAGES, Language, translator

HOUR = 60


def tongue() -> Language:
    """The reader's language, for figures in pictures."""
    code = (get_language() or settings.LANGUAGE_CODE)[:2]
    return translator(code if code in LANGUAGES else "en")


def clock_said(left: Left | None) -> str:
    """«осталось 12 минут», «просрочено на 1 ч 5 мин»; of working time."""
    if left is None:
        return ""
    said = minutes_said(left.minutes)
    if left.is_over:
        return _("{time} late").format(time=said) if left.minutes else _("late by less than a minute")
    return _("{time} left").format(time=said)


def minutes_said(minutes: int | None) -> str:
    if minutes is None:
        return "—"
    if minutes < HOUR:
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    hours, rest = divmod(minutes, HOUR)
    return (
        _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
        if rest
        else _("{hours} h").format(hours=hours)
    )


def answer_said(due_at: datetime) -> str:
    """When we answer, for whoever asked: by the firm's clock."""
    local = due_at.astimezone(clock.firm_zone())
    time, away = f"{local.hour}:{local:%M}", (local.date() - clock.today()).days
    if away == 0:
        return _("We answer today, by {time}.").format(time=time)
    if away == 1:
        return _("We are closed now and answer tomorrow, by {time}.").format(time=time)
    day = tongue().day(local.date(), year=False)
    return _("We are closed now and answer on {day}, by {time}.").format(day=day, time=time)
