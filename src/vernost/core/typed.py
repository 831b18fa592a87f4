"""Days, moments and numbers as people type them, in the language of the page.

    22.11.2026 · 22 Nov 2026 · 2026-11-22          1 234,50 · 1,234.50

A browser's own field of dates follows the browser, not the page: a Russian page would show 11/22/2026. So
these are fields of text; the calendar beside them is the browser's (``ui/static/ui/days.js``).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NBSP = "\u00a0"
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RUSSIAN = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})")
DAY_FIRST = re.compile(r"(\d{1,2})\s+([^\W\d_]{3,})\.?,?\s+(\d{4})")
MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2}),?\s+(\d{4})")
AT = re.compile(r"(.*?)[\s,]+(?:в\s+|at\s+)?(\d{1,2}):(\d{2})(?::\d{2})?")


def in_russian() -> bool:
    return (get_language() or "")[:2] == "ru"


# --- Days ---------------------------------------------------------------------------------------------------


def read_day(text: str) -> date:
    """ISO, «22.11.2026», "22 Nov 2026", «22 ноября 2026»; ValueError for whatever is no day.

    11/12/2026 is the 11th of December to one reader of English and November the 12th to another: with
    slashes it is read in Russian only, where all agree.
    """
    text = " ".join(str(text).replace(NBSP, " ").split())
    found = parse_date(text) if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text) else None
    if found is not None:
        return found
    if (dotted := DOTTED.fullmatch(text)) and ("/" not in text or in_russian()):
        return date(_year(dotted[3]), int(dotted[2]), int(dotted[1]))
    if said := DAY_FIRST.fullmatch(text):
        return date(int(said[3]), _month(said[2]), int(said[1]))
    if said := MONTH_FIRST.fullmatch(text):
        return date(int(said[3]), _month(said[1]), int(said[2]))
    raise ValueError(text)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 69 else 1900)


def _month(word: str) -> int:
    word = word.casefold()
    for names in (RUSSIAN, ENGLISH):
        for number, name in enumerate(names, start=1):
            if word.startswith(name.casefold()) and not (name == "ма" and word.startswith("мар")):
                return number
    raise ValueError(word)


def day_or_none(text: str) -> date | None:
    """For filters in an address: what is no day asks nothing."""
    try:
        return read_day(text)
    except ValueError:
        return None


def typed_day(day: date) -> str:
    """As a person of this language would type it."""
    if in_russian():
        return f"{day:%d.%m.%Y}"
    return f"{day.day} {ENGLISH[day.month - 1]} {day.year}"


def day_example() -> str:
    return "ДД.ММ.ГГГГ" if in_russian() else "DD Mon YYYY"


def _no_day() -> ValidationError:
    text = _("Write the day like this: {example}.").format(example=typed_day(date(2026, 11, 22)))
    return ValidationError(text, code="invalid")


class DayInput(forms.TextInput):
    """A field of text that knows it is a day."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        marks = {"data-day": "dots" if in_russian() else "words", "placeholder": day_example()}
        if in_russian():
            marks["inputmode"] = "numeric"
        return super().get_context(name, value, {**marks, "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime):
            value = timezone.localtime(value).date()
        if isinstance(value, date):
            return typed_day(value)
        shown: str | None = super().format_value(value)
        return shown


class DayField(forms.DateField):
    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            return read_day(value)
        except ValueError as error:
            raise _no_day() from error


class MomentInput(forms.TextInput):
    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime):
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return f"{typed_day(local.date())} {local:%H:%M}"
        shown: str | None = super().format_value(value)
        return shown


class MomentField(forms.DateTimeField):
    """A day with a time: «22.11.2026 14:05»; a day alone is its beginning."""

    widget = MomentInput

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        text = str(value).replace("T", " ")
        try:
            parts = AT.fullmatch(text.strip())
            day, at = (parts[1], time(int(parts[2]), int(parts[3]))) if parts else (text, time(0))
            return super().to_python(datetime.combine(read_day(day), at))
        except ValueError as error:
            example = f"{typed_day(date(2026, 11, 22))} 14:05"
            text = _("Write the day and the time like this: {example}.").format(example=example)
            raise ValidationError(text, code="invalid") from error


# --- Numbers ------------------------------------------------------------------------------------------------


def read_number(text: str) -> Decimal:
    """«1 234,50» and "1,234.50"; ValueError for whatever is no number."""
    bare = re.sub(r"[\s\u00a0\u202f'’₽$€]", "", str(text)).replace("\u2212", "-")
    if bare.count(",") == 1 and "." not in bare and (in_russian() or not re.search(r",\d{3}$", bare)):
        bare = bare.replace(",", ".")
    try:
        value = Decimal(bare.replace(",", ""))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not value.is_finite():
        raise ValueError(text)
    return value


def typed_number(value: Decimal | int | float) -> str:
    """Without needless zeros, thousands apart: «4 982,4»; the kopecks of money are two: see ``typed_sum``."""
    text = f"{Decimal(str(value)):,f}"
    whole, _point, rest = text.partition(".")
    return _marked(whole, rest.rstrip("0"))


def typed_sum(value: Decimal) -> str:
    whole, _point, rest = f"{value:,.2f}".partition(".")
    return _marked(whole, "" if rest == "00" else rest)


def _marked(whole: str, rest: str) -> str:
    point = "," if in_russian() else "."
    whole = whole.replace(",", NBSP if in_russian() else ",")
    return whole + (point + rest if rest else "")


class NumberInput(forms.TextInput):
    def __init__(self, attrs: Any = None, *, money: bool = False) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})
        self.money = money

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
            return typed_sum(Decimal(value)) if self.money else typed_number(value)
        shown: str | None = super().format_value(value)
        return shown


class NumberField(forms.DecimalField):
    widget = NumberInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            try:
                value = read_number(value)
            except ValueError as error:
                raise ValidationError(
                    _("Write a number: digits alone, such as {example}.").format(
                        example=typed_number(Decimal("1500.5"))
                    ),
                    code="invalid",
                ) from error
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # min, max and step are the browser's number field's; this is text
