"""The form on the card, the lines of Today, and what is said back."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.agenda import selectors, services
from vernost.agenda.models import Contact, Done, Kept, Promise, Step
from vernost.clients.tests.factories import make
from vernost.core import clock

TAPPED = {"channel": "call", "began": "we", "outcome": "talked"}


def test_three_taps_are_a_talk(cast: Cast) -> None:
    client, browser = make(cast), cast.browser("owner")
    card = reverse("client", args=[client.pk])
    assert reverse("contact_add", args=[client.pk]) in browser.get(card).content.decode()
    answer = browser.post(reverse("contact_add", args=[client.pk]), TAPPED)
    assert answer.headers["Location"] == card
    assert Contact.objects.visible_to(cast.actor("owner")).get().author == cast.owner


def test_a_talk_with_days_in_words(cast: Cast) -> None:
    client, browser = make(cast), cast.browser("owner")
    data = {
        **TAPPED,
        "step": "Спросить",
        "step_on": "послезавтра",
        "promise": "Прайс",
        "promise_on": "in two weeks",
    }
    assert browser.post(reverse("contact_add", args=[client.pk]), data).status_code == 302
    assert Step.objects.visible_to(cast.actor("owner")).get().due_on == clock.today() + timedelta(days=2)
    assert Promise.objects.visible_to(cast.actor("owner")).get().due_on == clock.today() + timedelta(days=14)
    text = browser.get(reverse("client", args=[client.pk])).content.decode()
    assert "Спросить" in text
    assert "Прайс" in text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"promise": "x", "promise_on": "как-нибудь"}, "Say the day like this"),
        ({"promise": "x", "promise_on": "вчера"}, "This day is over"),
        ({"promise": "x"}, "a promise without a day is none"),
        ({"step": "x", "step_on": "in 9 years"}, "more than five years away"),
        ({"channel": "pigeon"}, "pigeon is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_the_words_are_kept(cast: Cast, data: dict[str, str], said: str) -> None:
    client = make(cast)
    answer = cast.browser("owner").post(
        reverse("contact_add", args=[client.pk]), {**TAPPED, "text": "Кения", **data}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    assert "Кения" in text


def test_lines_are_answered_and_the_second_is_told(cast: Cast) -> None:
    client, actor, browser = make(cast), cast.actor("owner"), cast.browser("owner")
    today = clock.today()
    promise = services.promise_make(actor, client_id=client.pk, text="Прайс", due_on=today)
    step = services.step_set(actor, client_id=client.pk, due_on=today, text="Спросить")
    text = browser.get(reverse("today")).content.decode()
    assert "Прайс" in text and "Спросить" in text
    answer = browser.post(reverse("promise_act", args=[promise.pk]), {"act": "done"}, follow=True)
    assert "The promise is kept." in answer.content.decode()
    answer = cast.browser("head").post(
        reverse("promise_act", args=[promise.pk]), {"act": "done"}, follow=True
    )
    assert "This has been settled already: Owner." in answer.content.decode()
    browser.post(reverse("step_act", args=[step.pk]), {"act": "later"})
    step.refresh_from_db()
    assert (step.due_on, step.state) == (today + timedelta(days=1), Done.OPEN)
    answer = browser.post(
        reverse("step_act", args=[step.pk]), {"act": "later", "day": "когда-нибудь"}, follow=True
    )
    assert "Say the day like this" in answer.content.decode()
    browser.post(reverse("step_act", args=[step.pk]), {"act": "dropped"})
    step.refresh_from_db()
    assert step.state == Done.DROPPED
    assert "Everything is done for today." in browser.get(reverse("today")).content.decode()


def test_a_broken_promise_leads_back_to_the_card(cast: Cast) -> None:
    client, actor = make(cast), cast.actor("owner")
    promise = services.promise_make(actor, client_id=client.pk, text="Прайс", due_on=clock.today())
    card, address = reverse("client", args=[client.pk]), reverse("promise_act", args=[promise.pk])
    browser = cast.browser("owner")
    answer = browser.post(address, {"act": "dropped", "next": card})
    assert answer.headers["Location"] == card
    promise.refresh_from_db()
    assert promise.state == Kept.BROKEN
    assert (
        browser.post(address, {"act": "dropped", "next": "https://evil.test/"}).headers["Location"]
        == "/today/"
    )
    assert browser.post(address, {"act": "nonsense"}).status_code == 302
    assert browser.get(address).status_code == 405


def test_a_birthday_is_answered_from_its_line(cast: Cast) -> None:
    today = clock.today()
    client, browser = make(cast, "Именинник", birthday=today.replace(year=1980)), cast.browser("owner")
    assert "Именинник" in browser.get(reverse("today")).content.decode()
    data = {"act": "done", "of": today.isoformat()}
    assert browser.post(reverse("cause_act", args=[client.pk, "birthday"]), data).status_code == 302
    assert "Именинник" not in browser.get(reverse("today")).content.decode()
    assert browser.post(reverse("cause_act", args=[client.pk, "nothing"]), data).status_code == 404


def test_the_head_looks_at_a_managers_day(cast: Cast) -> None:
    client = make(cast, "Клиент владельца")
    services.promise_make(cast.actor("owner"), client_id=client.pk, text="Прайс", due_on=clock.today())
    address = f"{reverse('today')}?of={cast.owner.pk}"
    text = cast.browser("head").get(address).content.decode()
    assert "Клиент владельца" in text and "The day of Owner." in text
    assert cast.browser("stranger").get(address).status_code == 404
    assert "Клиент владельца" not in cast.browser("stranger").get(reverse("today")).content.decode()


def test_the_menu_begins_with_today(cast: Cast) -> None:
    text = cast.browser("owner").get(reverse("clients")).content.decode()
    assert 0 < text.index('href="/today/"') < text.index('href="/clients/"')


def test_what_was_settled_is_taken_back_from_its_toast(cast: Cast) -> None:
    client, actor, browser = (
        make(cast, birthday=clock.today().replace(year=1980)),
        cast.actor("owner"),
        cast.browser("owner"),
    )
    promise = services.promise_make(actor, client_id=client.pk, text="Прайс", due_on=clock.today())
    step = services.step_set(actor, client_id=client.pk, due_on=clock.today())
    of = {"of": clock.today().isoformat()}
    for address, more in (
        (reverse("promise_act", args=[promise.pk]), {}),
        (reverse("step_act", args=[step.pk]), {}),
        (reverse("cause_act", args=[client.pk, "birthday"]), of),
    ):
        waiting = len(selectors.today(actor).lines)
        text = browser.post(address, {"act": "dropped", **more}, follow=True).content.decode()
        assert len(selectors.today(actor).lines) == waiting - 1
        undo = re.search(f'{address}[?][^"]+', text)
        assert undo is not None
        asked = html.unescape(undo[0])
        head = cast.browser("head").post(asked, follow=True).content.decode()
        assert "This has been settled already: Owner." in head
        assert "Taken back." in browser.post(asked, follow=True).content.decode()
        assert len(selectors.today(actor).lines) == waiting
        browser.post(asked)


def test_a_talk_is_written_down_from_today(cast: Cast) -> None:
    client, browser = make(cast), cast.browser("owner")
    services.step_set(cast.actor("owner"), client_id=client.pk, due_on=clock.today())
    address = reverse("contact_add", args=[client.pk])
    assert f"{address}?next=/today/" in browser.get(reverse("today")).content.decode()
    assert 'name="next" value="/today/"' in browser.get(f"{address}?next=/today/").content.decode()
    assert browser.post(address, {**TAPPED, "next": "/today/"}).headers["Location"] == "/today/"
