"""A file of clients becomes clients, once; who is known gets what they lacked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import Cast
from vernost.clients.models import Client, Email, Phone
from vernost.clients.tests.factories import make
from vernost.journal.models import Entry
from vernost.orders.importing import keeping, running
from vernost.orders.models import ImportState
from vernost.orders.tests.factories import brought, imported, written

HEADERS = ("Код клиента", "Наименование", "Телефон", "E-mail", "ИНН", "День рождения", "Менеджер", "Город")
ROWS = (
    ("1", "ООО «Ёлка»", "8 (916) 123-45-67", "info@elka.ru", "7707083893", "", "Teammate", "Тверь"),
    ("2", "Петров Иван", "", "", "", "31.12.1980", "", ""),
    ("3", "Иванов", "12", "", "", "", "", ""),
    ("4", "Иванов", "", "нет", "", "", "", ""),
    ("5", "Иванов", "", "", "7707083894", "", "", ""),
    ("6", "Иванов", "", "", "", "31.02.1980", "", ""),
    ("7", "", "", "", "", "", "", "Тверь"),
    ("8", "Сидорова Анна 👩\u200d💻 <b>", "+7 916 123 45 68", "", "", "", "", ""),
)


def clients() -> list[tuple[str, str, int | None]]:
    rows = Client.objects.unscoped(reason="test").order_by("name")
    return [(row.name, row.kind, row.owner_id) for row in rows]


def test_it_works(cast: Cast, tmp_path: Path) -> None:
    run = imported(cast.actor("head"), written(tmp_path / "c.csv", ROWS, HEADERS), "clients")
    assert run.state == ImportState.DONE, run.trouble or run.last_error
    assert clients() == [
        ("ООО «Ёлка»", "company", cast.teammate.pk),
        ("Петров Иван", "person", cast.head.pk),
        ("Сидорова Анна 👩\u200d💻 <b>", "person", cast.head.pk),
    ]
    firm = Client.objects.unscoped(reason="test").get(kind="company")
    assert (firm.inn, firm.address, firm.name_key) == ("7707083893", "Тверь", "елка")
    assert "79161234567" in firm.search
    assert Entry.objects.filter(kind="order.client_came").count() == 3
    assert (run.counts["rows"], run.counts["rejected"], run.counts["clients_new"]) == (8, 5, 3)
    errors = keeping.errors_of(run.pk).read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in errors[1:]] == ["4", "5", "6", "7", "8"]


def test_the_same_file_twice_adds_nobody(cast: Cast, tmp_path: Path) -> None:
    path = written(tmp_path / "c.csv", ROWS, HEADERS)
    imported(cast.actor("head"), path, "clients")
    before = clients(), list(Client.objects.unscoped(reason="test").order_by("pk").values_list("version"))
    run = imported(cast.actor("head"), path, "clients")
    assert (
        clients(),
        list(Client.objects.unscoped(reason="test").order_by("pk").values_list("version")),
    ) == before
    assert (run.counts["clients_new"], run.counts["clients_found"]) == (0, 3)


def test_who_is_known_gets_what_they_lack(cast: Cast, tmp_path: Path) -> None:
    known = make(cast, "Ёлка и К", whose="head", phones=["+79161234567"], address="Москва")
    imported(cast.actor("head"), written(tmp_path / "c.csv", ROWS[:1], HEADERS), "clients")
    known.refresh_from_db()
    assert (known.name, known.address, known.inn) == ("Ёлка и К", "Москва", "7707083893")
    assert Email.objects.unscoped(reason="test").get().client == known
    assert "info@elka.ru" in known.search
    assert Client.objects.unscoped(reason="test").count() == 1


def test_a_namesake_of_another_team_is_not_touched(cast: Cast, tmp_path: Path) -> None:
    theirs = make(cast, "Петров Иван", whose="stranger")
    imported(cast.actor("head"), written(tmp_path / "c.csv", ROWS[1:2], HEADERS), "clients")
    theirs.refresh_from_db()
    assert theirs.birthday is None
    assert Client.objects.unscoped(reason="test").filter(name="Петров Иван").count() == 2


def test_of_two_namesakes_neither_is_guessed(cast: Cast, tmp_path: Path) -> None:
    make(cast, "Петров Иван", whose="head")
    make(cast, "Петров Иван", whose="head")
    run = imported(cast.actor("head"), written(tmp_path / "c.csv", ROWS[1:2], HEADERS), "clients")
    assert run.counts["clients_new"] == 1


def test_two_rows_of_one_client_make_one(cast: Cast, tmp_path: Path) -> None:
    rows = [("Анна", "+7 916 123 45 67", ""), ("Анна П.", "8 916 123-45-67", "a@b.ru")]
    run = imported(
        cast.actor("head"), written(tmp_path / "c.csv", rows, ("Имя", "Телефон", "E-mail")), "clients"
    )
    assert (Client.objects.unscoped(reason="test").get().name, run.counts["clients_new"]) == ("Анна", 1)
    assert (Phone.objects.unscoped(reason="test").count(), Email.objects.unscoped(reason="test").count()) == (
        1,
        1,
    )


def test_trying_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = written(tmp_path / "c.csv", ROWS, HEADERS)
    run = brought(cast.actor("head"), path, "clients", state=ImportState.TRYING)
    running.work(run)
    run.refresh_from_db()
    assert (run.state, run.counts["clients_new"], clients()) == (ImportState.TRIED, 3, [])


@pytest.mark.parametrize("chunk", [1, 3])
def test_chunks_make_no_difference(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr("vernost.orders.importing.clients.CHUNK", chunk)
    run = imported(cast.actor("head"), written(tmp_path / "c.csv", ROWS, HEADERS), "clients")
    assert (run.state, len(clients()), run.counts["rejected"]) == (ImportState.DONE, 3, 5)
