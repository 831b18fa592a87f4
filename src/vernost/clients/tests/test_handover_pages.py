"""The guided pages of a handover, walked from the first step to taking it back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from vernost.clients import services
from vernost.clients.models import Handover
from vernost.clients.tests.factories import make
from vernost.clients.tests.handing import owners, planned, several


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_from_the_first_step_to_the_last(cast: Cast) -> None:
    clients, browser = several(cast, 3), cast.browser("director")
    assert "Hand over all clients of a manager" in text_of(browser.get("/handovers/"))
    begun = browser.post("/handovers/plan/", {"leaver": cast.owner.pk})
    handover = Handover.objects.visible_to(cast.actor("director")).get()
    assert begun["Location"] == f"/handovers/{handover.pk}/split/"
    base = f"/handovers/{handover.pk}/"
    chosen = {"successors": [cast.teammate.pk, cast.stranger.pk]}
    assert browser.post(f"{base}split/?by=evenly", chosen)["Location"] == f"{base}clients/"
    page = browser.get(f"{base}clients/")
    assert "Everybody has a successor." in text_of(page) and "Клиент 2" in text_of(page)
    hand = {f"to_{one.pk}": cast.teammate.pk for one in clients} | {f"personal_{clients[0].pk}": "1"}
    assert browser.post(f"{base}clients/", hand)["Location"] == f"{base}letter/"
    letter = {"writes": "on", "subject": "New", "text": "Hello {client}", "calls_a_day": "10", "leaves": "on"}
    assert browser.post(f"{base}letter/", {**letter, "look": "1"})["Location"] == f"{base}letter/"
    assert "Hello Клиент 0" in text_of(browser.get(f"{base}letter/"))
    assert browser.post(f"{base}letter/", letter)["Location"] == base
    check = text_of(browser.get(base))
    assert "3 clients of Owner are ready to go." in check and "access is closed at once" in check
    assert "3 clients have no e-mail" in check
    assert browser.post(f"{base}run/")["Location"] == base
    assert owners(clients) == [cast.teammate.pk] * 3
    after = text_of(browser.get(base))
    assert "3 clients of Owner are handed over." in after and "Take back" in after
    browser.post(f"{base}take-back/")
    assert owners(clients) == [cast.owner.pk] * 3
    assert "was taken back" in text_of(browser.get(base))


def test_by_group(cast: Cast) -> None:
    shop = make(cast, "Лавка", segment="shop")
    other = make(cast, "Прочий")
    browser, actor = cast.browser("head"), cast.actor("head")
    handover = services.handover_plan(actor, leaver_id=cast.owner.pk)
    page = text_of(browser.get(f"/handovers/{handover.pk}/split/?by=segment"))
    assert "Shop · 1" in page and "Everybody else · 1" in page
    browser.post(f"/handovers/{handover.pk}/split/?by=segment", {"group_0": cast.teammate.pk})
    left = browser.get(f"/handovers/{handover.pk}/clients/?left=1")
    assert "Прочий" in text_of(left) and "Лавка" not in text_of(left)
    browser.post(f"/handovers/{handover.pk}/clients/?left=1", {f"to_{other.pk}": cast.head.pk})
    browser.post(f"/handovers/{handover.pk}/run/")
    assert owners([shop, other]) == [cast.teammate.pk, cast.head.pk]


def test_what_is_missing_is_said(cast: Cast) -> None:
    several(cast, 1)
    browser = cast.browser("head")
    handover = services.handover_plan(cast.actor("head"), leaver_id=cast.owner.pk)
    base = f"/handovers/{handover.pk}/"
    assert browser.post(f"{base}split/?by=one", {}).status_code == 422
    assert browser.post(f"{base}run/")["Location"] == f"{base}clients/?left=1"
    assert "Not everybody has a successor yet: 1." in text_of(browser.get(f"{base}clients/?left=1"))
    wrong = {"writes": "on", "subject": "x", "text": "Hello {klient}", "calls_a_day": "10"}
    answer = browser.post(f"{base}letter/", wrong)
    assert answer.status_code == 422 and "{klient}" in text_of(answer)
    assert browser.post("/handovers/plan/", {"leaver": cast.stranger.pk}).status_code == 422


def test_who_came_meanwhile_is_shown_before_anything_moves(cast: Cast) -> None:
    clients, browser = several(cast, 1), cast.browser("head")
    handover = planned(cast, cast.actor("head"), "teammate")
    make(cast, "Поздний")
    answer = browser.post(f"/handovers/{handover.pk}/run/", follow=True)
    assert "brought up to date" in text_of(answer) and "Поздний" in text_of(answer)
    assert owners(clients) == [cast.owner.pk]


def test_a_hand_on_anothers_plan_finds_nothing(cast: Cast) -> None:
    several(cast, 1)
    handover = planned(cast, cast.actor("director"), "teammate")
    for page in ("", "split/", "clients/", "letter/"):
        assert cast.browser("head").get(f"/handovers/{handover.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["", "split/", "split/?by=segment", "clients/", "letter/"])
def test_as_many_queries_however_many_clients(cast: Cast, page: str) -> None:
    browser, counts = cast.browser("head"), []
    for _more in range(2):
        several(cast, 5)
        handover = planned(cast, cast.actor("head"), "teammate", "head")
        browser.get(f"/handovers/{handover.pk}/{page}")
        with CaptureQueriesContext(connection) as ran:
            assert browser.get(f"/handovers/{handover.pk}/{page}").status_code == 200
        counts.append(len(ran))
    assert counts[0] == counts[1] <= 22, counts
