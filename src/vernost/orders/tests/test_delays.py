"""A delay: said once it is known, told to the client once, and by whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from vernost.access.actor import Actor
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.orders import after, selectors, services
from vernost.orders.errors import NoPromise, NotOpen, ToldAlready
from vernost.orders.models import Delay, DelayCause, Order
from vernost.orders.tests.factories import order

NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock.stopped(NOON) as time:
        yield time


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


def stock(cast: Cast) -> DelayCause:
    found: DelayCause = DelayCause.objects.visible_to(cast.actor("owner")).get(code="stock")
    return found


def to_tell(cast: Cast, who: str = "owner") -> list[Order]:
    actor = cast.actor(who)
    return [one.order for one in selectors.late_to_tell(actor, {cast.owner.pk}, clock.today())]


def test_an_employee_says_that_it_will_be_late(cast: Cast) -> None:
    made, actor = order(cast, promised_on=day(2)), cast.actor("owner")
    assert to_tell(cast) == []
    delay = services.delay_tell(actor, order_id=made.pk, new_day=day(5), cause=stock(cast), note="Кения")
    made.refresh_from_db()
    assert (made.promised_on, delay.was, delay.new_day) == (day(5), day(2), day(5))
    assert delay.why == "Not in stock: Кения"
    assert to_tell(cast) == [made]
    told = services.delay_told(actor, order_id=made.pk, how="chat")
    assert (told.told_by, told.told_how, told.told_at) == (cast.owner, "chat", NOON)
    assert to_tell(cast) == []
    kinds = list(Entry.objects.filter(client_id=made.client_id).order_by("id").values_list("kind", flat=True))
    assert kinds[-3:] == ["order.delayed", "order.client_told", "contact.chat_we"]


def test_it_is_late_by_itself_the_moment_the_day_has_passed(cast: Cast, at_noon: Any) -> None:
    made = order(cast, promised_on=day(0))
    assert to_tell(cast) == []
    at_noon.pass_by(hours=12)  # past midnight by the firm's clock
    assert to_tell(cast) == [made]
    services.delay_told(cast.actor("owner"), order_id=made.pk)
    delay = Delay.objects.visible_to(cast.actor("owner")).get()
    assert (delay.was, delay.cause, delay.told_how) == (day(0), None, "call")
    assert to_tell(cast) == []


def test_a_new_day_that_passes_too_is_told_anew(cast: Cast, at_noon: Any) -> None:
    made, actor = order(cast, promised_on=day(1)), cast.actor("owner")
    services.delay_tell(actor, order_id=made.pk, new_day=day(3), note="Склад", how="call")
    assert to_tell(cast) == []
    at_noon.pass_by(days=4)
    assert to_tell(cast) == [made]
    services.delay_tell(actor, order_id=made.pk, new_day=day(6), note="Опять")
    assert to_tell(cast) == [made]
    services.delay_told(actor, order_id=made.pk)
    assert [one.was for one in Delay.objects.visible_to(actor)] == [day(1), day(3)]


def test_told_without_a_new_day_and_then_with_one(cast: Cast) -> None:
    made, actor = order(cast, promised_on=day(1)), cast.actor("owner")
    services.delay_tell(actor, order_id=made.pk, note="Склад", how="call")
    assert to_tell(cast) == []
    services.delay_tell(actor, order_id=made.pk, note="Склад", new_day=day(4))
    assert to_tell(cast) == [made], "the client waits to hear the day"
    assert Delay.objects.visible_to(actor).count() == 1


def test_the_same_said_twice_is_said_once(cast: Cast) -> None:
    made, actor = order(cast, promised_on=day(1)), cast.actor("owner")
    for _time in range(2):
        services.delay_tell(actor, order_id=made.pk, note="Склад")
    assert Entry.objects.filter(kind="order.delayed").count() == 1
    for _time in range(2):
        services.delay_told(actor, order_id=made.pk)
    assert Entry.objects.filter(kind="order.client_told").count() == 1


def test_of_two_who_tell_the_second_is_told_who_was_first(cast: Cast) -> None:
    made = order(cast, promised_on=day(-1))
    services.delay_told(cast.actor("owner"), order_id=made.pk)
    with pytest.raises(ToldAlready, match="Owner"):
        services.delay_told(cast.actor("head"), order_id=made.pk)
    with pytest.raises(ToldAlready):
        services.delay_told_undo(cast.actor("head"), order_id=made.pk)


def test_told_by_a_slip_is_taken_back_on_the_same_day(cast: Cast, at_noon: Any) -> None:
    made, actor = order(cast, promised_on=day(-1)), cast.actor("owner")
    services.delay_told(actor, order_id=made.pk)
    services.delay_told_undo(actor, order_id=made.pk)
    assert to_tell(cast) == [made]
    services.delay_told_undo(actor, order_id=made.pk)  # nothing to take back
    services.delay_told(actor, order_id=made.pk)
    at_noon.pass_by(days=1)
    with pytest.raises(ToldAlready):
        services.delay_told_undo(actor, order_id=made.pk)


def test_the_promise_moved_on_the_order_is_a_delay_too(cast: Cast, at_noon: Any) -> None:
    made, actor = order(cast, promised_on=day(3)), cast.actor("owner")
    services.order_change(actor, order_id=made.pk, version=1, promised_on=day(4))
    assert to_tell(cast) == [], "on the day the order came it is a correction"
    at_noon.pass_by(days=1)
    services.order_change(actor, order_id=made.pk, version=2, promised_on=day(2))
    assert to_tell(cast) == [], "sooner is no delay"
    services.order_change(actor, order_id=made.pk, version=3, promised_on=day(9))
    assert to_tell(cast) == [made]
    with pytest.raises(Invalid) as caught:
        services.order_change(actor, order_id=made.pk, version=4, promised_on=None)
    assert "promised_on" in caught.value.fields


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "cause"),
        ({"note": "x", "new_day": day(-1)}, "new_day"),
        ({"note": "x", "new_day": day(1)}, "new_day"),  # sooner than promised
        ({"note": "x", "new_day": day(2)}, "new_day"),  # the promised day itself
        ({"note": "я" * 201}, "note"),
        ({"cause": 10**9}, "cause"),
        ({"note": "x", "how": "pigeon"}, "how"),
    ],
)
def test_it_refuses(cast: Cast, values: dict[str, Any], field: str) -> None:
    made = order(cast, promised_on=day(2))
    with pytest.raises(Invalid) as caught:
        services.delay_tell(cast.actor("owner"), order_id=made.pk, **values)
    assert field in caught.value.fields or "" in caught.value.fields
    assert not Delay.objects.unscoped(reason="test").exists()


def test_it_refuses_what_is_over_or_was_never_promised(cast: Cast) -> None:
    actor = cast.actor("owner")
    with pytest.raises(NoPromise):
        services.delay_tell(actor, order_id=order(cast).pk, note="x")
    gone = order(cast, promised_on=day(1))
    services.order_cancel(actor, order_id=gone.pk)
    there = order(cast, promised_on=day(-1))
    services.order_deliver(actor, order_id=there.pk)
    for made in (gone, there):
        with pytest.raises(NotOpen):
            services.delay_tell(actor, order_id=made.pk, note="x")
        with pytest.raises(Invalid, match="not late"):
            services.delay_told(actor, order_id=made.pk)
    assert to_tell(cast) == []


def test_it_refuses_who_may_not(cast: Cast) -> None:
    made = order(cast, promised_on=day(-1))
    for who, error in (("stranger", NotVisible), ("teammate", NotVisible), ("marketer", NotVisible)):
        with pytest.raises(error):
            services.delay_tell(cast.actor(who), order_id=made.pk, note="x")
        with pytest.raises(error):
            services.delay_told(cast.actor(who), order_id=made.pk)
        assert to_tell(cast, who) == []
    assert to_tell(cast, "deputy") == to_tell(cast, "head") == [made]


def test_nobody_tells_a_closed_client_or_one_who_is_gone(cast: Cast) -> None:
    made = order(cast, promised_on=day(-1))
    client = Client.objects.unscoped(reason="test").filter(pk=made.client_id)
    client.update(closed_on=TODAY, closed_reason="died")
    assert to_tell(cast) == []


def test_the_talk_goes_to_whoever_listens_within_the_transaction(cast: Cast) -> None:
    heard: list[after.WasTold] = []

    def listener(actor: Actor, told: after.WasTold) -> None:
        heard.append(told)
        raise Conflict

    made = order(cast, promised_on=day(-1))
    after.client_told(listener)
    try:
        with pytest.raises(Conflict):
            services.delay_told(cast.actor("owner"), order_id=made.pk, how="letter", note="Завтра")
    finally:
        after._TELLERS.remove(listener)
    assert (heard[0].client_id, heard[0].text, heard[0].how) == (made.client_id, "Завтра", "letter")
    assert not Delay.objects.unscoped(reason="test").exists(), "both are there, or neither"


def test_the_list_of_causes_is_the_firms_own(cast: Cast) -> None:
    head = cast.actor("head")
    mine = services.delay_cause_save(head, name="  Ждём  обжарку ")
    assert str(mine) == "Ждём обжарку"
    with pytest.raises(Invalid):
        services.delay_cause_save(head, name="ждём ОБЖАРКУ")
    with pytest.raises(Invalid):
        services.delay_cause_save(head, name=" ")
    renamed = services.delay_cause_save(head, name="Нет на складе", cause_id=stock(cast).pk)
    assert str(renamed) == "Нет на складе"
    services.delay_cause_use(head, cause_id=mine.pk, used=False)
    assert mine not in selectors.delay_causes(head)
    assert mine in selectors.delay_causes(head, every=True)
    services.delay_cause_use(head, cause_id=mine.pk, used=True)
    assert mine in selectors.delay_causes(head)
    for who in ("owner", "marketer", "support"):
        with pytest.raises(NotAllowed):
            services.delay_cause_save(cast.actor(who), name="x")
        with pytest.raises(NotAllowed):
            services.delay_cause_use(cast.actor(who), cause_id=mine.pk, used=False)
    assert Entry.objects.filter(in_audit=True, kind__startswith="order.delay_cause").count() == 4


@pytest.mark.parametrize(
    "values",
    [{"new_day": day(-1)}, {"told_how": "call"}, {"told_at": NOON}, {"told_at": NOON, "told_how": "x"}],
)
def test_the_database_itself_refuses(cast: Cast, values: dict[str, Any]) -> None:
    made = order(cast, promised_on=day(0))
    delay = services.delay_tell(cast.actor("owner"), order_id=made.pk, note="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Delay.objects.unscoped(reason="test").filter(pk=delay.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delay.objects.create(order=made, was=day(0))


def test_erasing_takes_the_words_and_keeps_the_days(cast: Cast) -> None:
    from vernost.clients import services as of_clients

    client = make(cast)
    made = order(cast, client, promised_on=day(0))
    services.delay_tell(cast.actor("owner"), order_id=made.pk, note="Пётр заболел", how="call")
    services.return_ask(cast.actor("owner"), order_id=made.pk, wish="refund", reason="Пётр недоволен")
    of_clients.client_erase(cast.actor("director"), client_id=client.pk)
    delay = Delay.objects.unscoped(reason="test").get()
    assert (delay.note, delay.was) == ("", day(0))
    assert "Пётр" not in str(list(Entry.objects.values_list("data", "changes")))
    assert made.returns.unscoped(reason="test").get().reason == "…"
