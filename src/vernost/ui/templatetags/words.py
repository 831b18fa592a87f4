"""Money, days, shares and names as people write them; loaded in every template.

{{ order.total|money }} · {{ lost|money:"short" }} · {{ share|percent }} · {{ count|number }}
{{ order.at|day }} «21 ноября» · {{ entry.at|moment }} «вчера в 14:05» · {{ pause|days }} «47 дней»
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from vernost.core import clock
from vernost.core.birthdays import has_year
from vernost.core.money import to_minor
from vernost.core.typed import day_example, day_or_none, in_russian, typed_day, typed_number
from vernost.language import LANGUAGES, MINUS, NBSP, Language, translator

register = template.Library()
NOTHING = "—"


def language() -> Language:
    code = (get_language() or settings.LANGUAGE_CODE)[:2]
    return translator(code if code in LANGUAGES else "en")


@register.filter
def money(amount: Any, how: str = "") -> str:
    """In the firm's currency; ``how``: "" whole roubles, "short" «3,5 млн ₽», "exact" with kopecks."""
    if amount is None or amount == "":
        return NOTHING
    minor = amount * 100 if isinstance(amount, float) else to_minor_loosely(amount)
    return language().money(minor, settings.CURRENCY, short=how == "short", exact=how == "exact")


def to_minor_loosely(amount: Decimal | int) -> Decimal | int:
    """Averages carry parts of a kopeck; the writer of money counts in hundredths whatever the currency."""
    try:
        return to_minor(amount) if isinstance(amount, int) else amount * 100
    except ValueError:
        return Decimal(amount) * 100


@register.filter
def number(value: Any, digits: int = 0) -> str:
    return NOTHING if value is None or value == "" else language().number(value, digits)


@register.filter
def figure(value: Any) -> str:
    """3.50 → «3,5», 5.00 → «5»: as many digits as it has."""
    return NOTHING if value is None or value == "" else typed_number(Decimal(value).normalize() + 0)


@register.filter
def signed(value: Any, digits: int = 0) -> str:
    """«+12», «−3»: a change, with the real minus."""
    if value is None or value == "":
        return NOTHING
    text = language().number(abs(value), digits)
    return f"+{text}" if value > 0 else f"{MINUS}{text}" if value < 0 else text


@register.filter
def percent(share: Any, digits: int | None = None) -> str:
    """0.36 → «36 %»."""
    return NOTHING if share is None or share == "" else language().percent(float(share), digits)


@register.filter
def days(count: Any) -> str:
    """47 → «47 дней»; NULL → «—»."""
    return NOTHING if count is None or count == "" else language().days(count)


@register.filter
def day(value: date | datetime | None, how: str = "") -> str:
    """«21 ноября», and the year where it is another; ``how``: "short" «21 нояб. 2026», "long" with a year."""
    if not value:
        return NOTHING
    local = local_day(value)
    if not has_year(local):
        return language().day(local, year=False)
    if how == "short":
        return language().short_day(local)
    return language().day(local, year=how == "long" or local.year != clock.today().year)


@register.filter
def short_month(value: date) -> str:
    """«нояб.», "Nov"."""
    return language().month(value, short=True)


@register.filter
def month_said(value: date) -> str:
    """«ноябрь 2026», "November 2026"."""
    return language().month(value)


@register.filter
def typed_as_day(value: date | str | None) -> str:
    """As a person types it in this language: for fields; a day kept as ISO text is read first."""
    if isinstance(value, str):
        value = day_or_none(value) or value
    return value if isinstance(value, str) else typed_day(value) if isinstance(value, date) else ""


@register.simple_tag
def day_marks() -> SafeString:
    """What a field of text needs to be a field of a day."""
    how = "dots" if in_russian() else "words"
    return format_html('data-day="{}" placeholder="{}" autocomplete="off"', how, day_example())


@register.filter
def clock_time(value: datetime | None) -> str:
    return f"{timezone.localtime(value):%H:%M}" if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """«сегодня в 14:05», «вчера в 9:30», «21 ноября в 14:05»."""
    if not value:
        return NOTHING
    local = timezone.localtime(value)
    at = f"{local.hour}:{local:%M}"
    words = {
        0: gettext("today at %(time)s"),
        1: gettext("yesterday at %(time)s"),
        -1: gettext("tomorrow at %(time)s"),
    }
    text = words.get((local_today() - local.date()).days)
    if text:
        return (text % {"time": at}).replace(f" {at}", NBSP + at)
    return (gettext("%(day)s at %(time)s") % {"day": day(value), "time": at}).replace(f" {at}", NBSP + at)


@register.filter
def near_day(value: date | datetime | None) -> str:
    """«сегодня», «завтра», «вчера», else «21 ноября»."""
    if not value:
        return NOTHING
    away = (local_day(value) - local_today()).days
    near = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    return near.get(away) or day(value)


@register.filter
def initials(name: Any) -> str:
    """«Анна Петрова» → «АП»; a firm's form and quotes are no part of its name."""
    words = [word.strip("«»\"'()") for word in str(name).split()]
    words = [word for word in words if word and word[0].isalnum() and word not in FORMS] or ["?"]
    return "".join(word[0] for word in words[:2]).upper()


FORMS = frozenset({"ООО", "ИП", "АО", "ПАО", "ЗАО", "ОАО", "НКО", "LLC", "Ltd", "Inc", "GmbH"})


@register.filter
def tied(text: Any) -> str:
    """Every space unbreakable: for «№ 12», «350 000 ₽» and short labels that must not be torn."""
    return str(text).replace(" ", NBSP)


def local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def local_today() -> date:
    return timezone.localtime(clock.now()).date()
