"""Words of a comment in their plain form: «доставку», «доставили» → «доставка», «доставить».

Russian by pymorphy3 with the OpenCorpora dictionary, loaded on the first Russian word (a tenth of a second);
English by cutting its few endings. Small words that say nothing of the matter are left out.
"""

from __future__ import annotations

import logging
import re
from functools import cache, lru_cache
from typing import Any

WORD = re.compile(r"[a-zа-я]+(?:-[a-zа-я]+)*")
RUSSIAN = re.compile(r"[а-я]")
SHORTEST, LONGEST, MOST_WORDS = 3, 40, 400
EMPTY_PARTS = {"PREP", "CONJ", "PRCL", "NPRO", "INTJ", "NUMR"}
# Words apart by spaces, so that the lists can be read.
_RUSSIAN = "быть мочь весь этот тот свой наш ваш очень просто еще уже раз день год время такой какой самый"
_ENGLISH = (
    "the and was were has have had but for not with you your our they them this that are from very just been "
    "than then there what when would could all any out get got did does its his her she him who why how too "
    "one two can will"
)
EMPTY_RUSSIAN, EMPTY_ENGLISH = frozenset(_RUSSIAN.split()), frozenset(_ENGLISH.split())
ENDINGS = ("ingly", "edly", "ing", "ies", "ied", "ely", "ly", "ed", "es", "s")
VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=4096)
def lemmas(text: str) -> tuple[str, ...]:
    """The words that say something, in the order in which they stand; a very long text by its beginning."""
    plain = text[: MOST_WORDS * LONGEST].casefold().replace("ё", "е")
    words = (word for word in WORD.findall(plain)[:MOST_WORDS] if SHORTEST <= len(word) <= LONGEST)
    return tuple(one for one in map(_lemma, words) if one)


@lru_cache(maxsize=32768)
def _lemma(word: str) -> str:
    return _russian(word) if RUSSIAN.search(word) else _english(word)


def _russian(word: str) -> str:
    said = _morph().parse(word)[0]
    plain = str(said.normal_form).replace("ё", "е")
    return "" if str(said.tag.POS) in EMPTY_PARTS or plain in EMPTY_RUSSIAN else plain


def _english(word: str) -> str:
    if word in EMPTY_ENGLISH:
        return ""
    for ending in ENDINGS:
        if (
            word.endswith(ending)
            and VOWELS & set(word[: -len(ending)])
            and len(word) - len(ending) >= SHORTEST
        ):
            stem = word[: -len(ending)]
            return stem[:-1] if len(stem) > SHORTEST and stem[-1] == stem[-2] else stem.rstrip("e")
    return word.rstrip("e")


@cache
def _morph() -> Any:
    import pymorphy3

    logging.getLogger("pymorphy3").setLevel(logging.WARNING)  # it tells of each dictionary it opens
    return pymorphy3.MorphAnalyzer(lang="ru")
