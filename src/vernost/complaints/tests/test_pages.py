"""The pages of complaints: for us, and for the client by their secret address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from tests.cast import Cast
from tests.costs import SHELL
from vernost.clients.selectors import Asked as AskedOfClients
from vernost.clients.selectors import client_list
from vernost.clients.tests.factories import make
from vernost.complaints import links, services
from vernost.complaints.models import Complaint, Step
from vernost.complaints.tests.factories import agreed, now, taken
from vernost.core import clock

BOARD, CARD = SHELL + 2, SHELL + 3


def test_a_complaint_is_taken_and_worked_off_by_pages(cast: Cast) -> None:
    browser, client = cast.browser("owner"), make(cast)
    add = reverse("complaint_add", args=[client.pk])
    assert browser.post(add, {"text": "", "channel": "call"}).status_code == 422
    data = {"text": "Привезли поздно", "channel": "call", "responsible": str(cast.owner.pk)}
    assert browser.post(add, data).status_code == 302
    case = Complaint.objects.unscoped(reason="test").get()

    def post(name: str, **values: Any) -> int:
        return browser.post(reverse(name, args=[case.pk]), values).status_code

    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert post("complaint_acknowledge", text="Извинились") == 302
    assert post("complaint_facts", facts="Машина сломалась", cost="500") == 302
    assert post("complaint_agree", measures="Привезти завтра", by="2020-01-01") == 422
    assert post("complaint_agree", measures="Привезти завтра", by=tomorrow) == 302
    assert post("complaint_tell", text="Уже едем", by_letter="on") == 302
    assert post("complaint_carry_out") == 302
    assert post("complaint_confirm", how="") == 422
    assert post("complaint_confirm", how="Позвонил сам") == 302
    assert now(case).step == Step.CONFIRMED
    page = browser.get(reverse("complaint", args=[case.pk])).content.decode()
    assert "Confirmed by the client" in page and "Машина сломалась" in page


def test_pages_cost_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    browser, first = cast.browser("owner"), taken(cast)
    browser.get(reverse("complaints"))
    for number in range(2):
        with django_assert_num_queries(BOARD):
            assert browser.get(reverse("complaints")).status_code == 200
        with django_assert_num_queries(CARD):
            assert browser.get(reverse("complaint", args=[first.pk])).status_code == 200
        for _ in range(3 * (1 - number)):
            taken(cast, make(cast, f"Ещё {_}"))


def test_the_client_follows_adds_and_confirms(cast: Cast) -> None:
    case = agreed(cast)
    services.complaint_note(cast.actor("owner"), complaint_id=case.pk, text="Клиент вспыльчивый")
    browser, address = Browser(), links.address_of(case)
    page = browser.get(address).content.decode()
    assert "Заменить обе пачки" in page
    assert "вспыльчивый" not in page and "Перепутали" not in page
    assert browser.post(address, {"act": "say", "text": "И помол погрубее"}).status_code == 302
    assert "И помол погрубее" in browser.get(address).content.decode()
    services.complaint_carry_out(cast.actor("owner"), complaint_id=case.pk)
    assert browser.post(address, {"act": "not_settled", "text": "Одна пачка"}).status_code == 302
    assert (now(case).step, now(case).reopened) == (Step.ACKNOWLEDGED, 1)


def test_a_robot_that_reads_confirms_nothing(cast: Cast) -> None:
    case = agreed(cast)
    services.complaint_carry_out(cast.actor("owner"), complaint_id=case.pk)
    browser, address = Browser(), links.address_of(case)
    for _ in range(3):
        assert browser.get(address).status_code == 200
        assert browser.head(address).status_code == 200
    assert now(case).step == Step.CARRIED_OUT
    for _ in range(2):
        assert browser.post(address, {"act": "settled"}).status_code == 302
    assert now(case).step == Step.CONFIRMED


def test_a_guessed_address_is_nothing(cast: Cast) -> None:
    case, other = taken(cast), taken(cast, make(cast, "Другой"))
    token = links.token_of(case)
    for wrong in (token[:-1], token.replace(f"{case.pk}.", f"{other.pk}.", 1), "1.1~x", "x"):
        assert Browser().get(reverse("case", args=[wrong])).status_code == 404
    Complaint.objects.unscoped(reason="test").filter(pk=case.pk).update(link=2)
    assert Browser().get(reverse("case", args=[token])).status_code == 404


def test_a_script_in_a_complaint_is_text(cast: Cast) -> None:
    case = taken(cast, text="<script>alert(1)</script>", wish="<b>денег</b>")
    for page in (
        cast.browser("owner").get(reverse("complaint", args=[case.pk])),
        cast.browser("owner").get(reverse("complaints")),
        Browser().get(links.address_of(case)),
    ):
        assert "<script>alert" not in page.content.decode()


def test_complained_is_the_third_question(cast: Cast) -> None:
    """Rule 1.1: with one click, and of one's own clients only."""
    case = taken(cast)
    make(cast, "Довольный")
    taken(cast, make(cast, "Чужой", whose="stranger"), whose="stranger")
    for preset in ("complained", "complaint_open"):
        page = client_list(cast.actor("owner"), AskedOfClients(presets=(preset,)))
        assert [row.client.pk for row in page.rows] == [case.client_id]


def test_the_analysis_reckons_with_the_silent(cast: Cast) -> None:
    taken(cast, product="Кофе", text="Кислый")
    page = cast.browser("director").get(reverse("complaint_analysis")).content.decode()
    assert "about 9 more were unhappy and said nothing" in page


def test_causes_are_the_firms_own(cast: Cast) -> None:
    browser = cast.browser("director")
    assert browser.post(reverse("complaint_causes"), {"name": "Грубый курьер"}).status_code == 302
    assert browser.post(reverse("complaint_causes"), {"name": "грубый курьер"}).status_code == 422
    page = browser.get(reverse("complaint_causes")).content.decode()
    assert "Грубый курьер" in page and "Delivered late" in page
