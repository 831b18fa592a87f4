"""Address books: a file of vCards (2.1, 3.0, 4.0) as a table of people, a row a card.

Every card is read by itself: a broken one is a row with its reason and takes no other along. Pictures,
sounds and keys are left out unread: they are half of what breaks cards. Faxes and pagers are no telephones.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from vernost.files.encodings import guess
from vernost.files.formats import bom
from vernost.files.problems import N_, FileProblem

HEADERS = ("Name", "Phone", "E-mail", "Birthday", "Address", "Note", "vCard")
LARGEST = 64 << 20  # bytes: a hundred thousand cards without pictures
TROUBLES = ("card", "card_letters", "card_open")
_BEGIN = re.compile(rb"^[ \t]*BEGIN:VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^[ \t]*END:VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_PROPERTY = re.compile(r"(?:[\w-]+\.)?([A-Za-z][\w-]*)(?=[;:])")
_UNREAD = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "X-MS-OL-DESIGN", "X-MS-CARDPICTURE"})
# One text by the standard, whatever commas a careless program has left in it.
_ONE_TEXT = frozenset({"FN", "NOTE", "TITLE", "ROLE", "BDAY", "TEL", "EMAIL"})
_BARE_COMMA = re.compile(r"(?<!\\),")
_PLAIN_DAY = re.compile(r"(\d{4}|--)-?(\d{2})-?(\d{2})(?:T.*)?")
_MUTE = frozenset({"FAX", "PAGER"})


@dataclass(slots=True)
class Card:
    """``trouble``: why the card cannot be read, or nothing."""

    name: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    birthday: str = ""
    address: str = ""
    note: str = ""
    trouble: str = ""

    def row(self) -> tuple[str, ...]:
        phones, emails = "; ".join(self.phones), "; ".join(self.emails)
        return (self.name, phones, emails, self.birthday, self.address, self.note, self.trouble or "ok")


def is_vcards(head: bytes) -> bool:
    """Whether a file begins as an address book."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:11].upper() == b"BEGIN:VCARD"


def write_table(path: Path, out: TextIO) -> int:
    """The cards as CSV with ``HEADERS``; how many. Raises FileProblem for a file that is too large."""
    if path.stat().st_size > LARGEST:
        raise FileProblem(
            "too_many_cards",
            N_("%(file)s is larger than an address book can be."),
            N_("Export the contacts without pictures, or in parts."),
            {"file": path.name},
        )
    writer, count = csv.writer(out, delimiter=";"), 0
    writer.writerow(HEADERS)
    for card in read_cards(path.read_bytes()):
        writer.writerow(card.row())
        count += 1
    return count


def read_cards(data: bytes) -> Iterator[Card]:
    """Each card of the file, in its order."""
    if bom(data) is not None:
        data = data.decode(bom(data) or "utf-8", "replace").lstrip("\ufeff").encode()
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    starts = [found.start() for found in _BEGIN.finditer(data)]
    for start, end in zip(starts, [*starts[1:], len(data)][: len(starts)], strict=True):
        yield read_card(data[start:end])


def read_card(data: bytes) -> Card:
    try:
        text = data.decode(guess(data))
    except (UnicodeDecodeError, LookupError):
        return Card(trouble="card_letters")
    ended = _END.search(text)
    if ended is None:
        return Card(trouble="card_open")
    return _parsed(_mended(text[: ended.end()]))


def _mended(text: str) -> str:
    """Without pictures, with the commas of single texts kept."""
    kept: list[str] = []
    name = ""
    for line in text.split("\n"):
        found = _PROPERTY.match(line)
        if found and not line[:1].isspace():
            name = found[1].upper()
        if name in _UNREAD and not _END.match(line):
            continue
        if name in _ONE_TEXT:
            line = _BARE_COMMA.sub(r"\\,", line)
        kept.append(line)
    return "\r\n".join(kept)


def _parsed(text: str) -> Card:
    import vobject
    from vobject.base import VObjectError

    try:
        found = vobject.readOne(text, allowQP=True)
        values: dict[str, list[Any]] = found.contents if found is not None else {}
    except UnicodeDecodeError:
        return Card(trouble="card_letters")
    # A line that is none, bad base64 or a wrong escape: the package tells each in its own way.
    except (VObjectError, ValueError, IndexError, KeyError, AttributeError, TypeError):
        return Card(trouble="card")
    return Card(
        name=_name(values),
        phones=_listed(line for line in values.get("tel", ()) if not _types(line) & _MUTE),
        emails=_listed(values.get("email", ())),
        birthday=_day(_first(values, "bday")),
        address=_address(values),
        note=_note(values),
    )


def _name(values: dict[str, list[Any]]) -> str:
    """As the card shows it; of a card without a person, the firm."""
    whole = _first(values, "fn")
    if not whole and values.get("n"):
        parts = values["n"][0].value
        said = (parts.prefix, parts.given, parts.additional, parts.family, parts.suffix)
        whole = " ".join(_flat(part) for part in said)
    return _line(whole) or _firm(values)


def _firm(values: dict[str, list[Any]]) -> str:
    lines = values.get("org", ())
    return _line(", ".join(_flat(part) for part in lines[0].value if part)) if lines else ""


def _note(values: dict[str, list[Any]]) -> str:
    """Firm and position, then whatever was noted."""
    firm = _firm(values) if _first(values, "fn") or values.get("n") else ""
    work = ", ".join(part for part in (firm, _line(_first(values, "title"))) if part)
    notes = [str(line.value).strip() for line in values.get("note", ())]
    return "\n".join(part for part in dict.fromkeys([work, *notes]) if part)


def _address(values: dict[str, list[Any]]) -> str:
    """The first: preferred ones come first in what programs write."""
    if not values.get("adr"):
        return ""
    one = values["adr"][0].value
    parts = (one.box, one.extended, one.street, one.city, one.region, one.code, one.country)
    return ", ".join(said for part in parts if (said := _line(_flat(part)).strip(" ,")))


def _day(text: str) -> str:
    """1980-03-22 out of 19800322 too, --03-22 out of --0322."""
    found = _PLAIN_DAY.fullmatch(text.strip())
    if found is None:
        return text.strip()
    year = "--" if found[1] == "--" else f"{found[1]}-"
    return f"{year}{found[2]}-{found[3]}"


def _listed(lines: Any) -> list[str]:
    """Each once; «tel:» and «mailto:» of newer cards are no part of it."""
    said = (re.sub(r"(?i)^(tel|mailto):", "", _line(str(line.value))) for line in lines)
    return list(dict.fromkeys(one.replace(";", " ") for one in said if one))


def _types(line: Any) -> set[str]:
    told = [
        *line.singletonparams,
        *(one for key, every in line.params.items() if key == "TYPE" for one in every),
    ]
    return {part.strip().upper() for one in told for part in str(one).split(",")}


def _first(values: dict[str, list[Any]], name: str) -> str:
    return str(values[name][0].value) if values.get(name) else ""


def _flat(part: Any) -> str:
    return " ".join(part) if isinstance(part, list) else str(part)


def _line(text: str) -> str:
    return " ".join(text.split())
