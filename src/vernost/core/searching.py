"""Text as people look for it: «ёлкин» is found by «ЕЛКИН», a phone by its last digits, a firm without its
form."""

from __future__ import annotations

import re
import unicodedata

FORMS = frozenset(
    [
        "ооо",
        "оао",
        "зао",
        "пао",
        "ао",
        "ип",
        "нко",
        "ано",
        "тоо",
        "чп",
        "гуп",
        "муп",
        "фгуп",
        "мбоу",
        "фгбу",
        "кфх",
        "снт",
        "тсж",
        "нп",
        "одо",
        "чоу",
        "общество",
        "акционерное",
        "публичное",
        "закрытое",
        "открытое",
        "непубличное",
        "ограниченной",
        "ответственностью",
        "индивидуальный",
        "предприниматель",
        "llc",
        "ltd",
        "inc",
        "gmbh",
        "plc",
        "corp",
        "co",
        "jsc",
        "pjsc",
        "oao",
        "ooo",
        "zao",
    ]
)
_WITH_LIMITED = re.compile(r"\bс ограниченной ответственностью\b")
_SPLIT = re.compile(r"[^\w@.+-]+", re.UNICODE)


def folded(text: str) -> str:
    """Lower case of every alphabet, ё as е, look-alike forms made one, spaces single, nothing unseen."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(map(_plain, plain)).split())


def _plain(sign: str) -> str:
    if sign == "й":  # a letter of its own, though Unicode takes it for и with a mark
        return sign
    if sign.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", sign)
    return "".join(
        part for part in parts if not unicodedata.combining(part) and unicodedata.category(part)[0] != "C"
    )


def digits(text: str) -> str:
    return "".join(sign for sign in text if "0" <= sign <= "9")


def words(text: str) -> list[str]:
    """Words to look for, in the order written; punctuation that parts words is gone."""
    return [word.strip(".-+") for word in _SPLIT.split(folded(text)) if word.strip(".-+")]


def without_form(text: str) -> str:
    """A company's name without its legal form: «ООО „Ромашка“» → «ромашка». A name of forms only stays."""
    every = words(text)
    kept = [
        word for word in words(_WITH_LIMITED.sub(" ", folded(text))) if word.replace(".", "") not in FORMS
    ]
    return " ".join(kept or every)


def search_text(*parts: str, phones: tuple[str, ...] = ()) -> str:
    """What a search column holds: every part folded, phones by their digits too; a space before each word."""
    found: dict[str, None] = {}
    for part in parts:
        for word in words(part):
            found.setdefault(word)
    for phone in phones:
        found.setdefault(digits(phone))
    return "".join(f" {word}" for word in found if word)


def is_phone_like(text: str) -> bool:
    """Whether somebody seems to look for a phone: four digits or more, and nothing but a phone's signs."""
    return len(digits(text)) >= 4 and not re.search(r"[^\d\s()+.-]", text)
