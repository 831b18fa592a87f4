"""Words, numbers, money and dates as people write them, in Russian and in English.

Babel is imported only when something is formatted: the command line answers ``--help`` without it.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

NBSP = "\u00a0"
MINUS = "\u2212"
LANGUAGES = ("ru", "en")

# The signs by which people know their money; Babel's own "US$" and "RUB" read like bank statements.
_SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "KZT": "₸", "UAH": "₴", "GEL": "₾", "TRY": "₺"}

_FIGURE_AND_NOUN = re.compile(r"(?<=[\d%]) (?=[A-Za-zА-Яа-яЁё%₽$€£×÷])")
_SHORT_WORD = re.compile(r"(?<=[\s(«\u00a0>][А-Яа-яЁё]) (?=\S)|(?<=[\s(«\u00a0>][А-Яа-яё][а-яё]) (?=\S)")


def N_(message: str) -> str:
    """Mark a text for translation where no language is known yet."""
    return message


def typeset(words: str) -> str:
    """Tie what a line's end must not part: a figure and its noun, a short word and the next, a dash."""
    tied = _FIGURE_AND_NOUN.sub(NBSP, words)
    tied = _SHORT_WORD.sub(NBSP, tied)
    return tied.replace(" — ", f"{NBSP}— ")


def default_language(environ: Mapping[str, str]) -> str:
    """The language to speak when nobody chose one: Russian, unless the environment is English."""
    chosen = environ.get("VERNOST_LANG", "").strip().lower()[:2]
    if chosen in LANGUAGES:
        return chosen
    # POSIX: the first of the three that is set decides.
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "en" if locale.lower().startswith("en") else "ru"


def translator(code: str) -> Language:
    """The language of ``code``; an unknown code is a programmer's mistake and says so."""
    if code not in LANGUAGES:
        raise ValueError(f"unknown language {code!r}: one of {', '.join(LANGUAGES)}")
    return _language(code)


@cache
def _language(code: str) -> Language:
    return Language(code, _catalogue(code))


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its catalogue, and its way to write figures."""

    code: str
    catalogue: gettext.NullTranslations = field(repr=False)

    def gettext(self, message: str) -> str:
        return self.catalogue.gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.catalogue.ngettext(singular, plural, n)

    def pgettext(self, context: str, message: str) -> str:
        return self.catalogue.pgettext(context, message)

    def npgettext(self, context: str, singular: str, plural: str, n: int) -> str:
        return self.catalogue.npgettext(context, singular, plural, n)

    def number(self, value: float | Decimal, digits: int = 0) -> str:
        """«12 345,6»: exactly ``digits`` decimals, the half away from zero."""
        from babel.numbers import format_decimal

        exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        text = format_decimal(abs(exact), format=pattern, locale=self.code)
        return (MINUS if exact < 0 else "") + text.replace("\u202f", NBSP).replace(" ", NBSP)

    def plain(self, value: float) -> str:
        """«2», «2,5»: no more decimals than the value has, two at most."""
        digits = next((count for count in (0, 1) if round(value, count) == round(value, 2)), 2)
        return self.number(value, digits)

    def percent(self, share: float, digits: int | None = None) -> str:
        """«36 %» for 0.36; one decimal under ten per cent unless told.

        A little is not «0 %», and nearly all is not «100 %».
        """
        value = Decimal(str(share)) * 100
        if digits is None:
            if 0 < abs(value) < Decimal("0.05"):
                return f"<{NBSP}" + self._percent(Decimal("0.1"), 1)
            if Decimal("99.95") <= value < 100:
                return f">{NBSP}" + self._percent(Decimal("99.9"), 1)
            whole = value.quantize(Decimal("0.1"), ROUND_HALF_UP) % 1 == 0
            digits = 0 if whole or 10 <= abs(value) < Decimal("99.5") or abs(value) > 100 else 1
        return self._percent(value, digits)

    def _percent(self, value: Decimal, digits: int) -> str:
        return self.number(value, digits) + (f"{NBSP}%" if self.code == "ru" else "%")

    def money(
        self, minor: float | Decimal, currency: str | None = None, *, short: bool = False, exact: bool = False
    ) -> str:
        """«350 000 ₽»; ``short`` «3,5 млн ₽»; ``exact`` keeps the kopecks. No sign of an unknown currency.

        Kopecks are shown unasked only under a hundred roubles, where they still mean something.
        """
        units = Decimal(str(minor)) / 100
        if short and abs(units) >= 100_000:
            text = self._short(abs(units))
        else:
            whole = units == units.to_integral_value()
            digits = 0 if whole or (abs(units) >= 100 and not exact) else 2
            text = self.number(abs(units), digits)
        sign = MINUS if units < 0 and text.strip("0,.") else ""
        return sign + self._with_currency(text, currency)

    def _short(self, units: Decimal) -> str:
        size, word = Decimal(10**3), self.pgettext("short number", "k")
        if units >= 10**9:
            size, word = Decimal(10**9), self.pgettext("short number", "bn")
        elif units >= 10**6:
            size, word = Decimal(10**6), self.pgettext("short number", "m")
        scaled = units / size
        digits = 1 if scaled < 100 and scaled.quantize(Decimal("0.1"), ROUND_HALF_UP) % 1 else 0
        return self.number(scaled, digits) + (NBSP if self.code == "ru" else "") + word

    def _with_currency(self, text: str, currency: str | None) -> str:
        if not currency:
            return text
        sign = _SIGNS.get(currency.upper(), currency)
        if self.code == "ru":
            return f"{text}{NBSP}{sign}"
        return f"{sign}{NBSP}{text}" if sign.isalpha() else f"{sign}{text}"

    def day(self, day: date, *, year: bool = True) -> str:
        """«21 ноября 2026»; the day and its month are never parted by a line's end."""
        from babel.dates import format_date

        return format_date(day, "d MMMM y" if year else "d MMMM", locale=self.code).replace(" ", NBSP)

    def short_day(self, day: date) -> str:
        """«21 нояб. 2026», for tables."""
        from babel.dates import format_date

        return format_date(day, "d MMM y", locale=self.code).replace(" ", NBSP)

    def month(self, day: date, *, short: bool = False) -> str:
        """«ноябрь 2026»; ``short`` «нояб. 26» for the axis of a picture."""
        from babel.dates import format_date

        return format_date(day, "LLL yy" if short else "LLLL y", locale=self.code).replace(" ", NBSP)

    def days(self, count: float) -> str:
        """«47 дней», «31 день», «22,5 дня»: the number with its noun."""
        if count != int(count):
            return self._tie(self.pgettext("fraction", "{n} days"), self.number(count, 1))
        whole = int(count)
        return self._tie(self.ngettext("{n} day", "{n} days", whole), self.number(whole))

    def clients(self, count: int) -> str:
        return self._tie(self.ngettext("{n} client", "{n} clients", count), self.number(count))

    def _tie(self, pattern: str, figure: str) -> str:
        return pattern.replace(" ", NBSP).format(n=figure)


def _catalogue(code: str) -> gettext.NullTranslations:
    """The compiled catalogue; in a source tree the newer ``.po`` wins, so an edit shows without a build."""
    package = Path(__file__).resolve().parent
    compiled = package / "locale" / code / "LC_MESSAGES" / "django.mo"
    source = package.parent.parent / "locale" / code / "LC_MESSAGES" / "django.po"
    if source.is_file() and not (
        compiled.is_file() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns
    ):
        return _compiled_in_memory(source)
    if compiled.is_file():
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    return gettext.NullTranslations()


def _compiled_in_memory(source: Path) -> gettext.GNUTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
