"""Workbooks: real dates, serial dates, numbers, titles above, several sheets."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.files.loaded import Load, days, orders, rejects
from vernost import files
from vernost.files import FileProblem


def book(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    workbook = xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(place, column, cell)
    workbook.close()
    return path


HEAD = ["Клиент", "Дата", "Сумма"]


def test_cells_of_every_type(load: Load, tmp_path: Path) -> None:
    rows = [
        HEAD,
        ["Ромашка", date(2024, 1, 5), 100.5],
        ["Лютик", datetime(2024, 1, 6, 10, 30), "1 200,50 ₽"],
        ["Василёк", 45298, 7],
        ["Мак", "08.01.2024", -3.005],
        [None, date(2024, 1, 9), 1],
        ["Роза", "31.02.2024", 1],
        ["Астра", date(2024, 1, 9), "#REF!"],
    ]
    log = load(book(tmp_path / "a.xlsx", {"Лист1": rows}))
    assert orders(log, "client, amount") == [
        ("Ромашка", 10050),
        ("Лютик", 120050),
        ("Василёк", 700),
        ("Мак", -301),
    ]
    assert days(log) == [
        "2024-01-05 00:00:00",
        "2024-01-06 10:30:00",
        "2024-01-07 00:00:00",
        "2024-01-08 00:00:00",
    ]
    assert rejects(log) == [(6, "no_client"), (7, "bad_date"), (8, "bad_amount")]
    assert log.currency == "RUB"


def test_whole_numbers_of_clients_stay_numbers(load: Load, tmp_path: Path) -> None:
    rows = [HEAD, [12345, date(2024, 1, 5), 1], [12346.0, date(2024, 1, 6), 1], [None, date(2024, 1, 6), 1]]
    log = load(book(tmp_path / "a.xlsx", {"a": rows}))
    assert orders(log, 'client, typeof(client), typeof("at")') == [
        (12345, "BIGINT", "DATE"),
        (12346, "BIGINT", "DATE"),
    ]


def test_titles_and_blank_rows_above_keep_row_numbers(load: Load, tmp_path: Path) -> None:
    rows = [[None], ["Отчёт за 2024 год"], [None], HEAD, ["a", date(2024, 1, 5), 1], [None], ["b", "x", 1]]
    log = load(book(tmp_path / "a.xlsx", {"a": rows}))
    assert rejects(log) == [(7, "bad_date")]
    assert log.rows == 2


def test_the_sheet_with_the_orders_is_found(load: Load, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "Обложка": [["Фирма", "Отчёт"], ["x", "y"]],
            "Заказы": [HEAD, ["a", date(2024, 1, 5), 1]],
        },
    )
    log = load(path)
    assert log.shape.sheet == "Заказы"
    assert log.accepted == 1


def test_rejects_of_a_workbook_are_written(load: Load, tmp_path: Path) -> None:
    log = load(book(tmp_path / "a.xlsx", {"a": [HEAD, ["a", date(2024, 1, 5), 1], ["b", "x", 1]]}))
    assert log.write_rejects(tmp_path / "errors.csv") == 1
    assert "3,b,x,1,The date does not exist" in (tmp_path / "errors.csv").read_text("utf-8-sig")


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as caught:
        files.inspect(book(tmp_path / "a.xlsx", {"a": []}))
    assert caught.value.code == "empty"


def test_a_header_alone(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as caught:
        files.inspect(book(tmp_path / "a.xlsx", {"a": [HEAD]}))
    assert caught.value.code == "no_rows"
