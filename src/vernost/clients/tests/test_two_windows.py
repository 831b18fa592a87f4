"""The same thing open in two windows: the second is told what changed, and no word of theirs is lost."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.cast import Cast
from vernost.clients import services
from vernost.clients.models import Client, CustomValue, KeyPerson, Note
from vernost.clients.tests.factories import make

MINE, THEIRS = "Просил позвонить в среду", "Переехал в Тулу"


def shown(browser: Browser, address: str) -> dict[str, str]:
    """What a window would post if nothing were touched: every field of the form as it stands."""
    return fields(browser.get(address).content.decode())


def fields(page: str) -> dict[str, str]:
    form = page[page.index('<form class="form') : page.index('<div class="form-foot')]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found[name.group(1)] = unescape(value.group(1)) if value else ""
    for name_, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        found[name_] = unescape(text)
    for name_, _more, options in re.findall(
        r'<select name="([^"]+)"((?:(?! multiple)[^>])*)>(.*?)</select>', form, re.S
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name_] = unescape(chosen.group(1)) if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


@pytest.fixture
def client(cast: Cast) -> Client:
    return make(cast)


def rows(model: Any, client: Client) -> Any:
    return model.objects.unscoped(reason="test").filter(client=client)


def test_a_note_written_twice(cast: Cast, client: Client) -> None:
    note = services.note_add(cast.actor("owner"), client_id=client.pk, text="Первый звонок")
    address = reverse("note_edit", args=[client.pk, note.pk])
    first, second = cast.browser("head"), cast.browser("owner")
    one, two = shown(first, address), shown(second, address)
    assert first.post(address, one | {"text": THEIRS}).status_code == 302
    told = second.post(address, two | {"text": MINE})
    page = told.content.decode()
    assert told.status_code == 409
    assert "Somebody changed this" in page and THEIRS in page
    assert rows(Note, client).get().text == THEIRS
    again = fields(page)
    assert again["text"] == MINE, "the second window's words are kept"
    assert second.post(address, again | {"text": f"{THEIRS}. {MINE}"}).status_code == 302
    assert rows(Note, client).get().text == f"{THEIRS}. {MINE}"


def test_a_note_removed_meanwhile_is_saved_as_a_new_one(cast: Cast, client: Client) -> None:
    note = services.note_add(cast.actor("owner"), client_id=client.pk, text="Первый звонок")
    address = reverse("note_edit", args=[client.pk, note.pk])
    second = cast.browser("owner")
    two = shown(second, address)
    services.note_remove(cast.actor("head"), note_id=note.pk)
    told = second.post(address, two | {"text": MINE})
    page = told.content.decode()
    assert told.status_code == 409 and "Somebody removed this note" in page
    target = re.search(r'<form class="form[^>]*action="([^"]+)"', page)
    assert target is not None
    assert second.post(target.group(1), fields(page)).status_code == 302
    assert rows(Note, client).get().text == MINE
    # Who may not see the client learns nothing of what was there.
    assert cast.browser("stranger").post(address, two).status_code == 404


def test_fields_of_the_firm_filled_twice(cast: Cast, client: Client) -> None:
    director = cast.actor("director")
    define = services.field_define
    height = define(director, label="Рост", kind="number")
    colour = define(director, label="Цвет", kind="choice", options=["белый", "чёрный"])
    word = define(director, label="Слово", kind="text")
    for field, value in ((height, "100"), (colour, "белый")):
        services.value_set(director, client_id=client.pk, field_id=field.pk, value=value)
    address = reverse("client_own_fields", args=[client.pk])
    first, second = cast.browser("head"), cast.browser("owner")
    one, two = shown(first, address), shown(second, address)
    assert one[f"seen_{height.pk}"] == "100"
    assert (
        first.post(address, one | {f"field_{height.pk}": "170.5", f"field_{word.pk}": THEIRS}).status_code
        == 302
    )

    # Another field than theirs: both are kept, nobody is asked.
    assert second.post(address, two | {f"field_{colour.pk}": "чёрный"}).status_code == 302
    values = {row.field_id: row.value for row in rows(CustomValue, client)}
    assert [str(values[field.pk]) for field in (height, colour, word)] == ["170.500000", "чёрный", THEIRS]

    # The same field: told, and nothing is saved, not even what did not clash.
    told = second.post(address, two | {f"field_{word.pk}": MINE, f"field_{colour.pk}": ""})
    page = told.content.decode()
    assert told.status_code == 409 and THEIRS in page
    assert {row.field_id: row.value for row in rows(CustomValue, client)} == values
    again = fields(page)
    assert again[f"field_{word.pk}"] == MINE and again[f"field_{colour.pk}"] == ""
    assert float(again[f"field_{height.pk}"].replace(",", ".")) == 170.5, "what only they changed is theirs"
    assert second.post(address, again).status_code == 302
    assert {row.field_id: str(row) for row in rows(CustomValue, client)} == {
        height.pk: "170.500000",
        word.pk: MINE,
    }


def test_a_key_person_changed_twice(cast: Cast, client: Client) -> None:
    person = services.person_add(cast.actor("owner"), client_id=client.pk, name="Анна")
    address = reverse("person_edit", args=[client.pk, person.pk])
    first, second = cast.browser("head"), cast.browser("owner")
    one, two = shown(first, address), shown(second, address)
    assert first.post(address, one | {"position": THEIRS}).status_code == 302
    told = second.post(address, two | {"matters": MINE})
    page = told.content.decode()
    assert told.status_code == 409 and THEIRS in page
    again = fields(page)
    assert again["matters"] == MINE
    assert second.post(address, again | {"position": THEIRS}).status_code == 302
    saved = rows(KeyPerson, client).get()
    assert (saved.matters, saved.position) == (MINE, THEIRS)
