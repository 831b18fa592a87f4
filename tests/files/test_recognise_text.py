"""Delimiters, encodings and line ends are told by contents."""

from __future__ import annotations

import codecs

import pytest

from tests.files.loaded import Load, orders, rejects
from vernost import files

ROWS = [("Клиент", "Дата", "Сумма"), ("Ромашка", "2024-01-05", "100.50"), ("Лютик", "2024-02-06", "7.00")]
EXPECTED = [("Ромашка", 10050), ("Лютик", 700)]


def table(delimiter: str, end: str = "\n") -> str:
    return "".join(delimiter.join(row) + end for row in ROWS)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|", "   "])
def test_delimiters(load: Load, delimiter: str) -> None:
    assert orders(load(table(delimiter)), "client, amount") == EXPECTED


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_line_ends(load: Load, end: str) -> None:
    assert orders(load(table(";", end)), "client, amount") == EXPECTED


def test_mixed_line_ends(load: Load) -> None:
    text = "client;date;sum\r\na;2024-01-05;1\nb;2024-01-05;2\rc;2024-01-05;3\r\n"
    assert orders(load(text), "client") == [("a",), ("b",), ("c",)]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be", "cp866", "koi8-r", "mac-cyrillic"],
)
def test_encodings(load: Load, encoding: str) -> None:
    assert orders(load(table(";").encode(encoding)), "client, amount") == EXPECTED


def test_utf16_with_mark_big_endian(load: Load) -> None:
    content = codecs.BOM_UTF16_BE + table("\t").encode("utf-16-be")
    assert orders(load(content), "client, amount") == EXPECTED


def test_windows_1251_after_a_long_latin_beginning(load: Load) -> None:
    """The first bytes looked at are plain ASCII; the letters come later."""
    rows = "".join(f"client {number};2024-01-05;1\n" for number in range(20_000))
    log = load(("client;date;sum\n" + rows).encode() + "Ромашка;2024-01-05;5\n".encode("cp1251"))
    assert log.accepted == 20_001
    assert orders(log, "client")[-1] == ("Ромашка",)


def test_mixed_encodings_are_read_line_by_line(load: Load) -> None:
    good = "".join(f"Клиент {number};2024-01-05;1\n" for number in range(50))
    content = ("Клиент;Дата;Сумма\n" + good).encode() + "Ромашка;2024-01-05;5\n".encode("cp1251")
    log = load(content + "Лютик;2024-01-06;6\n".encode())
    assert log.accepted == 52
    assert orders(log, "client")[-2:] == [("Ромашка",), ("Лютик",)]
    assert [note.code for note in log.notes if note.code == "mixed_encodings"]


def test_bytes_of_no_alphabet_are_rejected_with_their_row(load: Load) -> None:
    content = "Клиент;Дата;Сумма\nРомашка;2024-01-05;5\n".encode() + b"\xff\xfe\x98\x81;2024-01-05;1\n"
    log = load(content + "Лютик;2024-01-06;6\n".encode())
    assert rejects(log) == [(3, "encoding")]
    assert log.accepted == 2


def test_excel_says_its_delimiter(load: Load) -> None:
    assert orders(load("sep=;\n" + table(";")), "client, amount") == EXPECTED


def test_titles_above_the_header(load: Load) -> None:
    log = load("Отчёт по продажам;;\nПериод: 2024;;\n\n" + table(";") + "Итого;;107.50\n")
    assert orders(log, "client, amount") == EXPECTED
    assert rejects(log) == [(7, "no_date")]


def test_a_delimiter_at_the_end_of_each_row(load: Load) -> None:
    assert orders(load("client;date;sum;\na;2024-01-05;1;\nb;2024-01-05;2;\n"), "client") == [("a",), ("b",)]


def test_quoted_fields_with_delimiters_and_line_ends(load: Load) -> None:
    text = 'client,date,sum,comment\n"a, b",2024-01-05,1,"two\nlines"\nc,2024-01-05,x,\n'
    log = load(text)
    assert orders(log, "client") == [("a, b",)]
    assert rejects(log) == [(3, "bad_amount")]


def test_shape_is_told_before_loading(tmp_path: object, load: Load) -> None:
    shape = load(table(";").encode("cp1251")).shape
    assert (shape.format, shape.encoding, shape.delimiter) == ("text", "cp1251", ";")
    assert shape.choice == {"client": "Клиент", "date": "Дата", "amount": "Сумма"}
    assert shape.rows[0] == ROWS[1]
    assert isinstance(shape, files.FileShape)
