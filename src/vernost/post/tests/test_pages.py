"""Writing from the card, the list with its reasons, what a fixed number of queries shows."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from vernost.clients import services as of_clients
from vernost.post import reasons
from vernost.post.models import Letter, State
from vernost.post.sending import send_due
from vernost.post.tests.factories import ask, offer, reachable
from vernost.post.tests.servers import Mailbox


def test_written_from_the_card_it_waits_and_is_cancelled(cast: Cast) -> None:
    client, browser = reachable(cast), cast.browser("owner")
    card = browser.get(reverse("client_panel", args=[client.pk, "letters"])).content.decode()
    assert "No letters yet." in card and reverse("letter_write", args=[client.pk]) in card
    data = {"kind": "by_hand", "subject": "Прайс", "text": "Вот он."}
    answer = browser.post(reverse("letter_write", args=[client.pk]), data, follow=True)
    assert "The letter leaves in a minute." in answer.content.decode()
    letter = Letter.objects.visible_to(cast.actor("owner")).get()
    assert (letter.author, letter.state) == (cast.owner, State.QUEUED)
    page = browser.get(reverse("letter", args=[letter.pk])).content.decode()
    assert "Вот он." in page and "Do not send" in page
    browser.post(reverse("letter_cancel", args=[letter.pk]))
    letter.refresh_from_db()
    assert letter.state == State.CANCELLED


def test_an_offer_held_back_says_why_at_once(cast: Cast) -> None:
    client, browser = reachable(cast, agreed=False), cast.browser("owner")
    why = reasons.words(reasons.NO_CONSENT)
    address = reverse("letter_write", args=[client.pk])
    assert why in browser.get(address).content.decode()
    data = {"kind": "offer", "subject": "Скидка", "text": "Для вас."}
    assert why in browser.post(address, data, follow=True).content.decode()
    assert browser.post(address, {**data, "text": ""}).status_code == 422
    assert browser.post(address, {**data, "kind": "spam"}).status_code == 422


def test_the_list_by_state_reason_and_client(cast: Cast, mailbox: Mailbox) -> None:
    client, other = reachable(cast), reachable(cast, name="Анна Ли", address="a@x.test", agreed=False)
    mailbox.to = lambda address: "550 5.1.1 unknown" if address == "a@x.test" else "250 OK"
    ask(cast, client, subject="Дошло")
    ask(cast, other, subject="Не дошло")
    offer(cast, other, subject="Задержано")
    send_due()
    browser, address = cast.browser("owner"), reverse("letters")
    shown = {
        query: {one for one in ("Дошло", "Не дошло", "Задержано") if f">{one}</a>" in text}
        for query in (
            "",
            "state=sent",
            "state=failed",
            "reason=no_consent",
            f"client={other.pk}",
            "state=odd",
        )
        for text in [browser.get(f"{address}?{query}").content.decode()]
    }
    every = {"Дошло", "Не дошло", "Задержано"}
    assert shown == {
        "": every,
        "state=sent": {"Дошло"},
        "state=failed": {"Не дошло"},
        "reason=no_consent": {"Задержано"},
        f"client={other.pk}": {"Не дошло", "Задержано"},
        "state=odd": every,
    }
    assert "1 letter was not delivered" in browser.get(address).content.decode()
    assert cast.browser("stranger").get(f"{address}?client={other.pk}").status_code == 404
    assert "Дошло" not in cast.browser("stranger").get(address).content.decode()
    assert (
        "The address works again"
        in browser.get(reverse("client_panel", args=[other.pk, "letters"])).content.decode()
    )


def test_what_did_not_arrive_is_told_behind_the_bell(cast: Cast, mailbox: Mailbox) -> None:
    mailbox.to = lambda address: "550 5.1.1 unknown"
    ask(cast, reachable(cast), subject="Не дошло")
    send_due()
    assert "Не дошло" in cast.browser("owner").get(reverse("news")).content.decode()
    assert "Не дошло" not in cast.browser("stranger").get(reverse("news")).content.decode()


def queries(browser: Any, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def test_a_fixed_number_of_queries(cast: Cast) -> None:
    client, browser = reachable(cast), cast.browser("owner")
    for _ in range(12):
        ask(cast, client)
    addresses = [reverse("letters"), reverse("client", args=[client.pk])]
    for one in addresses:
        browser.get(one)  # the first card of the day is counted in two more
    few = [queries(browser, one) for one in addresses]
    for number in range(12):
        ask(cast, client, subject=f"Письмо {number}")
    assert [queries(browser, one) for one in addresses] == few
    assert few[0] <= 8


def test_erased_nothing_of_the_reader_stays(cast: Cast, mailbox: Mailbox) -> None:
    client = reachable(cast)
    sent, waiting = ask(cast, client, subject="Секрет"), offer(cast, client, subject="Секрет")
    send_due()
    again = ask(cast, client, subject="Секрет")
    of_clients.client_erase(cast.actor("director"), client_id=client.pk)
    rows = {one.pk: one for one in Letter.objects.unscoped(reason="test")}
    assert rows[sent.pk].state == State.SENT and rows[again.pk].state == State.CANCELLED
    for row in rows.values():
        assert (row.address, row.subject, row.text, row.html) == ("", "", "", "")
    assert waiting.pk in rows and send_due() == 0
    assert "Секрет" not in cast.browser("director").get(reverse("letters")).content.decode()


def test_merged_and_apart_again_letters_follow(cast: Cast) -> None:
    one, other = reachable(cast), reachable(cast, name="Елкин Петр", address="b@x.test")
    letter = ask(cast, other)
    head = cast.actor("head")
    merge = of_clients.clients_merge(head, survivor_id=one.pk, absorbed_id=other.pk)
    letter.refresh_from_db()
    assert letter.client_id == one.pk
    of_clients.merge_undo(head, merge_id=merge.pk)
    letter.refresh_from_db()
    assert letter.client_id == other.pk


def test_exported_to_the_person_without_secrets(cast: Cast) -> None:
    client = reachable(cast)
    offer(cast, client, subject="Скидка")
    (told,) = of_clients.client_export(cast.actor("head"), client_id=client.pk)["post.letter.client"]
    assert told["subject"] == "Скидка" and "secret" not in told and "lease_token" not in told
