"""Address books of the real programs, and cards that are broken in every way: one row each, none raises."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vernost.files import FileProblem, vcards
from vernost.files.vcards import is_vcards, read_cards, write_table

ALL = ("ANDROID", "GMAIL", "IPHONE", "MS_OUTLOOK")


def of(shared_data: Path, name: str) -> list[vcards.Card]:
    return list(read_cards((shared_data / "vcard" / f"John_Doe_{name}.vcf").read_bytes()))


def test_of_a_telephone(shared_data: Path) -> None:
    cards = of(shared_data, "ANDROID")
    assert [one.trouble for one in cards] == ["", "", "", "", "", "card_letters"]
    assert (cards[0].name, cards[0].emails) == ("", ["john.doe@company.com"])
    assert cards[3].phones == ["123456", "234567", "3456789", "45678901"]
    assert cards[4].phones == ["123456"], "the fax of the same number is no telephone"
    assert cards[4].name == "Ñ Ñ Ñ Ñ"


@pytest.mark.parametrize(
    ("program", "phones", "birthday"),
    [("GMAIL", 2, "1980-03-22"), ("IPHONE", 4, "2012-06-06"), ("MS_OUTLOOK", 2, "1980-03-22")],
)
def test_of_programs(shared_data: Path, program: str, phones: int, birthday: str) -> None:
    (card,) = of(shared_data, program)
    assert card.name.startswith("Mr. John Richter")
    assert card.name.endswith("James Doe Sr."), "a comma that nobody escaped cuts nothing off"
    assert len(card.phones) == phones
    assert (card.birthday, card.trouble) == (birthday, "")
    assert card.note.startswith("IBM")
    assert "Money Counter" in card.note
    assert "New York" in card.address


def test_the_note_is_whole(shared_data: Path) -> None:
    (card,) = of(shared_data, "MS_OUTLOOK")
    assert card.note.endswith("ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.")


RUSSIAN = """BEGIN:VCARD
VERSION:{version}
FN:Ёлкин Пётр
N:Ёлкин;Пётр;;;
ORG:ООО «Ёлка»;Закупки
TITLE:закупщик
TEL;TYPE="cell,voice":tel:+7-916-123-45-67
TEL;TYPE=fax:+7 495 111-22-33
EMAIL:mailto:a@elka.ru
BDAY:--0229
NOTE:Звонить\\, только после обеда\\nлюбит кислинку
PHOTO;ENCODING=b:ЭТО НЕ КАРТИНКА
 и это тоже
END:VCARD
"""


@pytest.mark.parametrize("version", ["3.0", "4.0"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_in_russian_in_every_encoding(version: str, encoding: str, end: str) -> None:
    text = RUSSIAN.format(version=version).replace("\n", end)
    cards = list(read_cards((text * 2).encode(encoding)))
    assert len(cards) == 2
    assert cards[0] == cards[1]
    assert cards[0].name == "Ёлкин Пётр"
    assert cards[0].phones == ["+7-916-123-45-67"]
    assert cards[0].emails == ["a@elka.ru"]
    assert cards[0].birthday == "--02-29"
    assert cards[0].note.split("\n")[0] == "ООО «Ёлка», Закупки, закупщик"
    assert "только после обеда" in cards[0].note


def test_a_card_of_a_firm_alone_is_called_by_it() -> None:
    (card,) = read_cards("BEGIN:VCARD\nVERSION:3.0\nORG:ООО «Ёлка»\nTEL:1\nEND:VCARD".encode())
    assert (card.name, card.note) == ("ООО «Ёлка»", "")


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("BEGIN:VCARD\nFN:A\n", "card_open"),
        ("BEGIN:VCARD\nFN:A\nчто это за строка\nEND:VCARD", "card"),
        ("BEGIN:VCARD\nFN;ENCODING=BASE64:AAAAA\nEND:VCARD", "card"),
        ("BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=FF\nEND:VCARD", "card_letters"),
    ],
)
def test_a_broken_card_says_why_and_takes_no_other_along(text: str, trouble: str) -> None:
    good = "BEGIN:VCARD\nVERSION:3.0\nFN:Анна\nEND:VCARD\n"
    cards = list(read_cards(f"{good}{text}\n{good}".encode()))
    assert [one.trouble for one in cards] == ["", trouble, ""]
    assert cards[0].name == cards[2].name == "Анна"


@given(st.lists(st.binary(max_size=60), max_size=4))
def test_whatever_stands_inside_nothing_raises(parts: list[bytes]) -> None:
    data = b"\n".join(b"BEGIN:VCARD\n" + part + b"\nEND:VCARD" for part in parts)
    for card in read_cards(data):
        assert card.trouble in ("", *vcards.TROUBLES)


@given(st.text(max_size=200))
def test_whatever_a_property_says_nothing_raises(text: str) -> None:
    data = f"BEGIN:VCARD\nVERSION:3.0\nFN:{text}\nTEL:{text}\nORG:{text}\nBDAY:{text}\nEND:VCARD".encode(
        errors="replace"
    )
    for card in read_cards(data):
        assert card.trouble in ("", *vcards.TROUBLES)


def test_the_table_has_a_row_a_card(shared_data: Path) -> None:
    out = io.StringIO()
    assert write_table(shared_data / "vcard" / "John_Doe_ANDROID.vcf", out) == 6
    rows = list(csv.reader(io.StringIO(out.getvalue()), delimiter=";"))
    assert tuple(rows[0]) == vcards.HEADERS
    assert [row[-1] for row in rows[1:]] == ["ok"] * 5 + ["card_letters"]


def test_it_refuses_what_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "all.vcf"
    path.write_text("BEGIN:VCARD\nEND:VCARD")
    monkeypatch.setattr(vcards, "LARGEST", 10)
    with pytest.raises(FileProblem) as caught:
        write_table(path, io.StringIO())
    assert caught.value.code == "too_many_cards"


@pytest.mark.parametrize("head", [b"BEGIN:VCARD", b"\xef\xbb\xbfbegin:vcard\r\n", b"\n BEGIN:VCARD"])
def test_they_are_known_by_what_is_in_them(head: bytes) -> None:
    assert is_vcards(head)
    assert not is_vcards(b"name;phone\nBEGIN:VCARD")
