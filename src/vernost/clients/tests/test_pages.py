"""The pages: what a person meets. Who gets them at all stands in tests/isolation."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.costs import SHELL
from vernost.clients import selectors, services
from vernost.clients.models import Client, KeyPerson, Segment
from vernost.clients.tests.factories import make

LIST, CARD = SHELL + 7, SHELL + 10  # no facts computed yet
NASTY = "<script>alert(1)</script> {{ x }} 🙂 '\";--"


def now(client: Client) -> Client:
    found: Client = Client.objects.unscoped(reason="test").get(pk=client.pk)
    return found


def test_a_client_is_added_and_shown(cast: Cast) -> None:
    browser = cast.browser("owner")
    data = {
        "kind": "person",
        "name": NASTY,
        "phone": "8 916 123-45-67",
        "email": "a@b.ru",
        "level": "own",
        "partner": "Ozon",
    }
    answer = browser.post(reverse("client_add"), data)
    client = Client.objects.visible_to(cast.actor("owner")).get()
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("client", args=[client.pk]))
    assert str(client.partner) == "Ozon"
    for name in ("client", "client_edit", "client_history"):
        page = browser.get(reverse(name, args=[client.pk])).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
    assert "+7 916 123-45-67" in browser.get(reverse("clients")).content.decode()


def test_what_is_wrong_stands_at_its_field_and_the_text_is_kept(cast: Cast) -> None:
    answer = cast.browser("owner").post(
        reverse("client_add"),
        {"kind": "person", "name": "Пётр", "phone": "12", "level": "own", "about": "длинный рассказ"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is no phone number" in page
    assert "длинный рассказ" in page
    assert not Client.objects.unscoped(reason="test").exists()


def form_of(client: Client, **changes: str) -> dict[str, str]:
    return {
        "kind": client.kind,
        "name": client.name,
        "level": client.level,
        "version": str(client.version),
        "address": "",
        **changes,
    }


def test_two_editors_lose_nothing(cast: Cast) -> None:
    client = make(cast, "Ёлкин")
    address = reverse("client_edit", args=[client.pk])
    first = form_of(client, name="Первая", address="Тула")
    assert cast.browser("head").post(address, first).status_code == 302
    answer = cast.browser("owner").post(address, form_of(client, name="Вторая", about="мой рассказ"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(text in page for text in ("Вторая", "мой рассказ", "Первая", "Тула"))
    form = answer.context["form"]
    again = {name: str(form[name].value() or "") for name in form.fields}
    assert cast.browser("owner").post(address, again).status_code == 302
    assert (now(client).name, now(client).address, now(client).about) == ("Вторая", "Тула", "мой рассказ")


def test_parts_of_the_card(cast: Cast) -> None:
    client, browser = make(cast, kind="company"), cast.browser("owner")

    def post(route: str, *args: Any, **data: str) -> None:
        assert browser.post(reverse(route, args=[client.pk, *args]), data).status_code == 302, route

    post("phone_add", phone="+7 495 123-45-67", label="офис")
    post("email_add", email="info@elka.ru")
    post("person_add", name="Жукова Анна", decides="decides", matters="скорость")
    post("note_add", text="первая заметка")
    post("client_tags", tags="важный, опт")
    post("client_tags", tags="опт")
    post("consent_add", purpose="letters", how="paper", proof="скан 5")
    page = browser.get(reverse("client", args=[client.pk])).content.decode()
    for text in (
        "+7 495 123-45-67",
        "info@elka.ru",
        "Жукова Анна",
        "скорость",
        "первая заметка",
        "опт",
    ):
        assert text in page
    later = reverse("client_panel", args=[client.pk, "consents"])
    assert later in page
    assert "Letters with offers" in browser.get(later).content.decode()
    assert browser.get(reverse("client_panel", args=[client.pk, "nothing"])).content.strip() == b""
    person = KeyPerson.objects.visible_to(cast.actor("owner")).get()
    post("person_edit", person.pk, name="Жукова Анна", version="1", interests="пионы")
    stale = browser.post(
        reverse("person_edit", args=[client.pk, person.pk]), {"name": "Иная", "version": "1"}
    )
    assert stale.status_code == 409
    post("consent_withdraw", purpose="letters")
    post("client_close", reason="moved_away")
    assert now(client).closed_reason == "moved_away"


def test_the_card_opens_in_a_drawer(cast: Cast) -> None:
    client = make(cast)
    answer = cast.browser("owner").get(
        reverse("client", args=[client.pk]), headers={"HX-Request": "true", "HX-Target": "drawer"}
    )
    assert "<html" not in answer.content.decode()
    assert client.name in answer.content.decode()


def test_the_list_answers_with_its_part(cast: Cast) -> None:
    make(cast, "Ключевой", is_key=True)
    make(cast, "Обычный")
    answer = cast.browser("owner").get(
        reverse("clients"),
        {"preset": ["key", "nonsense"]},
        headers={"HX-Request": "true", "HX-Target": "results"},
    )
    page = answer.content.decode()
    assert "<html" not in page
    assert "Ключевой" in page
    assert "Обычный" not in page


@pytest.mark.parametrize(
    "query",
    [
        {"filter": "{"},
        {"filter": "[" * 5000},
        {"filter": '{"field":"no","op":"is","value":"1"}'},
        {"filter": "x" * 30_000},
    ],
)
def test_a_broken_filter_is_told_and_breaks_nothing(cast: Cast, query: dict[str, str]) -> None:
    assert cast.browser("owner").get(reverse("clients"), query).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        {"text": "a\x00b🙂"},
        {"text": "x" * 5000},
        {"after": "x" * 5000},
        {"order": "drop table"},
        {"segment": "", "preset": "\x00"},
    ],
)
def test_odd_questions_are_answered(cast: Cast, query: dict[str, str]) -> None:
    make(cast)
    assert cast.browser("owner").get(reverse("clients"), query).status_code == 200


@pytest.mark.parametrize("segment", ["9" * 30, "x", "0", "12345"])
def test_a_segment_that_is_none_is_not_found(cast: Cast, segment: str) -> None:
    assert cast.browser("owner").get(reverse("clients"), {"segment": segment}).status_code == 404


def test_the_list_and_the_card_cost_fixed_numbers_of_queries(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    """Whatever hangs on the client: the card of one with everything costs what that of an empty one costs,
    and one query more where others were merged in."""
    client, browser, actor = make(cast, is_key=True), cast.browser("owner"), cast.actor("owner")
    for is_merged in (0, 1, 1):
        browser.get(reverse("clients"))
        browser.get(reverse("client", args=[client.pk]))
        with django_assert_num_queries(LIST):
            browser.get(reverse("clients"))
        with django_assert_num_queries(LIST):
            browser.get(reverse("clients"), {"preset": "key"})
        with django_assert_num_queries(CARD + is_merged + 2):  # two are the test's savepoint
            browser.get(reverse("client", args=[client.pk]))
        for number in range(4):
            other = make(cast, f"К{number}", phones=["+79161234567"])
            services.note_add(actor, client_id=client.pk, text="x")
            known_by = [cast.owner.pk, cast.head.pk]
            services.person_add(actor, client_id=client.pk, name="Анна", known_by=known_by)
            services.clients_merge(actor, survivor_id=client.pk, absorbed_id=other.pk)
        services.client_tags_set(actor, client_id=client.pk, tags=["а", "б"])


def test_the_card_shows_what_was_gathered_at_once(cast: Cast) -> None:
    client = make(cast, phones=["+79161234567", "+79161234568"], emails=["a@b.ru"])
    actor = cast.actor("owner")
    person = services.person_add(
        actor, client_id=client.pk, name="Анна", known_by=[cast.owner.pk, cast.head.pk]
    )
    services.phone_add(actor, client_id=client.pk, phone="+79161234569", label="дача", person_id=person.pk)
    services.client_tags_set(actor, client_id=client.pk, tags=["ява", "Арбат"])
    card = selectors.client_card(actor, client)
    assert [phone.number for phone in card.phones] == ["+79161234567", "+79161234568", "+79161234569"]
    last = card.phones[-1]
    assert (last.label, last.person and last.person.name, card.phones[0].person) == ("дача", "Анна", None)
    assert [email.address for email in card.emails] == ["a@b.ru"]
    assert [tag.name for tag in card.tags] == ["Арбат", "ява"]
    assert [one.known_by for one in card.people] == [["Head", "Owner"]]


def test_the_builder_grows_shows_and_saves(cast: Cast) -> None:
    make(cast, "Ключевой", is_key=True)
    browser, address = cast.browser("owner"), reverse("segment_add")
    data = {"join": "any", "g0": "1", "g0.join": "all", "g0.c0.field": "client.is_key", "g0.c0.op": "yes"}
    page = browser.post(
        address, data | {"act": "add:0"}, headers={"HX-Request": "true", "HX-Target": "builder"}
    ).content.decode()
    assert "g0.c1.field" in page
    assert "1 client" in page
    assert "key client" in page
    assert "g1" in browser.post(address, data | {"act": "group"}).content.decode()
    assert "g0.c0.field" not in browser.post(address, data | {"act": "drop:0:0"}).content.decode()
    shown = browser.post(address, data | {"act": "show"})
    assert browser.get(shown.headers["Location"]).status_code == 200
    assert browser.post(address, data | {"act": "save", "name": ""}).status_code == 422
    assert browser.post(address, data | {"act": "save", "name": "Мои"}).status_code == 302
    segment = Segment.objects.visible_to(cast.actor("owner")).get()
    assert segment.tree == {"field": "client.is_key", "op": "yes"}
    more = {
        "g1": "1",
        "g1.not": "1",
        "g1.join": "any",
        "g1.c0.field": "client.rhythm",
        "g1.c0.op": "between",
        "g1.c0.value": ["3", "9"],
    }
    edit = reverse("segment_edit", args=[segment.pk])
    assert browser.post(edit, data | more | {"act": "save", "name": "Мои"}).status_code == 302
    assert "not" in json.dumps(Segment.objects.visible_to(cast.actor("owner")).get().tree)
    assert 'value="9"' in browser.get(edit).content.decode()


def test_ticked_clients_are_handed_over(cast: Cast) -> None:
    ids = [make(cast, f"К{number}").pk for number in range(3)]
    browser, address = cast.browser("head"), reverse("clients_hand_over")
    assert b"Teammate" in browser.post(address, {"client": ids}).content
    assert browser.post(address, {"client": ids, "successor": cast.teammate.pk}).status_code == 302
    assert Client.objects.visible_to(cast.actor("teammate")).count() == 3
    assert browser.post(address, {"client": ["9" * 30]}).status_code == 404


def test_merged_and_taken_back(cast: Cast) -> None:
    one, other = make(cast, "Ёлкин Пётр", address="Тула"), make(cast, "петр елкин", address="Орёл")
    browser = cast.browser("owner")
    assert "Ёлкин Пётр" in browser.get(reverse("duplicates")).content.decode()
    address = reverse("client_merge", args=[one.pk, other.pk])
    assert "Орёл" in browser.get(address).content.decode()
    assert browser.post(address, {"take": ["address"]}).status_code == 302
    assert now(one).address == "Орёл"
    assert browser.post(address, {"take": ["address"]}).status_code == 404
    page = browser.get(reverse("client", args=[one.pk])).content.decode()
    assert "/undo/" in page
    undo = next(part.split('"')[0] for part in page.split('action="') if "/undo/" in part.split('"')[0])
    assert browser.post(undo).status_code == 302
    assert now(one).address == "Тула"
    assert browser.post(undo).status_code == 409


def test_erasing_wants_the_name(cast: Cast) -> None:
    client = make(cast, "Ёлкин Пётр")
    browser, address = cast.browser("director"), reverse("client_erase", args=[client.pk])
    assert browser.post(address, {"name": "Ёлкин"}).status_code == 422
    assert browser.post(address, {"name": "Ёлкин Пётр"}).status_code == 302
    assert now(client).name == "—"


def test_the_export_streams(cast: Cast) -> None:
    make(cast, "=1+1")
    browser = cast.browser("head")
    answer = browser.get(reverse("clients_export", args=["csv"]))
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=1+1" in text
    answer = browser.get(reverse("clients_export", args=["xlsx"]))
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_the_palette_finds_clients(cast: Cast) -> None:
    make(cast, "Ёлкин Пётр")
    assert "Ёлкин Пётр" in cast.browser("owner").get(reverse("palette"), {"text": "ЕЛКИН"}).content.decode()
    assert (
        "Ёлкин Пётр"
        not in cast.browser("stranger").get(reverse("palette"), {"text": "ЕЛКИН"}).content.decode()
    )


def test_fields_of_the_firm_are_defined_and_filled(cast: Cast) -> None:
    client = make(cast)
    director = cast.browser("director")
    assert (
        director.post(
            reverse("client_fields"), {"label": "Цвет", "kind": "choice", "options": "белый\nчёрный"}
        ).status_code
        == 302
    )
    assert director.post(reverse("client_fields"), {"label": "цвет", "kind": "text"}).status_code == 422
    field = services.field_define(cast.actor("director"), label="Рост", kind="number")
    address = reverse("client_own_fields", args=[client.pk])
    assert cast.browser("owner").post(address, {f"field_{field.pk}": "170.5"}).status_code == 302
    assert "170" in cast.browser("owner").get(reverse("client", args=[client.pk])).content.decode()
