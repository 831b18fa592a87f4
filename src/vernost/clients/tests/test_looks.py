"""Who opened and exported what on a day is listed for the director (rule 1.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from vernost.clients import services
from vernost.clients.selectors import Asked
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.journal import watch
from vernost.journal.models import Look
from vernost.staff.jobs import tell_of_unusual_reading


def opened(cast: Cast, who: str, *clients: Any) -> None:
    for client in clients:
        services.client_open(cast.actor(who), client_id=client.pk)


def test_it_works(cast: Cast) -> None:
    mine, hers = make(cast, "Мой"), make(cast, "Её", whose="teammate")
    opened(cast, "head", mine, hers, mine)
    list(services.clients_to_csv(cast.actor("head"), Asked(columns=("name",))))
    page = cast.browser("director").get(f"/staff/{cast.head.pk}/looks/").content.decode()
    assert page.index("Мой") < page.index("Её")
    assert "2 cards opened" in page and "2 rows exported" in page
    assert "Head exported 2 clients to a file" in page and "Teammate" in page
    assert Look.objects.count() == 2, "a card is listed once a day"


def test_ones_own_cards_are_listed_too(cast: Cast) -> None:
    opened(cast, "owner", make(cast, "Мой"))
    page = cast.browser("director").get(f"/staff/{cast.owner.pk}/looks/").content.decode()
    assert "Мой" in page and "themselves" in page


def test_another_day_and_a_day_that_is_none(cast: Cast) -> None:
    with clock.stopped(clock.now() - timedelta(days=3)):
        opened(cast, "owner", make(cast, "Давний"))
        day = clock.today()
    browser = cast.browser("director")
    assert "Давний" in browser.get(f"/staff/{cast.owner.pk}/looks/?day={day}").content.decode()
    for asked in ("", "?day=2026-13-45", "?day=word", "?day=9999-12-31", "?after=x"):
        answer = browser.get(f"/staff/{cast.owner.pk}/looks/{asked}")
        assert answer.status_code == 200 and "Давний" not in answer.content.decode()


def test_the_letter_leads_to_the_list(cast: Cast) -> None:
    client = make(cast, "Мой")
    opened(cast, "owner", client)
    watch.count(cast.owner.pk, cards=500)
    tell_of_unusual_reading()
    letter = next(one for one in mail.outbox if one.to == [cast.director.email])
    assert f"/staff/{cast.owner.pk}/looks/?day={clock.today()}" in letter.body


def test_only_the_directors(cast: Cast) -> None:
    for who in ("head", "owner", "marketer"):
        assert cast.browser(who).get(f"/staff/{cast.owner.pk}/looks/").status_code == 403


def test_looks_are_forgotten_after_ninety_days(cast: Cast) -> None:
    opened(cast, "owner", make(cast))
    with clock.stopped(clock.now() + timedelta(days=90)):
        assert watch.looks_forget() == 0
    with clock.stopped(clock.now() + timedelta(days=91)):
        assert watch.looks_forget() == 1


def test_as_many_queries_however_many_cards(cast: Cast) -> None:
    browser, counts = cast.browser("director"), []
    for _more in range(2):
        opened(cast, "head", *(make(cast, f"К{_more}{n}") for n in range(4)))
        browser.get(f"/staff/{cast.head.pk}/looks/")
        with CaptureQueriesContext(connection) as ran:
            browser.get(f"/staff/{cast.head.pk}/looks/")
        counts.append(len(ran))
    assert counts[0] == counts[1] <= 15, counts
