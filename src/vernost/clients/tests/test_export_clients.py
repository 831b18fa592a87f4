"""The list as a file: what one sees, harmless in a table program, and written down (rule 1.2)."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from vernost.clients import services
from vernost.clients.models import Client
from vernost.clients.selectors import Asked
from vernost.clients.tests.factories import make
from vernost.core.errors import NotAllowed
from vernost.core.tables import neutral
from vernost.journal.models import Activity, Entry


def rows_of(cast: Cast, name: str, asked: Asked) -> list[list[str]]:
    text = "".join(services.clients_to_csv(cast.actor(name), asked))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def test_it_works_and_is_written_down(cast: Cast) -> None:
    make(cast, "Мой; «с точкой»", phones=["+79161234567"], is_key=True)
    make(cast, "Чужой", whose="stranger")
    asked = Asked(columns=("name", "phone", "created"))
    rows = rows_of(cast, "head", asked)
    assert len(rows) == 2
    assert rows[1][:2] == ["Мой; «с точкой»", "+7 916 123-45-67"]
    assert len(rows_of(cast, "director", asked)) == 3
    assert [entry.data["rows"] for entry in Entry.objects.filter(kind="client.exported").order_by("id")] == [
        1,
        2,
    ]
    assert Activity.objects.get(employee=cast.director).exported == 2


def test_a_workbook(cast: Cast) -> None:
    make(cast, "=1+1", phones=["+79161234567"], birthday="1980-02-03", rhythm_days=7)
    with services.clients_to_xlsx(cast.actor("head"), Asked(columns=("name", "phone", "birthday"))) as file:
        book = CalamineWorkbook.from_filelike(file)
        rows: Any = book.get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["=1+1", "+7 916 123-45-67"]
    assert str(rows[1][2]) == "1980-02-03"


def test_every_column_can_be_exported(cast: Cast) -> None:
    make(cast, "А")
    assert len(rows_of(cast, "head", Asked())[0]) > 12
    services.clients_to_xlsx(cast.actor("head"), Asked()).close()


def test_more_than_one_batch(cast: Cast) -> None:
    Client.objects.bulk_create(
        [Client(name=f"К{number}", name_key="к", owner=cast.owner) for number in range(1203)]
    )
    assert len(rows_of(cast, "head", Asked(columns=("name",)))) == 1204


@pytest.mark.parametrize("name", ["owner", "support"])
def test_it_refuses_who_may_not_before_anything_is_sent(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        services.clients_to_csv(cast.actor(name), Asked())
    assert not Entry.objects.filter(kind="client.exported").exists()


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3+A1", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1", "+7(916)&A1"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Пётр", "+7 916 123-45-67", "-5", "a=b", "12"])
def test_plain_cells_stay(text: str) -> None:
    assert neutral(text) == text
