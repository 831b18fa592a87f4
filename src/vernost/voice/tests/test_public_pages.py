"""Where clients answer: opening stores nothing, one tap stores, everything odd is answered kindly."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.cast import Cast
from vernost.clients import services as of_clients
from vernost.core import clock
from vernost.post.models import Letter
from vernost.voice import services
from vernost.voice.models import Invitation, Response, SurveyKind
from vernost.voice.tests.factories import asked, fresh, reachable, survey_of

NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)
TEST = "the test looks at what was written"


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock.stopped(NOON) as time:
        yield time


def rows() -> Any:
    return Response.objects.unscoped(reason=TEST)


def address(invitation: Invitation) -> str:
    return reverse("survey_letter", args=[invitation.secret])


def post(path: str, **data: Any) -> Any:
    return Browser().post(path, data)


def test_a_robot_that_follows_every_link_answers_nothing(cast: Cast) -> None:
    invitation = asked(cast)
    letter = Letter.objects.unscoped(reason=TEST).get()
    found = set(re.findall(r"https?://[^\s\"<>]+", letter.text + " " + letter.html))
    assert len([one for one in found if "?score=" in one]) == 11
    for link in sorted(found):
        path = "/" + link.split("/", 3)[3]
        for ask in (Browser().get, Browser().head):
            assert ask(path).status_code == 200
    assert not rows().exists() and fresh(invitation).state == "asked"


def test_a_click_on_nine_opens_nine_and_one_tap_stores_it(cast: Cast) -> None:
    path = address(asked(cast))
    page = Browser().get(f"{path}?score=9").content.decode()
    assert 'value="9" aria-pressed="true"' in page and "What do you value most in us?" in page
    assert "What disappointed you" in Browser().get(f"{path}?score=2").content.decode()
    assert post(path, score="9", comment="Люди").status_code == 303
    page = Browser().get(path).content.decode()
    assert "Your answer: 9 of 10." in page
    made = rows().get()
    assert (made.score, made.comment, made.channel) == (9, "Люди", "letter")


def test_a_number_that_is_none_marks_nothing(cast: Cast) -> None:
    path = address(asked(cast))
    for told in ("11", "-1", "9e0", "девять", "9" * 400, "\x00", "<script>"):
        page = Browser().get(path, {"score": told})
        assert page.status_code == 200 and "aria-pressed" not in page.content.decode()
        refused = post(path, score=told)
        assert refused.status_code == 422 and "Choose a number from 0 to 10." in refused.content.decode()
    assert not rows().exists()


def test_the_second_time_corrects_for_a_day_then_it_is_kept(cast: Cast, at_noon: Any) -> None:
    path = address(asked(cast))
    post(path, score="9")
    assert post(path, score="3", comment="Передумал").status_code == 303
    assert post(path, score="4").status_code == 303, "another number leaves the words"
    assert (rows().get().score, rows().get().comment) == (4, "Передумал")
    at_noon.pass_by(days=365)
    for page in (Browser().get(path), post(path, score="0")):
        assert page.status_code == 200 and "Your answer is kept" in page.content.decode()
    assert rows().get().score == 4


def test_after_a_year_the_link_says_so_kindly(cast: Cast, at_noon: Any) -> None:
    path = address(asked(cast))
    at_noon.pass_by(days=365)
    for page in (Browser().get(path), post(path, score="9")):
        assert page.status_code == 200 and "This survey is over" in page.content.decode()
    assert not rows().exists()


def test_a_comment_of_two_megabytes_is_refused_and_its_beginning_kept(cast: Cast) -> None:
    path = address(asked(cast))
    answer = post(path, score="9", comment="я" * 1_000_000)
    assert answer.status_code == 422 and len(answer.content) < 60_000
    page = answer.content.decode()
    assert "At most 10000 signs." in page and "яяя" in page and 'aria-pressed="true"' in page
    assert not rows().exists()


def test_script_in_a_comment_is_text(cast: Cast) -> None:
    path = address(asked(cast))
    post(path, score="1", comment="<script>alert(1)</script>\x00👍")
    page = Browser().get(path).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;👍" in page and "<script>alert" not in page


def test_a_colleague_answers_nothing_by_the_clients_link(cast: Cast) -> None:
    path = address(asked(cast))
    browser = cast.browser("owner")
    for page in (browser.get(path), browser.post(path, {"score": "9"})):
        assert page.status_code == 200 and "This link is the client" in page.content.decode()
    assert not rows().exists()


def test_a_link_of_an_erased_client_or_a_wrong_one_opens_nothing(cast: Cast) -> None:
    invitation = asked(cast)
    of_clients.client_erase(cast.actor("director"), client_id=invitation.client_id)
    for path in (address(invitation), reverse("survey_letter", args=["x" * 43])):
        assert Browser().get(path).status_code == 404 and post(path, score="9").status_code == 404
    assert not rows().exists()


def test_it_speaks_the_clients_language(cast: Cast) -> None:
    path = address(asked(cast, reachable(cast, language="ru")))
    assert 'lang="ru"' in Browser().get(path, headers={"Accept-Language": "en"}).content.decode()


def test_an_open_link_takes_answers_of_whoever_comes_without_cookies(cast: Cast) -> None:
    survey = survey_of(cast)
    path = reverse("survey_link", args=[survey.address])
    browser = Browser()
    page = browser.get(path)
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    assert key and not browser.cookies
    first = browser.post(path, {"score": "10", "key": key[1]})
    again = browser.post(path, {"score": "10", "key": key[1]})
    assert first.status_code == again.status_code == 303 and rows().count() == 1
    assert "Your answer: 10 of 10." in browser.get(first["Location"]).content.decode()
    assert browser.post(first["Location"], {"score": "10", "comment": "Вкусно"}).status_code == 303
    assert rows().get().comment == "Вкусно" and rows().get().channel == "link" and not browser.cookies
    Browser().post(f"{path}?by=card", {"score": "5"})
    assert rows().filter(channel="card").count() == 1


def test_a_receipt_that_is_none_opens_nothing(cast: Cast) -> None:
    for receipt in ("1", "1~x", "x" * 300):
        assert Browser().get(reverse("survey_said", args=[receipt])).status_code == 404


def test_a_draft_and_a_closed_survey(cast: Cast, at_noon: Any) -> None:
    draft = survey_of(cast, opened=False)
    assert Browser().get(reverse("survey_link", args=[draft.address])).status_code == 404
    survey = survey_of(cast)
    services.survey_close(cast.actor("director"), survey_id=survey.pk)
    path = reverse("survey_link", args=[survey.address])
    assert post(path, score="9").status_code == 303, "the page was open when the survey was closed"
    at_noon.pass_by(hours=2)
    assert "This survey is over" in post(path, score="9").content.decode()
    assert rows().count() == 1


def test_a_poll_is_refused_at_its_question_and_kept(cast: Cast) -> None:
    survey = survey_of(
        cast,
        kind=SurveyKind.POLL,
        questions=[
            {"kind": "scale", "text_en": "Speed", "best": 5},
            {"kind": "text", "text_en": "What would you change", "required": False},
        ],
    )
    path = reverse("survey_link", args=[survey.address])
    refused = post(path, q2="Ничего")
    assert refused.status_code == 422
    assert "Answer this question" in refused.content.decode() and "Ничего" in refused.content.decode()
    assert post(path, q1="9").status_code == 422
    assert post(path, q1="4", q2="Ничего").status_code == 303
    page = Browser().get(post(path, q1="5")["Location"]).content.decode()
    assert "Correct the answer" in page


def test_too_many_from_one_address_are_put_off(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("vernost.voice.pages.answering.TIMES", 2)
    path = reverse("survey_link", args=[survey_of(cast).address])
    statuses = [
        Browser().post(path, {"score": "9"}, REMOTE_ADDR="10.9.8.7").status_code for _turn in range(3)
    ]
    assert statuses == [303, 303, 429]


def test_storing_an_answer_costs_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    path = reverse("survey_link", args=[survey_of(cast).address])
    post(path, score="9")
    with django_assert_max_num_queries(6):
        post(path, score="9", key="k")
