"""Answers, reviews, win-back, promises, deliveries, complaints, letters: as their own pages count them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda.models import Began, Contact, Kept, Promise
from vernost.agenda.selectors.trust import trust
from vernost.agenda.services import trust_refresh
from vernost.clients.models import ChannelCost, Client, Consent, Given, Purpose
from vernost.complaints.models import Complaint
from vernost.core import clock
from vernost.indicators import services
from vernost.indicators.models import Level
from vernost.indicators.periods import Span
from vernost.indicators.selectors import Subject
from vernost.indicators.tests.test_counting import line
from vernost.orders.models import Delay, Order, OrderLine
from vernost.retention.services import facts_refresh
from vernost.retention.tests.factories import bought, clients
from vernost.reviews.models import Review
from vernost.voice.models import Response, Survey, SurveyKind

pytestmark = pytest.mark.django_db
TODAY = clock.today()
DAY = timedelta(days=1)


def counted() -> None:
    facts_refresh(SYSTEM)
    services.tallies_rebuild(SYSTEM)


def test_nps_of_whom_it_was_then_and_no_guess(cast: Cast) -> None:
    (client,) = clients(cast, 1)
    bought(client, TODAY - 20 * DAY)
    survey = Survey.objects.create(name="NPS", kind=SurveyKind.NPS, address="nps")
    other = Survey.objects.create(name="CSAT", kind=SurveyKind.CSAT, address="csat")

    def said(score: int, *, of: Survey = survey, **more: Any) -> None:
        Response.objects.create(
            survey=of,
            client=client,
            channel="call",
            score=score,
            day=TODAY - 2 * DAY,
            owner=cast.owner,
            **more,
        )

    for score, times in ((10, 6), (8, 2), (3, 2)):
        for _time in range(times):
            said(score)
    said(0, is_guess=True, entered_by=cast.owner)
    said(1, of=other)
    counted()
    assert line(26).value == 40 and line(26, Subject(Level.MANAGER, cast.owner.pk)).value == 40
    assert line(26, Subject(Level.MANAGER, cast.stranger.pk)).value is None


def test_reviews_without_robots(cast: Cast) -> None:
    (client,) = clients(cast, 1)
    bought(client, TODAY - 20 * DAY)
    for stars, state in ((5, "new"), (2, "declined"), (1, "spam")):
        Review.objects.create(
            client=client, source="hand", stars=stars, state=state, written_at=clock.now() - DAY
        )
    counted()
    assert line(28).value == 3.5


def test_promises_deliveries_complaints_and_letters(cast: Cast) -> None:
    (client,) = clients(cast, 1)
    orders = bought(client, *(TODAY - back * DAY for back in (30, 20, 10)))
    for order, promised, there in zip(orders, (29, 19, 9), (29, 18, 9), strict=True):
        Order.objects.unscoped(reason="test").filter(pk=order.pk).update(
            promised_on=TODAY - promised * DAY, delivered_on=TODAY - there * DAY
        )
    # The third was promised a day earlier at first: moving a promise does not make it kept.
    Delay.objects.create(order=orders[2], was=TODAY - 10 * DAY, new_day=TODAY - 9 * DAY)
    for state, due in ((Kept.KEPT, 3), (Kept.LATE, 3), (Kept.OPEN, 2), (Kept.OPEN, -2)):
        settled = None if state == Kept.OPEN else clock.now()
        Promise.objects.create(
            client=client, text="x", due_on=TODAY - due * DAY, by=cast.owner, state=state, settled_at=settled
        )
    at = clock.now() - 5 * DAY
    case = Complaint.objects.create(
        client=client, text="x", channel="call", received_at=at, responsible=cast.owner, step="confirmed",
        confirmed_at=at + timedelta(hours=36),
    )  # fmt: skip
    assert case.pk
    Consent.objects.create(
        client=client, purpose=Purpose.LETTERS, how=Given.SITE, given_at=at, withdrawn_at=clock.now() - DAY
    )
    counted()
    assert line(34).value == pytest.approx(1 / 3) and line(34).sums.bottom == 3
    assert line(33).value == pytest.approx(1 / 3)
    assert line(32).value == 36 * 60 and line(31).value == pytest.approx(100 / 3)
    assert line(35).sums.top == 1 and line(35).value is None  # no letters, no share of them


def test_trust_is_that_of_its_page(cast: Cast) -> None:
    (client,) = clients(cast, 1)
    bought(client, TODAY - 20 * DAY, TODAY - 10 * DAY)
    for began in (Began.WE, Began.WE, Began.THEY):
        Contact.objects.create(client=client, began=began, author=cast.owner, at=clock.now() - 3 * DAY)
    counted()
    trust_refresh(SYSTEM)
    whole = trust(cast.actor("director")).whole
    found = line(29, span=Span.YEAR)
    assert (found.sums.top, found.sums.bottom) == (
        whole.begun + whole.purchases,
        whole.contacts + whole.purchases,
    )
    assert found.value == pytest.approx(whole.index)


def test_costs_newcomers_and_recommendations(cast: Cast) -> None:
    people = clients(cast, 4)
    for place, client in enumerate(people):
        bought(client, TODAY - (place + 2) * DAY)
    Client.objects.unscoped(reason="test").filter(pk=people[0].pk).update(source="word_of_mouth")
    Client.objects.unscoped(reason="test").filter(pk=people[1].pk).update(recommended_by=people[0])
    Client.objects.unscoped(reason="test").update(created_at=clock.now() - 3 * DAY)
    for month in {(TODAY - back * DAY).replace(day=1) for back in range(1, 40)}:
        ChannelCost.objects.create(month=month, source="advertisement", sum=3000)
    counted()
    week = {number: line(number, span=Span.WEEK) for number in (6, 7, 8, 30)}
    assert week[6].value == 4 and week[8].value == 0.5
    days = sum(1 for back in range(1, 8) if TODAY - back * DAY >= TODAY - 5 * DAY)  # from the first order on
    assert week[7].value == pytest.approx(300_000 / 30 * days / 4, rel=0.04)
    assert week[30].sums.top == 2 and week[30].value is not None


def test_lines_and_discounts(cast: Cast) -> None:
    (client,) = clients(cast, 1)
    first, second = bought(client, TODAY - 3 * DAY, TODAY - 2 * DAY)
    bought(client, TODAY - DAY)  # known by its sum alone
    for order, price, paid in ((first, 100, 90), (first, 50, 50), (second, 100, 120), (second, None, 70)):
        OrderLine.objects.create(
            order=order, product="x", quantity=2 if price == 50 else 1, price=price, amount=paid
        )
    OrderLine.objects.unscoped(reason="test").filter(quantity=2).update(amount=80)
    counted()
    assert line(14).value == 2
    assert line(15).value == pytest.approx((10 + 20) / 300)
