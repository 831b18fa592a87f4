"""The form on the firm's site: robots, other origins, no cookies; nothing written is lost or doubled."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed
from vernost.intake import services
from vernost.intake.models import SiteForm, State
from vernost.intake.tests.factories import MONDAY, PHONE, at_work, everyone_of

FRAME = "frame-ancestors"


@pytest.fixture
def form(cast: Cast) -> SiteForm:
    return services.form_save(
        cast.actor("marketer"), slug="site", title="Закажите кофе", source="advertisement", language="ru"
    )


def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def ticket_of(answer: Any) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def filled(browser: Client, stopped: clock.Stopped, **more: str) -> dict[str, str]:
    """As a person does it: opens the page, writes for ten seconds."""
    ticket = ticket_of(browser.get("/form/site/"))
    stopped.pass_by(seconds=10)
    return {"ticket": ticket, "name": "Пётр", "phone": "8 916 123-45-67", "text": "Почём?", **more}


def test_it_is_taken_and_says_when_we_answer(form: SiteForm) -> None:
    browser = visitor()
    with at_work() as stopped:
        answer = browser.post("/form/site/", filled(browser, stopped))
        assert answer.status_code == 303
        text = browser.get(answer.headers["Location"]).content.decode()
    assert "Спасибо, мы получили вашу заявку." in text
    assert "Ответим сегодня до 10:15." in text
    request = everyone_of()[0]
    assert (request.phone, request.text, request.channel, request.form) == (PHONE, "Почём?", "form", form)
    assert (request.source, request.arrived_at) == ("advertisement", MONDAY + timedelta(seconds=10))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 30, 20, 0, tzinfo=UTC), "ответим завтра до 9:15"),
        (datetime(2026, 12, 31, 20, 0, tzinfo=UTC), "ответим 11\xa0января до 9:15"),
        (datetime(2026, 11, 30, 10, 30, tzinfo=UTC), "Ответим сегодня до 14:15"),
    ],
)
def test_closed_it_says_the_day(form: SiteForm, at: datetime, said: str) -> None:
    browser = visitor()
    with at_work(at) as stopped:
        text = browser.post("/form/site/", filled(browser, stopped), follow=True).content.decode()
        assert said in text


def test_no_cookie_is_set_and_none_is_needed(form: SiteForm) -> None:
    browser = visitor()
    with at_work() as stopped:
        browser.post("/form/site/", filled(browser, stopped), follow=True)
    assert not browser.cookies
    assert len(everyone_of()) == 1


def test_sent_twice_it_is_one(form: SiteForm) -> None:
    browser = visitor()
    with at_work() as stopped:
        data = filled(browser, stopped)
        where = {browser.post("/form/site/", data).headers["Location"] for _ in range(3)}
    assert len(where) == len(everyone_of()) == 1


def test_what_is_wrong_is_said_and_every_word_is_kept(form: SiteForm) -> None:
    browser = visitor()
    with at_work() as stopped:
        for wrong, said in (
            ({"phone": "12"}, "Такого телефона"),
            ({"phone": ""}, "Оставьте телефон или почту"),
        ):
            answer = browser.post("/form/site/", filled(browser, stopped, **wrong))
            assert answer.status_code == 422
            text = answer.content.decode()
            assert "Почём?" in text
            assert said in text or "телефон" in text
        data = {**filled(browser, stopped), "ticket": ticket_of(answer)}
        assert browser.post("/form/site/", data).status_code == 303, "the same form, mended"
    assert len(everyone_of()) == 1


@pytest.mark.parametrize("given", ["", "made up", "x" * 5000, "\x00"])
def test_without_a_ticket_it_is_shown_once_more_with_every_word(form: SiteForm, given: str) -> None:
    browser = visitor()
    with at_work() as stopped:
        answer = browser.post("/form/site/", {**filled(browser, stopped), "ticket": given})
        assert answer.status_code == 422
        assert "Почём?" in answer.content.decode()
        assert everyone_of() == []
        stopped.pass_by(seconds=5)
        assert browser.post("/form/site/", filled(browser, stopped)).status_code == 303


def test_faster_than_anybody_writes(form: SiteForm) -> None:
    browser = visitor()
    with at_work() as stopped:
        ticket = ticket_of(browser.get("/form/site/"))
        stopped.pass_by(seconds=1)
        answer = browser.post("/form/site/", {"ticket": ticket, "phone": PHONE})
        assert answer.status_code == 422
        assert everyone_of() == []
        stopped.pass_by(seconds=5)
        assert browser.post("/form/site/", {"ticket": ticket_of(answer), "phone": PHONE}).status_code == 303


def test_a_ticket_of_yesterday_is_renewed(form: SiteForm) -> None:
    browser = visitor()
    with at_work() as stopped:
        data = filled(browser, stopped)
        stopped.pass_by(hours=25)
        answer = browser.post("/form/site/", data)
        assert answer.status_code == 422
        stopped.pass_by(seconds=5)
        assert browser.post("/form/site/", {**data, "ticket": ticket_of(answer)}).status_code == 303


def test_the_trap_is_thanked_and_kept_as_spam(form: SiteForm) -> None:
    browser = visitor()
    with at_work() as stopped:
        answer = browser.post("/form/site/", filled(browser, stopped, website="http://spam"))
    assert answer.status_code == 303
    assert [one.state for one in everyone_of()] == [State.SPAM]


def test_one_address_is_held_back_and_the_others_are_not(form: SiteForm) -> None:
    browser = visitor()
    with at_work() as stopped:
        answers = [
            browser.post("/form/site/", filled(browser, stopped), REMOTE_ADDR="10.0.0.1").status_code
            for _ in range(22)
        ]
        assert answers == [303] * 20 + [429] * 2
        assert (
            browser.post("/form/site/", filled(browser, stopped), REMOTE_ADDR="10.0.0.2").status_code == 303
        )
        json = browser.post("/form/site/", {}, REMOTE_ADDR="10.0.0.1", headers={"accept": "application/json"})
        assert (json.status_code, json.json()["code"]) == (429, "too_many_requests")


def test_one_household_of_the_new_internet_is_one_address() -> None:
    from vernost.core.limits import neighbourhood

    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff") != neighbourhood("2001:db8:1::1")
    assert neighbourhood("10.0.0.1") != neighbourhood("10.0.0.2")
    assert neighbourhood("nonsense") == "unknown"


def test_hundreds_at_once_none_lost_none_doubled(form: SiteForm) -> None:
    """Each sent twice, as impatient people do. The thousand in a minute is ``bench/requests.py``."""
    browser = visitor()
    with at_work() as stopped:
        for number in range(300):
            ticket = browser.get("/form/site/token/").json()["ticket"]
            stopped.pass_by(seconds=4)
            data = {"ticket": ticket, "phone": f"+7916{1000000 + number}"}
            for _ in range(2):
                answer = browser.post("/form/site/", data, REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}")
                assert answer.status_code == 303
    assert sorted(one.phone for one in everyone_of()) == [f"+7916{1000000 + number}" for number in range(300)]


# --- From another origin --------------------------------------------------------------------------------


def test_a_page_of_the_firms_own_posts_here(form: SiteForm) -> None:
    """Its own HTML has no ticket: the visitor sees our page with what they wrote, and sends it."""
    browser = visitor()
    with at_work() as stopped:
        foreign = {"origin": "https://firm.ru", "referer": "https://firm.ru/contacts"}
        answer = browser.post("/form/site/", {"phone": PHONE, "text": "Почём?"}, headers=foreign)
        assert answer.status_code == 422
        assert "Почём?" in answer.content.decode()
        stopped.pass_by(seconds=4)
        data = {"phone": PHONE, "text": "Почём?", "ticket": ticket_of(answer)}
        assert browser.post("/form/site/", data).status_code == 303
    assert everyone_of()[0].source_detail == "firm.ru"


def test_a_script_on_another_site_reads_the_answer(form: SiteForm) -> None:
    browser = visitor()
    script = {"origin": "https://firm.ru", "accept": "application/json"}
    with at_work() as stopped:
        given = browser.get("/form/site/token/", headers=script)
        assert given.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in given.headers
        stopped.pass_by(seconds=4)
        data = {"ticket": given.json()["ticket"], "phone": PHONE}
        answer = browser.post("/form/site/", data, headers=script)
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (201, "*")
        assert "Ответим сегодня до" in answer.json()["message"]
        ticket = browser.get("/form/site/token/", headers=script).json()["ticket"]
        stopped.pass_by(seconds=4)
        wrong = browser.post("/form/site/", {"ticket": ticket, "phone": "12"}, headers=script)
        assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["phone"])


def test_named_sites_and_no_others(cast: Cast, form: SiteForm) -> None:
    services.form_save(cast.actor("director"), form_id=form.pk, sites="https://Firm.ru/contacts https://b.ru")
    browser = visitor()
    ours = browser.get("/form/site/", HTTP_ORIGIN="https://firm.ru")
    assert ours.headers["Access-Control-Allow-Origin"] == "https://firm.ru"
    assert f"{FRAME} https://firm.ru https://b.ru" in ours.headers["Content-Security-Policy"]
    foreign = browser.get("/form/site/", HTTP_ORIGIN="https://evil.ru")
    assert "Access-Control-Allow-Origin" not in foreign.headers


def test_it_may_stand_in_a_frame_and_nothing_else_may(cast: Cast, form: SiteForm) -> None:
    answer = visitor().get("/form/site/")
    assert "X-Frame-Options" not in answer.headers
    assert f"{FRAME} *" in answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    other = cast.browser("director").get(reverse("site_forms"))
    assert other.headers["X-Frame-Options"] == "DENY"
    assert f"{FRAME} 'none'" in other.headers["Content-Security-Policy"]


def test_shut_or_unknown_there_is_no_such_page(cast: Cast, form: SiteForm) -> None:
    services.form_save(cast.actor("director"), form_id=form.pk, is_open=False)
    for address in ("/form/site/", "/form/nothing/", "/form/site/token/"):
        assert visitor().get(address).status_code == 404
    assert visitor().post("/form/site/", {"phone": PHONE}).status_code == 404


def test_thanks_made_up_promise_nothing(form: SiteForm) -> None:
    for given in ("", "tomorrow", "x" * 3000):
        text = visitor().get("/form/site/thanks/", {"by": given}).content.decode()
        assert "Спасибо" in text
        assert "Ответим" not in text


# --- Making one -----------------------------------------------------------------------------------------


def test_made_on_a_page_with_what_to_paste(cast: Cast) -> None:
    browser = cast.browser("marketer")
    data = {"title": "Ask us", "slug": "ask", "language": "en", "is_open": "on", "sites": "https://firm.ru/"}
    answer = browser.post(reverse("site_form_add"), data, follow=True)
    text = answer.content.decode()
    assert (
        "data-vernost-form=&quot;http://testserver/form/ask/&quot;" in text
        or "http://testserver/form/ask/" in text
    )
    assert SiteForm.objects.visible_to(cast.actor("director")).get().sites == "https://firm.ru"
    again = browser.post(reverse("site_form_add"), {**data, "title": "Other"})
    assert again.status_code == 422


@pytest.mark.parametrize(
    "sites", ["firm.ru", "https://*.ru", "javascript:alert(1)", "https://a.ru;script-src"]
)
def test_a_site_that_is_none_is_refused(cast: Cast, sites: str) -> None:
    with pytest.raises(Invalid) as refused:
        services.form_save(cast.actor("director"), slug="x", title="x", sites=sites)
    assert "sites" in refused.value.fields


def test_managers_make_no_forms(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.form_save(cast.actor("owner"), slug="x", title="x")
