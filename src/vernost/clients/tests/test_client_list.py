"""The list: pages by key in any order, what one may see and nothing else, in a fixed number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.cast import NAMES, Cast
from vernost.clients import services
from vernost.clients.filters import from_json
from vernost.clients.models import Client
from vernost.clients.selectors import Asked, client_count, client_list
from vernost.clients.tests.factories import make
from vernost.core.errors import NotSignedIn, NotVisible
from vernost.core.paging import keyset_page


def many(cast: Cast, number: int = 23) -> list[Client]:
    day = date(2030, 1, 1)
    rows = []
    for place in range(number):
        held = {"bond": "forced", "held_until": day + timedelta(place % 4)} if place % 3 else {}
        rows.append(Client(name=f"К{place % 5}", name_key=f"к{place % 5}", owner=cast.owner, **held))
    return Client.objects.bulk_create(rows)


@pytest.mark.parametrize(
    "sort", ["name", "-name", "held_until", "-held_until", "created", "-changed", "no such", "phone"]
)
@pytest.mark.parametrize("limit", [1, 4, 7, 23, 50])
def test_pages_hold_everybody_once_in_order(cast: Cast, sort: str, limit: int) -> None:
    many(cast)
    found: list[Client] = []
    after, pages = "", 0
    while True:
        page = client_list(cast.actor("owner"), Asked(sort=sort, limit=limit, after=after))
        found += [row.client for row in page.rows]
        after, pages = page.next, pages + 1
        if not after:
            break
        assert pages < 60
    assert len({client.pk for client in found}) == len(found) == 23
    if "held" in sort:
        days = [client.held_until for client in found]
        known = [day for day in days if day]
        assert known == sorted(known, reverse=sort.startswith("-"))
        assert days[len(known) :] == [None] * (len(days) - len(known))
    else:
        keys = [client.name_key for client in found]
        if "name" in page.sort:
            assert keys == sorted(keys, reverse=sort.startswith("-"))


@pytest.mark.parametrize("after", ["x", "v", "e", "vx", "eyJ", "\x00", "e" * 5000, "W10"])
def test_a_damaged_mark_begins_anew(cast: Cast, after: str) -> None:
    many(cast, 3)
    for sort in ("name", "held_until"):
        assert client_list(cast.actor("owner"), Asked(sort=sort, after=after)).rows


@pytest.mark.parametrize("name", NAMES)
def test_everybody_sees_their_own_and_those_in_their_care(cast: Cast, name: str) -> None:
    make(cast, "Мой")
    make(cast, "Чужой", whose="stranger")
    Client.objects.create(name="Ничей", name_key="ничей")
    sees = {
        "owner": ["Мой"],
        "deputy": ["Мой"],
        "head": ["Мой"],
        "stranger": ["Чужой"],
        "teammate": [],
        "marketer": [],
    }
    expected = sees.get(name, ["Мой", "Ничей", "Чужой"])
    assert [row.client.name for row in client_list(cast.actor(name), Asked()).rows] == expected
    assert client_count(cast.actor(name), Asked()).number == len(expected)


def test_columns_are_gathered_for_the_page(cast: Cast, django_assert_num_queries: Any) -> None:
    for number in range(5):
        make(cast, f"К{number}", phones=["+79161234567", "+79161234568"], emails=["a@b.ru"])
    services.clients_tag(
        cast.actor("head"), client_ids=[Client._base_manager.order_by("pk")[0].pk], add=["б", "а"]
    )
    actor = cast.actor("owner")
    with django_assert_num_queries(7):  # own fields, how many, rows, owners, three gathered
        page = client_list(actor, Asked(columns=("phone", "email", "tags", "owner", "created", "nonsense")))
    assert [column.name for column in page.columns] == ["name", "phone", "email", "tags", "owner", "created"]
    assert page.rows[0].cells[:5] == ("К0", "+7 916 123-45-67", "a@b.ru", ["а", "б"], "Owner")
    many(cast, 40)
    with django_assert_num_queries(7):
        client_list(actor, Asked(columns=("phone", "email", "tags", "owner", "created")))


def test_a_segment_is_what_the_asker_may_see(cast: Cast) -> None:
    make(cast, "Мой", is_key=True)
    make(cast, "Мой простой")
    make(cast, "Чужой", whose="stranger", is_key=True)
    tree = {"field": "client.is_key", "op": "yes"}
    shared = services.segment_save(cast.actor("head"), name="Ключевые", tree=tree, shared=True)
    own = services.segment_save(cast.actor("owner"), name="Мои", tree=tree)
    for name, expected in (("owner", ["Мой"]), ("stranger", ["Чужой"]), ("director", ["Мой", "Чужой"])):
        page = client_list(cast.actor(name), Asked(segment_id=shared.pk))
        assert [row.client.name for row in page.rows] == expected
    both = Asked(
        segment_id=shared.pk, tree=from_json({"field": "client.name", "op": "contains", "value": "чуж"})
    )
    assert client_count(cast.actor("director"), both).number == 1
    with pytest.raises(NotVisible):
        client_list(cast.actor("head"), Asked(segment_id=own.pk))


def test_it_refuses_nobody(db: None) -> None:
    from vernost.access.actor import ANONYMOUS

    with pytest.raises(NotSignedIn):
        client_list(ANONYMOUS, Asked())


@pytest.mark.parametrize(
    ("who", "sort", "index"),
    [
        ("director", "name", "clients_by_name"),
        ("owner", "name", "clients_own_by_name"),
        ("director", "-created", "clients_by_added"),
        ("owner", "changed", "clients_own_by_changed"),
    ],
)
def test_each_order_walks_its_index(
    cast: Cast, who: str, sort: str, index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole")
    many(cast, 3)
    said: list[str] = []

    def explained(rows: Any, **options: Any) -> Any:
        said.append(rows.order_by(*options["order"])[:51].explain())
        return keyset_page(rows, **options)

    monkeypatch.setattr("vernost.clients.selectors.listing.keyset_page", explained)
    client_list(cast.actor(who), Asked(sort=sort))
    assert f"INDEX {index} " in f"{said[0]} ".replace("\n", " ")
    assert "TEMP B-TREE" not in said[0]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sort", ["name", "-worth", "held_until", "-created"])
@pytest.mark.parametrize("asked", [{}, {"presets": ("held",)}, {"text": "к1"}, {"text": "+7916"}])
def test_those_met_on_a_walk_are_those_fetched_by_key(
    cast: Cast, name: str, sort: str, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many or few: the ways differ, the answer does not, whoever asks."""
    many(cast)
    make(cast, "К1 чужой", whose="stranger", phones=["+79161234567"])
    actor = cast.actor(name)
    by_key = [row.client.pk for row in client_list(actor, Asked(sort=sort, **asked)).rows]
    monkeypatch.setattr("vernost.clients.selectors.listing.FEW", -1)
    monkeypatch.setattr("vernost.clients.selectors.listing.FEW_WITH_TEXT", -1)
    monkeypatch.setattr("vernost.clients.selectors.searching.FEW", 0)
    walked = client_list(actor, Asked(sort=sort, **asked))
    assert [row.client.pk for row in walked.rows] == by_key
