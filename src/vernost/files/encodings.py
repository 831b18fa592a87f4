"""Which letters a text file is written in, told by its bytes."""

from __future__ import annotations

import re

from vernost.files.formats import bom, wide_encoding

# The order is the order of trust where two fit equally well.
CYRILLIC = ("cp1251", "cp866", "koi8-r", "mac-cyrillic")
_COMMON = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")
_WEIGHTS = {letter: 33 - place for place, letter in enumerate("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")}
_SIGNS = "\xa0№«»–—"  # what stands between Russian words and figures
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")


def is_utf8(data: bytes, *, cut: bool) -> bool:
    """Whether ``data`` is UTF-8; with ``cut`` its last letter may be cut in two."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return cut and error.start >= len(data) - 3 and error.reason == "unexpected end of data"
    return True


def guess(head: bytes) -> str:
    """The encoding of a text by its head: a mark, UTF-16 by its zeros, UTF-8, else by the letters."""
    told = bom(head) or wide_encoding(head)
    if told:
        return told
    if is_utf8(head, cut=True):
        return "utf-8"
    good, bad = by_lines(head)
    # Cyrillic in windows-1251 hardly ever makes a valid UTF-8 line: such lines mean a mixed file.
    return "utf-8" if good else single_byte(b"\n".join(bad))


def by_lines(data: bytes) -> tuple[int, list[bytes]]:
    """How many lines with other than ASCII letters are valid UTF-8, and those that are not."""
    good, bad = 0, []
    for line in data.split(b"\n"):
        if line.isascii():
            continue
        if is_utf8(line, cut=False):
            good += 1
        else:
            bad.append(line)
    return good, bad


def single_byte(data: bytes) -> str:
    """The one-byte encoding in which ``data`` reads as Russian; another alphabet by charset-normalizer."""
    words = b" ".join(_NOT_ASCII.findall(data)[:20_000])
    scores = {encoding: _russian(words.decode(encoding, "replace")) for encoding in CYRILLIC}
    # Of all that write Russian in one byte, nearly all is windows-1251.
    scores["cp1251"] *= 1.05
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] >= 12:
        return best
    from charset_normalizer import from_bytes

    found = from_bytes(data[:100_000], cp_isolation=["cp1252", "cp1250", "cp1254", "cp1253"]).best()
    return found.encoding if found is not None else "cp1252"


def _russian(text: str) -> float:
    """Mean weight of the letters as Russian: about 20 for prose, under 8 for the wrong table."""
    letters = text.replace(" ", "")
    if not letters:
        return 0.0
    # A capital in the middle of a word is what a wrong table makes of small letters.
    odd = sum(a.islower() and b.isupper() for a, b in zip(text, text[1:], strict=False))
    weight = (
        sum(_WEIGHTS.get(letter.lower(), 8 if letter in _SIGNS else -20) for letter in letters) - 20 * odd
    )
    return weight / len(letters)


def sensible(text: str) -> bool:
    """Whether a line decoded by guess reads as a table in Russian: its strange letters are Cyrillic."""
    strange = [letter for letter in text if ord(letter) > 127]
    cyrillic = sum(letter.lower() in _COMMON or letter in _SIGNS for letter in strange)
    return cyrillic >= 0.8 * len(strange)
