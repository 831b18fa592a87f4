"""Blame in a review opens a complaint once and asks for nothing; praise asks a person to ask, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM, public_token
from vernost.complaints.models import Complaint
from vernost.core import clock
from vernost.reactions.tests.reacting import react, settle_in, tasks
from vernost.reviews import services
from vernost.reviews.tests.factories import asked, client_of, taken
from vernost.staff.services.terms import terms_change


@pytest.fixture(autouse=True)
def installed(db: None) -> None:
    settle_in()


def complaints() -> list[Complaint]:
    return list(Complaint.objects.visible_to(SYSTEM).order_by("pk"))


def wrote(cast: Cast, **said: Any) -> Any:
    ask = asked(cast)
    token = public_token(client_id=ask.client_id, verbs=frozenset({"review.write"}))

    def write(**more: Any) -> Any:
        return services.review_write(token, ask_id=ask.pk, **{**said, **more})

    write()
    return write


def test_blame_opens_a_complaint_once_with_its_words(cast: Cast) -> None:
    write = wrote(cast, stars=2, text="Две пачки не того помола")
    react()
    write(text="Две пачки не того помола, и курьер опоздал")
    react()
    (case,) = complaints()
    assert case.channel == "review" and "Две пачки не того помола" in case.text and "2 of 5" in case.text
    assert case.responsible == cast.owner
    assert [moment for moment, _text, _whose in tasks(case.client)] == [], "nothing else is asked"


def test_praise_asks_the_manager_once(cast: Cast) -> None:
    write = wrote(cast, stars=5)
    react()
    write(text="И слова")
    react()
    client = services.review_take(cast.actor("owner"), client_id=client_of(cast, 2).pk, stars=4).client
    react()
    assert complaints() == []
    from vernost.clients.models import Client

    found = [tasks(one) for one in Client.objects.visible_to(SYSTEM).order_by("pk")]
    assert [len(one) for one in found] == [1, 1] and client is not None
    assert found[0][0][0] == "networking" and "5 of 5" in found[0][0][1]


def test_between_the_lines_nothing_happens(cast: Cast) -> None:
    terms_change(cast.actor("director"), values={"review.blame": "2"})
    wrote(cast, stars=3)
    react()
    assert complaints() == []


def test_corrected_upwards_it_stays_a_complaint_and_asks_for_no_recommendation(cast: Cast) -> None:
    write = wrote(cast, stars=1)
    react()
    write(stars=5)
    react()
    (case,) = complaints()
    assert tasks(case.client) == []


def test_of_nobody_known_it_waits_until_it_is_tied(cast: Cast) -> None:
    review = services.review_take(cast.actor("director"), stars=1, text="Долго везли", source="2gis")
    react()
    assert complaints() == []
    client = client_of(cast)
    services.review_tie(cast.actor("director"), review_id=review.pk, client_id=client.pk)
    react()
    assert [one.client for one in complaints()] == [client]


def test_history_that_somebody_writes_down_is_no_news(cast: Cast) -> None:
    taken(cast, stars=1, written_at=clock.now() - timedelta(days=200))
    react()
    assert complaints() == []
