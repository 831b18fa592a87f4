"""Whatever one remembers of a client finds them; and nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from vernost.clients import search_index, services
from vernost.clients.selectors import Asked, client_count, client_find, client_list
from vernost.clients.tests.factories import make


@pytest.fixture
def base(cast: Cast) -> Cast:
    make(cast, "Ёлкин Пётр Иванович", phones=["+7 916 123-45-67"], emails=["petr@elkin.ru"])
    make(cast, "ООО «Ромашка»", kind="company", inn="7707083893")
    make(cast, "ИП Щербаков Андрей", kind="company")
    make(cast, "Ли Ан")
    make(cast, "Ёлкин Чужой", whose="stranger", phones=["+7 916 000-45-67"])
    return cast


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ЕЛКИН", "Ёлкин Пётр Иванович"),
        ("ёлкин", "Ёлкин Пётр Иванович"),
        ("петр елк", "Ёлкин Пётр Иванович"),
        ("4567", "Ёлкин Пётр Иванович"),
        ("8 916 123-45-67", "Ёлкин Пётр Иванович"),
        ("+7 (916) 123", "Ёлкин Пётр Иванович"),
        ("PETR@elkin", "Ёлкин Пётр Иванович"),
        ("elkin.ru", "Ёлкин Пётр Иванович"),
        ("ромашка", "ООО «Ромашка»"),
        ("ООО Ромашка", "ООО «Ромашка»"),
        ("«Ромашка»", "ООО «Ромашка»"),
        ("7707083893", "ООО «Ромашка»"),
        ("77070", "ООО «Ромашка»"),
        ("щербаков", "ИП Щербаков Андрей"),
        ("ип щербаков", "ИП Щербаков Андрей"),
        ("ли", "Ли Ан"),
        ("л", "Ли Ан"),
    ],
)
def test_it_finds(base: Cast, text: str, found: str) -> None:
    if text == "elkin.ru" and not search_index.has_trigrams():
        # A PostgreSQL without pg_trgm (the wheel's) finds beginnings of words, and says so when installed.
        assert client_find(base.actor("owner"), text=text) == []
        return
    assert [client.name for client in client_find(base.actor("owner"), text=text)] == [found]
    assert [row.client.name for row in client_list(base.actor("owner"), Asked(text=text)).rows] == [found]
    assert client_count(base.actor("owner"), Asked(text=text)).number == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "🙂",
        "%",
        "_",
        '"',
        "'",
        "\\",
        "*",
        "ромашка чужой",
        "9999",
        "OR",
        "NEAR(",
        "x" * 10**6,
        "&|!():*",
    ],
)
def test_it_finds_nothing_and_does_not_break(base: Cast, text: str) -> None:
    assert client_find(base.actor("owner"), text=text) == []


def test_what_one_may_not_see_is_not_found(base: Cast) -> None:
    assert len(client_find(base.actor("director"), text="елкин")) == 2
    assert len(client_find(base.actor("director"), text="4567")) == 2
    assert client_find(base.actor("teammate"), text="елкин") == []
    assert client_find(base.actor("marketer"), text="4567") == []


def test_the_best_comes_first(cast: Cast) -> None:
    for name in ("Анна Перова", "Перов Иван", "Перов"):
        make(cast, name)
    assert [one.name for one in client_find(cast.actor("owner"), text="Перов")] == [
        "Перов",
        "Перов Иван",
        "Анна Перова",
    ]


def test_the_index_follows_every_change(cast: Cast) -> None:
    client, actor = make(cast, "Первый"), cast.actor("owner")
    phone = services.phone_add(actor, client_id=client.pk, phone="+7 495 123-45-67")
    person = services.person_add(actor, client_id=client.pk, name="Жукова Анна")
    assert client_find(actor, text="жукова") == client_find(actor, text="1234567") == [client]
    services.phone_remove(actor, phone_id=phone.pk)
    services.person_remove(actor, person_id=person.pk)
    assert client_find(actor, text="жукова") == client_find(actor, text="1234567") == []
    services.client_change(actor, client_id=client.pk, version=1, name="Второй")
    assert client_find(actor, text="первый") == []
    assert client_find(actor, text="второй") == [client]


def test_it_costs_a_fixed_number_of_queries(base: Cast, django_assert_num_queries: Any) -> None:
    actor = base.actor("owner")
    client_find(actor, text="елкин")  # what is asked once a process
    with django_assert_num_queries(3, exact=False):
        client_find(actor, text="елкин")
    with django_assert_num_queries(3):
        client_find(actor, text="4567")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_no_text_breaks_it(base: Cast, text: str) -> None:
    client_find(base.actor("owner"), text=text)
    client_list(base.actor("owner"), Asked(text=text))
