"""After a large order: once, on its day, by a call or by a form; what the client answers is acted upon."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda.models import Done, Step
from vernost.clients import services as of_clients
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.courtesy import jobs, selectors, services
from vernost.courtesy.models import Courtesy, Way
from vernost.courtesy.rules import due_on, is_large, way_of
from vernost.intake.models import Request
from vernost.journal.models import Entry
from vernost.orders import services as of_orders
from vernost.orders.models import Order, State
from vernost.orders.tests.factories import order
from vernost.post.models import Letter
from vernost.staff.services.terms import terms_change

NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock.stopped(NOON) as time:
        yield time


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


def large(cast: Cast, amount: str = "120000", delivered: int | None = -2, **values: Any) -> Order:
    client = values.pop("client", None) or make(cast, emails=[f"a{Order._base_manager.count()}@elka.ru"])
    placed = NOON - timedelta(days=values.pop("ago", 5))
    promised = None if delivered is None else day(delivered)
    made = order(cast, client, amount=amount, placed_at=placed, promised_on=promised, **values)
    if delivered is not None:
        rows = Order.objects.unscoped(reason="test").filter(pk=made.pk)
        rows.update(state=State.DELIVERED, delivered_on=promised)
        made.refresh_from_db()
    return made


def steps(cast: Cast) -> list[Step]:
    return list(Step.objects.unscoped(reason="test").filter(key__startswith="courtesy:").order_by("pk"))


def forms_only(cast: Cast) -> None:
    terms_change(cast.actor("director"), values={"courtesy.calls": "0"})


def a_form(cast: Cast, **values: Any) -> Courtesy:
    forms_only(cast)
    made = services.courtesy_begin(SYSTEM, order_id=large(cast, **values).pk)
    assert made is not None
    assert made.way == Way.FORM
    return made


def test_a_call_once_however_often_it_is_seen(cast: Cast) -> None:
    made = large(cast, number="А-1", lines=[{"product": "Кения АА", "amount": Decimal(120000)}])
    for _time in range(3):
        jobs.ask_after_large_orders()
        services.courtesy_begin(SYSTEM, order_id=made.pk)
    (step,) = steps(cast)
    assert (step.due_on, step.moment, step.client_id) == (TODAY, "courtesy", made.client_id)
    assert "А-1" in step.text and "Кения АА" in step.text
    Step.objects.unscoped(reason="test").update(state=Done.DONE, settled_at=NOON)
    jobs.ask_after_large_orders()
    assert len(steps(cast)) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"amount": "99999.99"},
        {"delivered": -1},  # two days to unpack
        {"delivered": 0},
        {"delivered": -30, "ago": 40},  # history
        {"delivered": None, "ago": 1},
    ],
)
def test_nobody_asks(cast: Cast, values: dict[str, Any]) -> None:
    large(cast, **values)
    assert jobs.ask_after_large_orders() == 0
    assert steps(cast) == []


def test_nobody_asks_while_it_is_awaited_or_of_what_was_given_back(cast: Cast) -> None:
    actor = cast.actor("owner")
    order(cast, amount="200000", placed_at=NOON - timedelta(days=9), promised_on=day(-3))
    back = large(cast, "110000")
    of_orders.order_refund(actor, order_id=back.pk, amount=Decimal(20000))
    gone = large(cast)
    of_orders.order_cancel(actor, order_id=gone.pk)
    closed = large(cast)
    rows = Client.objects.unscoped(reason="test").filter(pk=closed.client_id)
    rows.update(closed_on=TODAY, closed_reason="died")
    assert jobs.ask_after_large_orders() == 0
    assert services.courtesy_begin(SYSTEM, order_id=back.pk) is None


def test_an_order_whose_delivery_nobody_follows(cast: Cast) -> None:
    large(cast, delivered=None, ago=2)
    assert jobs.ask_after_large_orders() == 1


def test_zero_means_the_firm_does_without(cast: Cast) -> None:
    large(cast)
    terms_change(cast.actor("director"), values={"order.large": "0"})
    assert jobs.ask_after_large_orders() == 0


def test_a_form_instead_where_a_manager_has_too_many(cast: Cast) -> None:
    terms_change(cast.actor("director"), values={"courtesy.calls": "2"})
    for _number in range(3):
        large(cast)
    theirs = make(cast, whose="stranger", emails=["b@elka.ru"])
    large(cast, client=theirs, whose="stranger")
    assert jobs.ask_after_large_orders() == 4
    ways = list(Courtesy.objects.unscoped(reason="test").order_by("order").values_list("way", flat=True))
    assert ways == ["call", "call", "form", "call"], "another manager's calls are another's"
    letter = Letter.objects.unscoped(reason="test").get()
    made = Courtesy.objects.unscoped(reason="test").get(way="form")
    assert (letter.kind, made.letter) == ("courtesy.form", letter)
    assert f"/asked/{made.secret}/" in letter.text
    assert Entry.objects.filter(kind="courtesy.form_sent", client_id=made.client_id).count() == 1


def test_whom_no_letter_reaches_is_called_all_the_same(cast: Cast) -> None:
    forms_only(cast)
    large(cast, client=make(cast, "Без почты"))
    jobs.ask_after_large_orders()
    assert len(steps(cast)) == 1
    assert not Letter.objects.unscoped(reason="test").exists()


def test_the_form_works_without_scripts_and_once(cast: Cast) -> None:
    made, browser = a_form(cast, number="А-1"), Browser()
    url = reverse("courtesy_form", args=[made.secret])
    for _robot in range(2):
        page = browser.get(url)
        assert page.status_code == 200
        assert "<script" not in page.content.decode()
        assert page.headers["Cache-Control"] == "no-store"
    made.refresh_from_db()
    assert not made.is_answered, "opening answers nothing"
    assert browser.head(url).status_code == 405 or not made.is_answered
    assert browser.post(url, {"comment": "x"}).status_code == 422
    assert browser.post(url, {"rating": "6"}).status_code == 422
    for mark in ("5", "1"):
        page = browser.post(url, {"rating": mark, "comment": "", "again": ""})
        assert page.status_code == 200 and "Thank you" in page.content.decode()
    made.refresh_from_db()
    assert (made.rating, made.answered_at) == (5, NOON)
    assert steps(cast) == [], "whoever is content is left in peace"
    assert Entry.objects.filter(kind="courtesy.answered").count() == 1


@pytest.mark.parametrize(("rating", "comment"), [(2, ""), (5, "Пачка порвана <b>")])
def test_whoever_is_not_content_or_says_something_is_called(cast: Cast, rating: int, comment: str) -> None:
    made = a_form(cast)
    url = reverse("courtesy_form", args=[made.secret])
    Browser().post(url, {"rating": rating, "comment": comment})
    (step,) = steps(cast)
    assert (step.due_on, step.key) == (TODAY, f"courtesy:answer:{made.order_id}")
    assert comment in step.text
    panel = reverse("client_panel", args=[made.client_id, "courtesy"])
    card = cast.browser("owner").get(panel).content.decode()
    assert f"{rating} of 5" in card
    assert "<b>" not in card.split("Пачка порвана")[-1][:6]


def test_the_same_again_is_a_request_of_that_client(cast: Cast) -> None:
    made = a_form(cast, number="А-1")
    url = reverse("courtesy_form", args=[made.secret])
    for _twice in range(2):
        Browser().post(url, {"rating": 5, "again": "on"})
    request = Request.objects.unscoped(reason="test").get()
    assert request.client_id == made.client_id
    assert "А-1" in request.text
    assert Entry.objects.filter(kind="courtesy.again").count() == 1


def test_the_link_opens_nothing_else_and_not_for_ever(cast: Cast, at_noon: Any) -> None:
    made, browser = a_form(cast), Browser()
    assert browser.get(reverse("courtesy_form", args=["x" * 43])).status_code == 404
    assert browser.get(reverse("courtesy_form", args=[made.secret[:-1]])).status_code == 404
    actor, _courtesy = selectors.by_secret(made.secret)
    for forbidden in (
        lambda: selectors.standing(actor),
        lambda: of_orders.order_cancel(actor, order_id=made.order_id),
    ):
        with pytest.raises((NotAllowed, NotVisible)):
            forbidden()
    at_noon.pass_by(days=46)
    url = reverse("courtesy_form", args=[made.secret])
    assert "is closed" in browser.get(url).content.decode()
    browser.post(url, {"rating": 5})
    made.refresh_from_db()
    assert not made.is_answered


def test_a_stranger_answers_nothing(cast: Cast) -> None:
    made = a_form(cast)
    for who in ("owner", "stranger", "director", "anonymous"):
        with pytest.raises(Exception, match=r".") as caught:
            services.courtesy_answer(cast.actor(who), courtesy_id=made.pk, rating=5)
        assert caught.value.__class__.__name__ in ("NotAllowed", "NotVisible", "NotSignedIn")
    actor, _courtesy = selectors.by_secret(made.secret)
    for rating in (None, 0, 6):
        with pytest.raises(Invalid):
            services.courtesy_answer(actor, courtesy_id=made.pk, rating=rating)
    with pytest.raises(Invalid):
        services.courtesy_answer(actor, courtesy_id=made.pk, rating=5, comment="я" * 2001)


def test_what_is_seen_is_of_ones_own(cast: Cast, django_assert_max_num_queries: Any) -> None:
    made = a_form(cast)
    actor, _courtesy = selectors.by_secret(made.secret)
    services.courtesy_answer(actor, courtesy_id=made.pk, rating=3, comment="Долго")
    found = selectors.standing(cast.actor("owner"))
    assert (found.forms, found.answered, found.mean, found.share) == (1, 1, 3.0, 1.0)
    assert selectors.standing(cast.actor("stranger")).forms == 0
    browser = cast.browser("owner")
    browser.get(reverse("courtesies"))
    with django_assert_max_num_queries(10):
        text = browser.get(reverse("courtesies")).content.decode()
    assert "Долго" in text and "Orders are rated 3.0 of 5" in text
    assert "Долго" not in cast.browser("stranger").get(reverse("courtesies")).content.decode()


def test_erasing_takes_the_words_and_the_way_in(cast: Cast) -> None:
    made = a_form(cast)
    actor, _courtesy = selectors.by_secret(made.secret)
    services.courtesy_answer(actor, courtesy_id=made.pk, rating=3, comment="Пётр недоволен")
    of_clients.client_erase(cast.actor("director"), client_id=made.client_id)
    kept = Courtesy.objects.unscoped(reason="test").get()
    assert (kept.comment, kept.secret, kept.rating) == ("", "", 3)
    assert "Пётр" not in str(list(Entry.objects.values_list("data", flat=True)))
    assert Browser().get(reverse("courtesy_form", args=[made.secret])).status_code == 404


@pytest.mark.parametrize("values", [{"rating": 6}, {"rating": 3}, {"way": "mail"}, {"again": True}])
def test_the_database_itself_refuses(cast: Cast, values: dict[str, Any]) -> None:
    made = a_form(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Courtesy.objects.unscoped(reason="test").filter(pk=made.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Courtesy.objects.create(order=made.order, client=made.client, way=Way.CALL)


def test_killed_half_way_it_is_finished_later_and_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def killed(*_args: Any, **_values: Any) -> None:
        raise Killed

    forms_only(cast)
    large(cast)
    with monkeypatch.context() as patched:
        patched.setattr(services, "letter_to_client", killed)
        with pytest.raises(Killed), transaction.atomic():
            jobs.ask_after_large_orders()
    assert not Courtesy.objects.unscoped(reason="test").exists()
    for _time in range(2):
        jobs.ask_after_large_orders()
    assert Letter.objects.unscoped(reason="test").count() == 1


@given(
    st.decimals(0, 10**7, places=2), st.decimals(0, 10**7, places=2), st.integers(0, 50), st.integers(0, 50),
    st.booleans(),
)  # fmt: skip
def test_rules(net: Decimal, large_from: Decimal, waiting: int, most: int, letter: bool) -> None:
    assert is_large(net=net, large=large_from) == (large_from > 0 and net >= large_from)
    way = way_of(waiting=waiting, most=most, has_letter=letter)
    assert (way == Way.FORM) == (letter and waiting >= most)
    assert due_on(delivered_on=None, promised_on=TODAY, day=TODAY, after=most) is None
    assert due_on(delivered_on=TODAY, promised_on=TODAY, day=TODAY, after=most) == day(most)
