"""Days as people say them: «послезавтра», «через две недели», «в следующий вторник», "next Friday".

Both languages are read on every page, whichever it is in. A weekday alone is the next one, never today;
«next» before it is that day of the next week, Monday to Sunday. Plain dates are read as everywhere
(core.typed), and without a year too: the nearest such day that is not over.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from vernost.core.typed import ENGLISH, NBSP, RUSSIAN, read_day

WORDS = {
    "позавчера": -2, "вчера": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2,
    "yesterday": -1, "today": 0, "tomorrow": 1, "day after tomorrow": 2, "the day after tomorrow": 2,
}  # fmt: skip
NUMBERS = {
    "": 1, "один": 1, "одну": 1, "пару": 2, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
    "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
    "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
UNITS = {
    "день": "day", "дня": "day", "дней": "day", "неделю": "week", "недели": "week", "недель": "week",
    "месяц": "month", "месяца": "month", "месяцев": "month", "год": "year", "года": "year", "лет": "year",
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month",
    "year": "year", "years": "year",
}  # fmt: skip
# Each weekday by the beginnings of its names: Russian in any case of the noun, short ones whole.
WEEKDAYS = (
    re.compile(r"понедельник[а-я]*|пн|mon(?:day)?"),
    re.compile(r"вторник[а-я]*|вт|tue(?:s|sday)?"),
    re.compile(r"сред[уыае]|ср|wed(?:nesday)?"),
    re.compile(r"четверг[а-я]*|чт|thu(?:rs|rsday)?"),
    re.compile(r"пятниц[а-я]*|пт|fri(?:day)?"),
    re.compile(r"суббот[а-я]*|сб|sat(?:urday)?"),
    re.compile(r"воскресень[а-я]*|вс|sun(?:day)?"),
)
FURTHEST = 5 * 366  # days: whoever plans further has mistyped the year
_AFTER = re.compile(r"(?:через|in)\s+(?:(\d{1,4}|[^\d\s].*?)\s+)?([^\W\d_]+)")
_WEEKDAY = re.compile(
    r"(?:(?:во?|ко?|до|на|on|by|till|until|this)\s+)?(?:(?:эт[а-я]+)\s+)?((?:следующ[а-я]+|next)\s+)?([^\W\d_]+)"
)
_NEXT_WEEK = re.compile(r"(?:на\s+следующей\s+неделе|next\s+week)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.?")
_DAY_MONTH = re.compile(r"(\d{1,2})\s+([^\W\d_]{3,})\.?")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})")


class NoDay(ValueError):
    """Whatever is no day."""


class PastDay(ValueError):
    """A day that is over: nothing can be promised for it."""


class FarDay(ValueError):
    """Further than anybody plans."""


def said_day(text: str, today: date) -> date:
    """The day that ``text`` names, seen from ``today``; never one before it."""
    words = " ".join(text.replace(NBSP, " ").casefold().replace("ё", "е").split()).strip(" .!")
    found = _in_words(words, today) or _after(words, today) or _weekday(words, today) or _date(words, today)
    if found is None:
        raise NoDay(text)
    if found < today:
        raise PastDay(text)
    if (found - today).days > FURTHEST:
        raise FarDay(text)
    return found


def _in_words(words: str, today: date) -> date | None:
    if words in WORDS:
        return today + timedelta(days=WORDS[words])
    if _NEXT_WEEK.fullmatch(words):
        return today + timedelta(days=7 - today.weekday())
    return None


def _after(words: str, today: date) -> date | None:
    said = _AFTER.fullmatch(words)
    if said is None or said[2] not in UNITS:
        return None
    count = int(said[1]) if (said[1] or "").isdigit() else NUMBERS.get(said[1] or "")
    if count is None:
        return None
    unit = UNITS[said[2]]
    if unit in ("month", "year"):
        return _months_later(today, count * (12 if unit == "year" else 1))
    return today + timedelta(days=count * (7 if unit == "week" else 1))


def _months_later(today: date, months: int) -> date:
    """The same day of the month; of a shorter one, its last."""
    month = today.month - 1 + months
    year, month = today.year + month // 12, month % 12 + 1
    if year > today.year + 100:
        raise FarDay(str(months))
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _weekday(words: str, today: date) -> date | None:
    said = _WEEKDAY.fullmatch(words)
    number = next((n for n, names in enumerate(WEEKDAYS) if said and names.fullmatch(said[2])), None)
    if said is None or number is None:
        return None
    if said[1]:
        return today + timedelta(days=7 - today.weekday() + number)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _date(words: str, today: date) -> date | None:
    try:
        return read_day(words)
    except ValueError:
        pass
    month: int | None = None
    if said := _DOTTED.fullmatch(words):
        day, month = int(said[1]), int(said[2])
    elif said := _DAY_MONTH.fullmatch(words):
        day, month = int(said[1]), _month(said[2])
    elif said := _MONTH_DAY.fullmatch(words):
        day, month = int(said[2]), _month(said[1])
    return None if said is None or month is None else _nearest(day, month, today)


def _month(word: str) -> int | None:
    for names in (RUSSIAN, ENGLISH):
        for number, name in enumerate(names, start=1):
            if word.startswith(name.casefold()) and not (name == "ма" and word.startswith("мар")):
                return number
    return None


def _nearest(day: int, month: int, today: date) -> date | None:
    """29 February waits for its year."""
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None
