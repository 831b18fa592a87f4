"""A card that is gone: its old address leads to what took its place, or says so clearly."""

from __future__ import annotations

from django.urls import reverse

from tests.cast import Cast
from vernost.clients import services
from vernost.clients.models import Client, Phone
from vernost.clients.tests.factories import make


def merged(cast: Cast) -> tuple[Client, Client]:
    survivor, absorbed = make(cast, "Ёлкин Пётр"), make(cast, "Елкин Петр")
    services.clients_merge(cast.actor("owner"), survivor_id=survivor.pk, absorbed_id=absorbed.pk)
    return survivor, absorbed


def test_an_old_address_leads_to_the_card_that_remains(cast: Cast) -> None:
    survivor, absorbed = merged(cast)
    for name in ("client", "client_edit", "client_history"):
        answer = cast.browser("owner").get(reverse(name, args=[absorbed.pk]))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse(name, args=[survivor.pk]))
    for who, status in (("stranger", 404), ("marketer", 404), ("director", 302)):
        assert cast.browser(who).get(reverse("client", args=[absorbed.pk])).status_code == status


def test_a_form_of_a_merged_card_saves_nothing_and_says_where_to_go(cast: Cast) -> None:
    survivor, absorbed = merged(cast)
    answer = cast.browser("owner").post(reverse("note_add", args=[absorbed.pk]), {"text": "Звонил"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Nothing was saved" in page and f'href="{reverse("client", args=[survivor.pk])}"' in page
    hidden = cast.browser("stranger").post(reverse("note_add", args=[absorbed.pk]), {"text": "Звонил"})
    assert hidden.status_code == 404 and reverse("client", args=[survivor.pk]) not in hidden.content.decode()


def test_an_undone_merge_gives_the_card_back(cast: Cast) -> None:
    survivor, absorbed = make(cast, "Ёлкин Пётр"), make(cast, "Елкин Петр")
    merge = services.clients_merge(cast.actor("owner"), survivor_id=survivor.pk, absorbed_id=absorbed.pk)
    services.merge_undo(cast.actor("owner"), merge_id=merge.pk)
    assert cast.browser("owner").get(reverse("client", args=[absorbed.pk])).status_code == 200


def test_what_was_deleted_in_another_tab(cast: Cast) -> None:
    client = make(cast, phones=["+79161234567"])
    phone = Phone.objects.unscoped(reason="test").get()
    browser, address = cast.browser("owner"), reverse("phone_remove", args=[client.pk, phone.pk])
    assert browser.post(address).status_code == 302
    again = browser.post(address)
    assert again.status_code == 404 and "Nothing was saved" in again.content.decode()
    services.client_erase(cast.actor("director"), client_id=client.pk)
    for answer in (browser.get(reverse("client", args=[client.pk])), browser.post(address)):
        assert answer.status_code == 404 and "Traceback" not in answer.content.decode()
