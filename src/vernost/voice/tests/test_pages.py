"""Surveys as we make, open, ask and close them; what an employee enters from the card."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from tests.cast import Cast
from tests.costs import SHELL
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.voice import jobs, services
from vernost.voice.models import Invitation, Question, Response, Survey, Wave
from vernost.voice.tests.factories import answered, asked, reachable, survey_of

TEST = "the test looks at what was written"


def surveys() -> Any:
    return Survey.objects.unscoped(reason=TEST)


def page_of(browser: Browser, name: str, *args: Any) -> str:
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_a_survey_is_made_written_opened_and_closed_by_pages(cast: Cast) -> None:
    browser = cast.browser("marketer")
    assert "No surveys yet" in page_of(browser, "surveys")
    assert browser.post(reverse("survey_add"), {"name": "", "kind": "nps"}).status_code == 422
    assert browser.post(reverse("survey_add"), {"name": "Осень", "kind": "nps"}).status_code == 302
    survey = surveys().get()
    edit = reverse("survey_edit", args=[survey.pk])
    data = {"name": "Осень", "version": "1", "why_critic_en": "What went wrong?", "after_purchase": "3"}
    assert browser.post(edit, data | {"sites": "javascript:alert(1)"}).status_code == 422
    assert browser.post(edit, data | {"sites": "firm.ru\nhttps://Shop.firm.ru:8443/path"}).status_code == 302
    assert surveys().get().sites == "https://firm.ru\nhttps://shop.firm.ru:8443"
    assert browser.post(edit, data).status_code == 409, "somebody else saved it meanwhile"
    assert (
        "What went wrong?"
        in browser.get(reverse("survey_preview", args=[survey.pk]) + "?score=2&language=en").content.decode()
    )
    browser.post(reverse("survey_open", args=[survey.pk]))
    page = page_of(browser, "survey", survey.pk)
    assert "Ways to ask" in page and "&lt;script src=" in page, "the line to paste is text"
    assert f"/voice/widget/{survey.address}.js" not in "".join(re.findall(r"<script[^>]*>", page))
    assert browser.post(reverse("survey_delete", args=[survey.pk])).status_code == 409
    browser.post(reverse("survey_close", args=[survey.pk]))
    assert surveys().get().state == "closed"


def test_a_draft_is_deleted_one_with_answers_never(cast: Cast) -> None:
    browser = cast.browser("director")
    draft = survey_of(cast, opened=False)
    assert browser.post(reverse("survey_delete", args=[draft.pk])).status_code == 302
    assert not surveys().exists()
    kept = answered(cast).survey
    services.survey_close(cast.actor("director"), survey_id=kept.pk)
    assert browser.post(reverse("survey_delete", args=[kept.pk])).status_code == 409
    assert surveys().get() == kept


def test_questions_of_a_poll_are_written_on_one_page(cast: Cast) -> None:
    browser = cast.browser("director")
    browser.post(reverse("survey_add"), {"name": "Полл", "kind": "poll"})
    survey = surveys().get()
    edit, data = reverse("survey_edit", args=[survey.pk]), {"name": "Полл", "version": "1"}
    first = {"q1_kind": "scale", "q1_text_ru": "Как быстро?", "q1_best": "7", "q1_required": "on"}
    second = {"q2_kind": "choice", "q2_text_ru": "Где?", "q2_options": "На сайте | On the site"}
    refused = browser.post(edit, data | first | second)
    assert refused.status_code == 422 and "from two to twelve" in refused.content.decode()
    second["q2_options"] += "\nВ лавке | In the shop"
    assert browser.post(edit, data | first | second).status_code == 302
    found = list(Question.objects.unscoped(reason=TEST).order_by("place"))
    assert [(one.kind, one.best, len(one.options)) for one in found] == [("scale", 7, 0), ("choice", 5, 2)]
    browser.post(reverse("survey_open", args=[survey.pk]))
    version = str(surveys().get().version)
    changed = browser.post(edit, data | {"version": version, "q1_kind": "text", "thanks_ru": "Спасибо"})
    assert changed.status_code == 302
    assert Question.objects.unscoped(reason=TEST).count() == 2, "what was asked already stays as it was asked"


def test_a_wave_by_pages(cast: Cast) -> None:
    survey, browser = survey_of(cast), cast.browser("director")
    for number in range(3):
        reachable(cast, f"Клиент {number}")
    make(cast, "Без адреса")
    add = reverse("wave_add", args=[survey.pk])
    page = browser.get(add).content.decode()
    assert "You see 4 clients." in page and "For a score exact to ±5 points 4 answers are needed." in page
    data = {"name": "Осень", "starts_on": clock.today().isoformat(), "days": "2", "segment": ""}
    assert browser.post(add, data | {"days": "0"}).status_code == 422
    assert browser.post(add, data).status_code == 302
    wave = Wave.objects.unscoped(reason=TEST).get()
    jobs.prepare_waves()
    page = page_of(browser, "wave", wave.pk)
    assert "3 clients will be asked." in page and "There is no e-mail address." in page
    browser.post(reverse("wave_begin", args=[wave.pk]))
    assert "Asked 0, still to ask 3" in page_of(browser, "wave", wave.pk)
    browser.post(reverse("wave_stop", args=[wave.pk]))
    assert "the wave was stopped" in page_of(browser, "wave", wave.pk).lower()


def test_an_answer_by_telephone_is_entered_from_the_card(cast: Cast) -> None:
    client, browser = make(cast), cast.browser("owner")
    enter = reverse("answer_enter", args=[client.pk])
    assert "No survey is open" in browser.get(enter).content.decode()
    survey_of(cast)
    assert "What to say" in browser.get(enter).content.decode()
    assert browser.post(enter, {"channel": "call", "score": "11"}).status_code == 422
    said = {"channel": "call", "score": "6", "comment": "Долго везли"}
    assert browser.post(enter, said).status_code == 302
    made = Response.objects.unscoped(reason=TEST).get()
    assert (made.client, made.score, made.entered_by, made.is_guess) == (client, 6, cast.owner, False)
    panel = browser.get(reverse("client_panel", args=[client.pk, "voice"])).content.decode()
    assert "6 of 10" in panel and "Долго везли" in panel
    browser.post(enter, {"channel": "call", "score": "9", "is_guess": "on"})
    assert Response.objects.unscoped(reason=TEST).filter(is_guess=True).count() == 1


def test_a_letter_by_hand_says_at_once_why_not(cast: Cast) -> None:
    survey, browser = survey_of(cast), cast.browser("owner")
    client = make(cast, "Без адреса")
    browser.post(reverse("survey_ask", args=[client.pk, survey.pk]))
    assert "Not asked: There is no e-mail address." in page_of(browser, "client", client.pk)
    other = reachable(cast)
    for _turn in range(2):
        browser.post(reverse("survey_ask", args=[other.pk, survey.pk]))
    assert Invitation.objects.unscoped(reason=TEST).filter(client=other).count() == 1, "a double click"


def test_pages_cost_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    browser, first = cast.browser("director"), answered(cast).survey
    browser.get(reverse("surveys"))
    for number in range(2):
        with django_assert_num_queries(SHELL + 3):
            browser.get(reverse("surveys"))
        with django_assert_num_queries(SHELL + 7):
            browser.get(reverse("survey", args=[first.pk]))
        for more in range(2 * (1 - number)):
            answered(cast, client=make(cast, f"Ещё {more}"), survey=survey_of(cast))
            asked(cast, reachable(cast, f"И {more}"), survey=first)


def test_the_card_carries_the_code_of_the_survey(cast: Cast) -> None:
    survey = survey_of(cast)
    page = page_of(cast.browser("owner"), "survey_card", survey.pk)
    assert "<svg" in page and f"/s/{survey.address}/?by=card" in page


def test_the_widget_stands_on_the_named_sites_alone(cast: Cast) -> None:
    silent = survey_of(cast)
    assert "iframe" not in page_of(Browser(), "survey_widget", silent.address)
    survey = survey_of(cast, sites="https://firm.ru")
    browser = Browser()
    script = browser.get(reverse("survey_widget", args=[survey.address]))
    assert script["Content-Type"].startswith("text/javascript") and "iframe" in script.content.decode()
    framed = browser.get(reverse("survey_link", args=[survey.address]) + "?by=site")
    assert "frame-ancestors https://firm.ru" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed and not browser.cookies
    plain = browser.get(reverse("survey_link", args=[survey.address]))
    assert plain["X-Frame-Options"] == "DENY"
    title = survey_of(cast, sites="https://firm.ru", asks_en="</script><script>alert(1)</script>")
    assert "</script>" not in page_of(Browser(), "survey_widget", title.address)


def test_a_program_answers_for_a_messenger(cast: Cast) -> None:
    from vernost.api.tests.asking import Program

    survey, client = survey_of(cast), make(cast)
    program = Program(cast, "owner")
    listed = program.get("/surveys").json()
    assert [(one["id"], one["least"], one["best"]) for one in listed] == [(survey.pk, 0, 10)]
    address = f"/surveys/{survey.pk}/responses"
    made = program.post(address, {"score": 7, "client_id": client.pk})
    assert made.status_code == 201 and made.json()["why"] == "What would make it a ten?"
    again = program.post(address, {"score": 7, "client_id": client.pk, "comment": "Скидка"})
    assert again.json()["id"] == made.json()["id"] and again.json()["comment"] == "Скидка"
    assert program.post(address, {"score": 11}).status_code == 422
    assert Program(cast, "stranger").post(address, {"score": 1, "client_id": client.pk}).status_code == 404
