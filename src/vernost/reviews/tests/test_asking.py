"""Who is asked for a review, when, and how often: once an order, never of history, never too often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from vernost.clients import services as of_clients
from vernost.clients.models import Client
from vernost.complaints import services as complaints
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.post.models import Letter
from vernost.post.models import State as Sent
from vernost.post.sending import send_due
from vernost.post.tests.servers import Mailbox
from vernost.reviews import jobs, services
from vernost.reviews.errors import AskedLately, HeldBack
from vernost.reviews.tests.factories import all_asks, asked, client_of, delivered
from vernost.staff.services.terms import terms_change

NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock.stopped(NOON) as time:
        yield time


def letters() -> list[Letter]:
    return list(Letter.objects.unscoped(reason="test").filter(kind="review.ask").order_by("pk"))


def test_once_an_order_however_often_it_is_seen(cast: Cast) -> None:
    made = delivered(cast, client_of(cast))
    for _time in range(3):
        jobs.ask_for_reviews()
        services.review_ask_of_order(cast.actor("director"), order_id=made.pk)
    (ask,), (letter,) = all_asks(), letters()
    assert (ask.order_id, ask.letter_id, ask.held) == (made.pk, letter.pk, False)
    assert f"/review/{ask.secret}/" in letter.text and f"/review/{ask.secret}/" in letter.html
    assert letter.secret, "it is held to the rules of offers: there is a way out"


@pytest.mark.parametrize(
    "values",
    [
        {"ago": 6},  # time to try it
        {"ago": 30},  # long ago
        {"ago": 10, "entered": 2},  # written down long after: an import of history
    ],
)
def test_nobody_is_asked(cast: Cast, values: dict[str, Any]) -> None:
    made = delivered(cast, client_of(cast), **values)
    assert jobs.ask_for_reviews() == 0
    if "entered" in values:
        assert services.review_ask_of_order(cast.actor("director"), order_id=made.pk) is None
    assert all_asks() == []


def test_whom_the_door_would_not_let_through_is_passed_over(cast: Cast) -> None:
    delivered(cast, client_of(cast, 1, agreed=False))
    closed = client_of(cast, 2)
    delivered(cast, closed)
    Client.objects.unscoped(reason="test").filter(pk=closed.pk).update(
        closed_on=clock.today(), closed_reason="died"
    )
    assert jobs.ask_for_reviews() == 0
    assert letters() == []


def test_while_a_complaint_is_open_the_row_says_why_and_it_counts_as_no_asking(cast: Cast) -> None:
    client = client_of(cast)
    delivered(cast, client)
    complaints.complaint_take(cast.actor("owner"), client_id=client.pk, text="Привезли не то")
    jobs.ask_for_reviews()
    (letter,), (ask,) = letters(), all_asks()
    assert (letter.state, letter.reason, ask.held, ask.secret) == (Sent.REFUSED, "complaint_open", True, "")
    with pytest.raises(HeldBack):
        services.review_ask(cast.actor("owner"), client_id=client.pk)


def test_never_more_often_than_the_firm_allows(cast: Cast, at_noon: Any) -> None:
    client = client_of(cast)
    delivered(cast, client, 8)
    delivered(cast, client, 9)
    assert jobs.ask_for_reviews() == 1, "two orders, one asking"
    at_noon.pass_by(days=60)
    delivered(cast, client, 8)
    assert jobs.ask_for_reviews() == 0
    with pytest.raises(AskedLately):
        services.review_ask(cast.actor("owner"), client_id=client.pk)
    at_noon.pass_by(days=31)
    delivered(cast, client, 8)
    assert jobs.ask_for_reviews() == 1


def test_the_firm_may_do_without(cast: Cast) -> None:
    delivered(cast, client_of(cast))
    terms_change(cast.actor("director"), values={"review.asks": False})
    assert jobs.ask_for_reviews() == 0


def test_by_hand_only_of_clients_one_sees(cast: Cast) -> None:
    client = client_of(cast)
    with pytest.raises(NotVisible):
        services.review_ask(cast.actor("stranger"), client_id=client.pk)
    ask = asked(cast, client)
    assert (ask.by_id, len(letters())) == (cast.owner.pk, 1)


def test_over_a_real_mail_server(cast: Cast, mailbox: Mailbox) -> None:
    client = client_of(cast)
    of_clients.client_change(
        cast.actor("owner"), client_id=client.pk, version=client.version, address_as="Пётр", language="ru"
    )
    delivered(cast, client, lines=[{"product": "Кения АА", "amount": "1500"}])
    jobs.ask_for_reviews()
    send_due()
    (mail,) = mailbox.letters
    assert mailbox.subjects() == ["Спасибо за заказ. Как всё прошло?"]
    parts: Any = mail.get_payload()
    text, html = (part.get_payload(decode=True).decode() for part in parts)
    address = f"/review/{all_asks()[0].secret}/"
    assert "Пётр, добрый день." in text and "Кения АА" in text and address in text
    assert "Кения АА" in html and address in html
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    send_due()
    assert len(mailbox.letters) == 1


def test_the_order_of_two_days_is_kept_within_one_sweep(cast: Cast) -> None:
    first = delivered(cast, client_of(cast, 1), 12)
    second = delivered(cast, client_of(cast, 2), 8)
    assert jobs.ask_for_reviews() == 2
    assert [one.order_id for one in all_asks()] == [first.pk, second.pk]
    assert all(one.made_at - NOON < timedelta(minutes=1) for one in all_asks())


def test_whoever_was_asked_by_a_survey_lately_is_left_in_peace(cast: Cast, at_noon: Any) -> None:
    from vernost.voice.tests.factories import asked as asked_by_survey

    client = client_of(cast)
    delivered(cast, client)
    asked_by_survey(cast, client)
    assert jobs.ask_for_reviews() == 0
    asked(cast, client)
    at_noon.pass_by(days=120)
    delivered(cast, client)
    assert jobs.ask_for_reviews() == 1
