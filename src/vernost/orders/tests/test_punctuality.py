"""Share on time by week, causes ranked, and the board: whose, in which order, in how many queries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.orders import selectors, services
from vernost.orders.models import Delay, DelayCause, Order, State
from vernost.orders.rules import on_time_by_week
from vernost.orders.tests.factories import order

NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)  # a Wednesday
TODAY = date(2026, 11, 25)


@pytest.fixture
def at_noon() -> Any:
    with clock.stopped(NOON) as time:
        yield time


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


def test_golden_weeks() -> None:
    days = [(day(-9), 4, 3), (day(-7), 2, 2), (day(-2), 5, 1), (day(0), 1, 1), (day(-60), 9, 9)]
    weeks = on_time_by_week(days, since=day(-16), until=TODAY)
    assert [(one.monday, one.due, one.in_time, one.share) for one in weeks] == [
        (date(2026, 11, 9), 0, 0, None),
        (date(2026, 11, 16), 6, 5, 5 / 6),
        (date(2026, 11, 23), 6, 2, 2 / 6),
    ]
    assert weeks[1].late == 1


@given(
    st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 99), st.integers(0, 99)),
        max_size=40,
    )
)
def test_weeks_lose_nothing_and_follow_each_other(days: list[tuple[date, int, int]]) -> None:
    days = [(one, due, min(due, kept)) for one, due, kept in days]
    since, until = date(2026, 1, 1), date(2026, 12, 31)
    weeks = on_time_by_week(days, since=since, until=until)
    assert sum(one.due for one in weeks) == sum(due for _one, due, _kept in days)
    assert sum(one.in_time for one in weeks) == sum(kept for _one, _due, kept in days)
    assert {b.monday - a.monday for a, b in zip(weeks, weeks[1:], strict=False)} == {timedelta(7)}
    assert all(one.share is None or 0 <= one.share <= 1 for one in weeks)


def came(cast: Cast, promised: int, delivered: int | None, **values: Any) -> Order:
    made = order(cast, promised_on=day(promised), placed_at=NOON - timedelta(days=60), **values)
    if delivered is not None:
        rows = Order.objects.unscoped(reason="test").filter(pk=made.pk)
        rows.update(state=State.DELIVERED, delivered_on=day(delivered))
    return made


def test_a_promise_moved_is_not_a_promise_kept(cast: Cast, at_noon: Any) -> None:
    came(cast, -9, -9)
    came(cast, -9, -8)
    moved = came(cast, -9, None)
    came(cast, -8, None)  # overdue
    gone = came(cast, -9, None)
    services.order_cancel(cast.actor("owner"), order_id=gone.pk)
    came(cast, 0, None)  # due today, not there yet: not counted
    came(cast, 3, None)
    Delay.objects.create(order=moved, was=day(-9), new_day=day(5))
    Order.objects.unscoped(reason="test").filter(pk=moved.pk).update(promised_on=day(5))
    weeks = selectors.weeks(cast.actor("owner"), shown=2)
    assert [(one.due, one.in_time) for one in weeks] == [(4, 1), (0, 0)]
    assert [one.due for one in selectors.weeks(cast.actor("stranger"), shown=2)] == [0, 0]


def test_causes_the_commonest_first(cast: Cast, at_noon: Any) -> None:
    actor = cast.actor("owner")
    stock = DelayCause.objects.visible_to(actor).get(code="stock")
    for cause, note in ((stock, ""), (stock, "x"), (None, "Пожар")):
        services.delay_tell(actor, order_id=came(cast, 1, None).pk, cause=cause, note=note)
    ranked = selectors.causes_ranked(actor, day(-30))
    assert [(str(one.cause or ""), one.delays) for one in ranked] == [("Not in stock", 2), ("", 1)]
    assert sum(one.share for one in ranked) == pytest.approx(1)
    assert selectors.causes_ranked(actor, day(1)) == []
    assert selectors.causes_ranked(cast.actor("stranger"), day(-30)) == []


def test_the_board_is_the_viewers_own(cast: Cast, at_noon: Any) -> None:
    late = came(cast, -3, None, client=make(cast, "Ёлкин"), number="А-1")
    known = came(cast, 2, None, number="А-2")
    came(cast, 0, None)
    came(cast, 4, None)
    services.delay_tell(cast.actor("owner"), order_id=known.pk, note="Склад", new_day=day(4), how="call")
    order(cast, make(cast, whose="stranger"), whose="stranger", promised_on=day(-1), number="Б-1")
    seen = selectors.board(cast.actor("owner"))
    assert [(one.order, one.was, one.is_untold) for one in seen.lines] == [
        (late, day(-3), True),
        (known, day(2), False),
    ]
    assert (seen.late, seen.untold, seen.due_today, seen.more) == (2, 1, 1, 0)
    assert [one.days for one in seen.lines] == [3, 0]
    text = cast.browser("owner").get(reverse("punctuality")).content.decode()
    assert "2 orders are late" in text
    assert "Ёлкин" in text and "Б-1" not in text
    assert "Owner" in text, "who told the client"
    assert "nobody yet" in text
    assert "Б-1" in cast.browser("director").get(reverse("punctuality")).content.decode()
    assert "Nothing is late" in cast.browser("marketer").get(reverse("punctuality")).content.decode()


def test_the_board_asks_for_its_middle_alone(cast: Cast, at_noon: Any) -> None:
    came(cast, -3, None, number="А-1")
    browser = cast.browser("owner")
    whole = browser.get(reverse("punctuality")).content.decode()
    assert 'hx-trigger="every 60s"' in whole
    part = browser.get(reverse("punctuality"), headers={"HX-Request": "true", "HX-Target": "board"})
    assert "А-1" in part.content.decode()
    assert "<body" not in part.content.decode()


@pytest.mark.parametrize("name", ["punctuality", "delays", "returns"])
def test_pages_take_a_fixed_number_of_queries(
    cast: Cast, at_noon: Any, name: str, django_assert_max_num_queries: Any
) -> None:
    for count in range(1, 8):
        made = came(cast, -count, None)
        if count % 2:
            services.delay_tell(cast.actor("owner"), order_id=made.pk, note="x", new_day=day(3), how="call")
        services.return_ask(cast.actor("owner"), order_id=made.pk, wish="redo", reason="x")
    browser = cast.browser("owner")
    browser.get(reverse(name))
    with django_assert_max_num_queries(12):
        assert browser.get(reverse(name)).status_code == 200


def test_weeks_are_drawn_with_their_table(cast: Cast, at_noon: Any) -> None:
    came(cast, -9, -9)
    text = cast.browser("owner").get(reverse("delays")).content.decode()
    assert "100% came on the promised day: 1 of 1" in text.replace("\xa0", " ")
    assert "<svg" in text and "16 November" in text.replace("\xa0", " ")
    assert "Nothing was promised yet" in cast.browser("stranger").get(reverse("delays")).content.decode()


def test_the_card_tells_and_offers_to_tell(cast: Cast, at_noon: Any) -> None:
    made, browser = came(cast, -3, None, number="А-1"), cast.browser("owner")
    url = reverse("order", args=[made.pk])
    assert reverse("order_told", args=[made.pk]) in browser.get(url).content.decode()
    browser.post(reverse("order_told", args=[made.pk]), {"how": "letter", "note": ""})
    text = browser.get(url).content.decode()
    assert "the client was told: letter" in text
    assert f'href="{reverse("order_told", args=[made.pk])}"' not in text
    assert browser.post(reverse("order_told_undo", args=[made.pk])).status_code == 302
    assert "the client has not been told" in browser.get(url).content.decode()


def test_a_return_on_the_card(cast: Cast, at_noon: Any) -> None:
    made, browser = came(cast, -3, -3, number="А-1", amount="100"), cast.browser("owner")
    data = {"wish": "redo", "reason": "Скол", "due_on": "2026-12-05"}
    assert browser.post(reverse("return_ask", args=[made.pk]), data).status_code == 302
    url = reverse("order", args=[made.pk])
    assert "Скол" in browser.get(url).content.decode()
    found = made.returns.unscoped(reason="test").get()
    assert browser.post(reverse("return_step", args=[found.pk]), {"stage": "agreed"}).status_code == 302
    assert browser.post(reverse("return_step", args=[found.pk]), {"stage": "x"}).status_code == 422
    for name in ("return_refund", "return_redo", "return_refuse"):
        assert browser.get(reverse(name, args=[found.pk])).status_code == 200
    past = {"promised_on": "2026-11-01", "address": "", "outcome": ""}
    answer = browser.post(reverse("return_redo", args=[found.pk]), past)
    assert answer.status_code == 422 and "This day is over" in answer.content.decode()
    answer = browser.post(reverse("return_redo", args=[found.pk]), {**past, "promised_on": "2026-12-01"})
    assert answer.status_code == 302
    assert "А-1-R" in browser.get(url).content.decode()
