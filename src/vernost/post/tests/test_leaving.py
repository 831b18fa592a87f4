"""The way out: a scanner that follows links takes nobody out, a person and a mail program do."""

from __future__ import annotations

from django.test import Client as Browser

from tests.cast import Cast
from vernost.clients.models import Consent
from vernost.journal.models import Entry
from vernost.post import reasons
from vernost.post.composing import way_out
from vernost.post.letter_kinds import OFFER
from vernost.post.models import State
from vernost.post.tests.factories import ask, offer, reachable


def address(letter: object) -> str:
    return "/letters/out/" + way_out(letter).split("/letters/out/")[1]  # type: ignore[arg-type]


def test_a_scanner_unsubscribes_nobody_and_one_click_does(cast: Cast) -> None:
    client = reachable(cast)
    letter = offer(cast, client)
    browser = Browser(enforce_csrf_checks=True)
    for _ in range(3):
        answer = browser.get(address(letter))
        assert answer.status_code == 200 and b"<script" not in answer.content.split(b"<main")[1]
    assert browser.head(address(letter)).status_code == 200
    assert offer(cast, client).state == State.QUEUED
    answer = browser.post(address(letter), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and "You are unsubscribed" in answer.content.decode()
    assert browser.post(address(letter)).status_code == 200
    assert offer(cast, client).reason == reasons.UNSUBSCRIBED
    assert not Consent.objects.unscoped(reason="test").filter(client=client, withdrawn_at=None).exists()
    assert Entry.objects.filter(client_id=client.pk, kind="letter.left").count() == 1


def test_the_page_speaks_the_letters_language_and_names_the_firm(cast: Cast) -> None:
    letter = offer(cast, reachable(cast, language="ru"))
    text = Browser().get(address(letter)).content.decode()
    assert "Не присылать писем с предложениями?" in text and "Отписаться" in text


def test_the_headers_of_an_offer_and_none_of_an_answer(cast: Cast) -> None:
    from vernost.post.composing import message

    client = reachable(cast)
    headers = message(offer(cast, client)).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http")
    assert "List-Unsubscribe" not in message(ask(cast, client)).extra_headers
    assert OFFER.advertising


def test_no_such_secret(db: None) -> None:
    assert Browser().get("/letters/out/nothing/").status_code == 404
    assert Browser().post("/letters/out/nothing/").status_code == 404


def test_after_erasing_the_link_still_answers(cast: Cast) -> None:
    from vernost.clients import services as of_clients

    client = reachable(cast)
    letter = offer(cast, client)
    of_clients.client_erase(cast.actor("director"), client_id=client.pk)
    assert Browser().post(address(letter)).status_code == 200
