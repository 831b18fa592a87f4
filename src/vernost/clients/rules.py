"""Pure decisions about clients: how names, phones, e-mails and tax numbers are written, so that they can
be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import phonenumbers

from vernost.core.searching import folded, search_text, without_form

LONGEST_SEARCH = 2000
_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12 = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
# Letters that are mixed up by ear or by hand; each group sounds as its first one.
_SOUNDS = str.maketrans(
    {
        "о": "а",
        "е": "и",
        "э": "и",
        "ы": "и",
        "й": "и",
        "я": "а",
        "ю": "у",
        "щ": "ш",
        "б": "п",
        "в": "ф",
        "г": "к",
        "д": "т",
        "ж": "ш",
        "з": "с",
        "ц": "с",
        "ь": "",
        "ъ": "",
    }
)
_TWICE = re.compile(r"(.)\1+")
_MAIL = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@[^\s@,;:<>()\[\]\\\"]+\.[^\s@.,;:<>()\[\]\\\"]{2,}")


def tidy(text: str, *, lines: bool = False) -> str:
    """What somebody typed, without what no eye sees: NUL and other control signs, spaces at the ends and
    doubled."""
    kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(sign for sign in kept if sign == "\n" or not _unseen(sign))
    if lines:
        return "\n".join(line.rstrip() for line in kept.split("\n")).strip()
    return " ".join(kept.split())


def _unseen(sign: str) -> bool:
    # The joiners hold some emoji together; lone surrogates no database takes.
    return unicodedata.category(sign) in ("Cc", "Cs") and sign != "\t"


def inn_is_right(inn: str) -> bool:
    """Russian tax number: 10 signs of a company or 12 of a person, with its check digits."""
    if not (inn.isascii() and inn.isdigit()):
        return False
    signs = [int(sign) for sign in inn]
    if len(signs) == 10:
        return _check(signs, _INN_10) == signs[9]
    if len(signs) == 12:
        return _check(signs, _INN_11) == signs[10] and _check(signs, _INN_12) == signs[11]
    return False


def _check(signs: list[int], weights: tuple[int, ...]) -> int:
    return sum(sign * weight for sign, weight in zip(signs, weights, strict=False)) % 11 % 10


def phone_of(text: str, country: str = "RU") -> tuple[str, str] | None:
    """(E.164, extension) of a phone as people write it; None where it is none."""
    try:
        number = phonenumbers.parse(text[:60], country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), (number.extension or "")[
        :10
    ]


def phone_shown(e164: str) -> str:
    """+79161234567 → +7 916 123-45-67."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def email_of(text: str) -> str | None:
    """An e-mail as it is compared: small letters, no spaces around; None where it is none."""
    address = unicodedata.normalize("NFKC", text).strip().strip("<>").removeprefix("mailto:").casefold()
    if len(address) > 254 or ".." in address or not _MAIL.fullmatch(address):
        return None
    return address


def name_key(name: str) -> str:
    """By what names are sorted and compared: small letters, ё as е, a company without its form."""
    return without_form(name)[:200]


def name_sound(name: str) -> str:
    """The same for names that sound alike, whatever the order of words: «Ёлкин Пётр» and «петр Елкин»,
    «Ивонов»."""
    words = (_TWICE.sub(r"\1", word.translate(_SOUNDS)) for word in name_key(name).split())
    return " ".join(sorted(word for word in words if word))[:200]


def search_of(
    *,
    name: str,
    address_as: str = "",
    inn: str = "",
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
    people: Iterable[str] = (),
    others: Iterable[str] = (),
) -> str:
    """The text that the quick search looks in."""
    return search_text(name, address_as, inn, *emails, *people, *others, phones=tuple(phones))[
        :LONGEST_SEARCH
    ]


def same_text(one: str, other: str) -> bool:
    return folded(one) == folded(other)
