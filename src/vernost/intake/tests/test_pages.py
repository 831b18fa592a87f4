"""The list, a request, and what its buttons do."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.costs import SHELL
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.intake.models import Desk, Request, Seat, State
from vernost.intake.tests.factories import PHONE, at_work, came, fresh, seated

TAPPED = {"channel": "call", "outcome": "talked"}


def text_of(cast: Cast, who: str, address: str) -> str:
    return cast.browser(who).get(address).content.decode()


def test_the_list_says_who_waits_and_how_long(cast: Cast) -> None:
    with at_work() as stopped:
        came()
        stopped.pass_by(minutes=3)
        text = text_of(cast, "head", reverse("requests"))
        assert "1 request waits for an answer." in text
        assert "12 minutes left" in text
        stopped.pass_by(minutes=20)
        text = text_of(cast, "head", reverse("requests"))
        assert "1 request waits longer than we promise" in text
        assert "8 minutes late" in text
        assert "Every request has been answered." in text_of(cast, "stranger", reverse("requests"))


def test_by_phone_in_three_fields(cast: Cast) -> None:
    data = {"channel": "phone", "phone": "89161234567", "name": "Пётр", "text": "Кения", "token": "f" * 32}
    browser = cast.browser("head")
    answer = browser.post(reverse("request_add"), data)
    made = Request.objects.unscoped(reason="test").get()
    assert answer.headers["Location"] == reverse("request", args=[made.pk])
    assert (made.phone, made.channel) == (PHONE, "phone")
    browser.post(reverse("request_add"), data)
    assert Request.objects.unscoped(reason="test").count() == 1


def test_whoever_writes_it_down_learns_nothing_of_anothers_client(cast: Cast) -> None:
    make(cast, "Тайный клиент", phones=[PHONE])
    data = {"channel": "phone", "phone": PHONE, "name": "Пётр", "token": "f" * 32}
    answer = cast.browser("stranger").post(reverse("request_add"), data, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("requests")
    assert "The request is written down" in text
    assert "Тайный" not in text and "Owner" not in text


def test_wrong_is_said_and_kept(cast: Cast) -> None:
    data = {"channel": "phone", "phone": "12", "text": "Кения", "token": "f" * 32}
    answer = cast.browser("owner").post(reverse("request_add"), data)
    assert answer.status_code == 422
    assert "This is no phone number" in answer.content.decode()
    assert "Кения" in answer.content.decode()


def test_answered_on_its_page(cast: Cast) -> None:
    client = make(cast, phones=[PHONE])
    request = came()
    browser = cast.browser("owner")
    answer = browser.post(
        reverse("request_answer", args=[request.pk]),
        {**TAPPED, "text": "Есть", "step": "Прислать", "step_on": "завтра", "token": "f" * 32},
        follow=True,
    )
    assert "Answered: the clock has stopped." in answer.content.decode()
    assert fresh(request).state == State.ANSWERED
    card = browser.get(reverse("client", args=[client.pk])).content.decode()
    assert "Прислать" in card
    panel = browser.get(reverse("client_panel", args=[client.pk, "requests"])).content.decode()
    assert reverse("request", args=[request.pk]) in panel


def test_a_wrong_day_is_said_and_the_clock_runs_on(cast: Cast) -> None:
    make(cast, phones=[PHONE])
    request = came()
    answer = cast.browser("owner").post(
        reverse("request_answer", args=[request.pk]),
        {**TAPPED, "text": "Есть", "step": "x", "step_on": "никогда"},
    )
    assert answer.status_code == 422
    assert "Say the day like this" in answer.content.decode()
    assert fresh(request).is_running


def test_buttons(cast: Cast) -> None:
    seated(cast, "owner")
    with at_work():
        request = came()
    browser = cast.browser("owner")
    browser.post(reverse("request_take", args=[request.pk]))
    assert fresh(request).state == State.TAKEN
    browser.post(reverse("request_client", args=[request.pk]))
    assert Client.objects.visible_to(cast.actor("owner")).get().name == "Пётр"
    answer = browser.post(reverse("request_close", args=[request.pk]), {"why": "elsewhere"}, follow=True)
    assert "The request is closed." in answer.content.decode()
    assert fresh(request).state == State.CLOSED
    browser.post(reverse("request_reopen", args=[request.pk]))
    browser.post(reverse("request_spam", args=[request.pk]))
    assert fresh(request).state == State.SPAM
    answer = browser.post(reverse("request_answer", args=[request.pk]), TAPPED, follow=True)
    assert "This request is settled." in answer.content.decode()


def test_given_to_another_it_leaves_the_page(cast: Cast) -> None:
    seated(cast, "owner")
    with at_work():
        request = came()
    browser = cast.browser("head")
    browser.post(reverse("request_assign", args=[request.pk]), {"employee": cast.stranger.pk})
    assert fresh(request).assigned_to == cast.stranger
    assert browser.get(reverse("request", args=[request.pk])).status_code == 404


def test_who_it_might_be(cast: Cast) -> None:
    mine = make(cast, "Ёлкин Пётр Ильич")
    make(cast, "Ёлкин Пётр Чужой", whose="stranger")
    request = came("+79160000001", name="Ёлкин Пётр")
    text = text_of(cast, "head", reverse("request", args=[request.pk]))
    assert reverse("request_tie", args=[request.pk, mine.pk]) in text
    assert "Чужой" not in text
    found = text_of(cast, "head", reverse("request", args=[request.pk]) + "?find=чужой")
    assert "Nobody is found." in found


def test_the_desk(cast: Cast) -> None:
    browser = cast.browser("director")
    prefix = f"seat{cast.owner.pk}"
    data: dict[str, Any] = {"way": "load", f"{prefix}-takes": "on", f"{prefix}-sources": ["chat", "review"]}
    assert browser.post(reverse("request_desk"), data).status_code == 302
    assert (Desk.objects.get().way, Desk.objects.get().only_present) == ("load", False)
    assert Seat.objects.get().sources == ["chat", "review"]
    answer = browser.post(reverse("request_desk"), {**data, f"{prefix}-away_until": "когда-нибудь"})
    assert answer.status_code == 422


def test_times_with_nothing_and_with_something(cast: Cast) -> None:
    assert "There was nothing to answer." in text_of(cast, "head", reverse("request_times"))
    with at_work() as stopped:
        came()
        stopped.pass_by(hours=1)
        text = text_of(cast, "head", reverse("request_times") + "?days=7")
    assert "0% of requests were answered in time" in text
    assert "<svg" in text


def test_the_bell_and_the_palette(cast: Cast) -> None:
    with at_work():
        request = came()
        assert reverse("request", args=[request.pk]) in text_of(cast, "head", reverse("news"))
        assert reverse("request", args=[request.pk]) not in text_of(cast, "stranger", reverse("news"))
    assert reverse("request_add") in text_of(cast, "owner", reverse("palette") + "?text=write+down")


QUERIES = {"requests": SHELL + 4, "request_times": SHELL + 3}


@pytest.mark.parametrize("page", QUERIES)
def test_pages_cost_a_fixed_number_of_queries(
    cast: Cast, page: str, django_assert_max_num_queries: Any
) -> None:
    browser = cast.browser("head")
    for count in (3, 30):
        with at_work():
            for number in range(count):
                came(f"+7916{1000000 + number + count * 1000}")
        browser.get(reverse(page))
        with django_assert_max_num_queries(QUERIES[page]):
            browser.get(reverse(page))
