"""Files that are no table of orders: one sentence that names the file, what is wrong, and the cure."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from tests.files.loaded import Load
from vernost import files
from vernost.files import FileProblem, shape

HEADER = "client;date;sum\n"


def code_of(path: Path, content: bytes | None = None) -> FileProblem:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileProblem) as caught:
        files.load_orders(files.inspect(path))
    problem = caught.value
    assert path.name in str(problem)
    assert "\n" not in str(problem) and "Traceback" not in str(problem)
    return problem


@pytest.mark.parametrize(
    ("code", "name", "content"),
    [
        ("empty", "a.csv", b""),
        ("empty", "a.csv", b"\n\n  \n"),
        ("empty", "a.csv", b"\xef\xbb\xbf"),
        ("no_rows", "a.csv", HEADER.encode()),
        ("no_rows", "a.csv", HEADER.strip().encode()),
        ("no_rows", "a.csv", (HEADER + "\n\n;;\n").encode()),
        ("not_a_table", "a.csv", b"%PDF-1.7\n%\xe2\xe3\n"),
        ("not_a_table", "a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("not_a_table", "a.csv", bytes(range(256)) * 40),
        ("not_a_table", "a.csv", bytes(10_000)),
        ("not_a_table", "a.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("not_a_table", "a.csv", b'[{"client": 1}]'),
        ("not_a_table", "a.xml", b"<?xml version='1.0'?><a/>"),
        ("damaged", "a.xlsx", b"PK\x03\x04" + bytes(200)),
        ("damaged", "a.parquet", b"PAR1" + bytes(200)),
        ("damaged", "a.parquet", b"PAR1" + bytes(200) + b"PAR1"),
        ("damaged", "a.xls", b"\xd0\xcf\x11\xe0" + bytes(2000)),
        ("no_date_column", "a.csv", b"client;sum;city\na;1;b\n"),
        ("no_client_column", "a.csv", b"date;sum\n2024-01-01;1\n"),
        ("no_amount_column", "a.csv", b"client;date\na;2024-01-01\n"),
        ("one_column", "a.csv", b"client\na\nb\n"),
        ("all_rejected", "a.csv", (HEADER + "a;31.02.2024;1\nb;x;2\n").encode()),
    ],
)
def test_it_refuses(tmp_path: Path, code: str, name: str, content: bytes) -> None:
    assert code_of(tmp_path / name, content).code == code


def test_a_missing_file(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.csv").code == "missing"


def test_a_directory(tmp_path: Path) -> None:
    assert code_of(tmp_path).code == "directory"


@pytest.mark.skipif(os.name != "posix", reason="rights of a file are another thing there")
def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER)
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything

        def refuse(self: Path, *args: object, **named: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    assert code_of(path).code == "no_permission"


def test_a_word_document_that_is_called_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    problem = code_of(path)
    assert problem.code == "not_a_table"
    assert "text document" in str(problem)


def test_a_table_that_lies_about_its_type_is_read(tmp_path: Path, load: Load) -> None:
    assert load(HEADER + "a;2024-01-01;1\n", name="orders.xlsx").accepted == 1


def test_no_date_column_lists_the_headers(tmp_path: Path) -> None:
    problem = code_of(tmp_path / "a.csv", b"client;sum;city\na;1;b\n")
    assert "client, sum, city" in str(problem)
    assert "--date" in str(problem)


def test_two_columns_are_a_question(tmp_path: Path) -> None:
    problem = code_of(tmp_path / "a.csv", b"client;order date;purchase date;sum\na;2024-01-01;2024-01-01;1\n")
    assert problem.code == "two_columns"
    assert "order date" in str(problem) and "purchase date" in str(problem) and "--date" in str(problem)


def test_all_rejected_names_the_row_the_column_and_the_value(tmp_path: Path) -> None:
    problem = code_of(tmp_path / "a.csv", (HEADER + "a;31.02.2024;1\n").encode())
    assert problem.params["row"] == 2
    assert "date" in str(problem) and "31.02.2024" in str(problem)


def test_one_endless_line_is_never_read_whole(tmp_path: Path) -> None:
    """A sparse file of 2 GB without a line end: refused by its beginning."""
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.write(b"client;date;sum" + b"x" * 400_000)
        stream.truncate(2 << 30)
    problem = code_of(path)
    assert problem.code == "long_line"
    assert "Row 1" in str(problem)


def test_an_endless_line_among_rows_is_rejected_with_its_number(
    tmp_path: Path, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shape, "LINE_CAP", 10_000)
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.write(HEADER.encode() + b"a;2024-01-01;1\n")
        for _ in range(40):
            stream.write(b"x" * (1 << 20))
        stream.write(b"\nb;2024-01-02;2\n" + b"c;2024-01-03;" + b"9" * 20_000 + b"\nd;2024-01-04;4\n")
    log = load(path)
    assert log.rejected == {"too_long": 2}
    assert log.connection.execute("SELECT row FROM rejects ORDER BY row").fetchall() == [(3,), (5,)]
    assert log.accepted == 3
