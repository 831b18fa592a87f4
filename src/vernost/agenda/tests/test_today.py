"""Today: whose lines, in which order, each once, what stays away, and how many queries it takes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from vernost.agenda import selectors, services
from vernost.agenda.models import Kept, Promise
from vernost.agenda.rules import next_birthday
from vernost.clients import services as of_clients
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.birthdays import YEARLESS
from vernost.core.errors import NotAllowed, NotVisible
from vernost.retention.models import ClientFacts, Lifecycle

NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock.stopped(NOON) as time:
        yield time


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


def late(cast: Cast, client: Client, text: str, count: int) -> Promise:
    """A promise made in time and not kept since: a service takes no day of the past."""
    made = services.promise_make(cast.actor("director"), client_id=client.pk, text=text, due_on=TODAY)
    Promise.objects.unscoped(reason="test").filter(pk=made.pk).update(due_on=day(-count))
    return made


def slips(client: Client, money: int, last: date | None = None) -> None:
    facts: dict[str, Any] = {"rhythm_days": 10, "line_days": 30, "purchases": 5, "lost_line": day(5)}
    ClientFacts.objects.unscoped(reason="test").update_or_create(
        client=client,
        defaults={
            "as_of": TODAY, "lifecycle": Lifecycle.SLIPPING, "money_a_year": Decimal(money),
            "last_purchase": last or day(-12), **facts,
        },
    )  # fmt: skip


def quiet(client: Client, letter: str = "A") -> None:
    """Of a class, two hundred days in the base, and never talked to."""
    Client.objects.unscoped(reason="test").filter(pk=client.pk).update(created_at=NOON - timedelta(days=200))
    ClientFacts.objects.unscoped(reason="test").create(
        client=client, as_of=TODAY, lifecycle=Lifecycle.ACTIVE, abc=letter
    )


def lines(cast: Cast, who: str = "owner", **asked: Any) -> list[tuple[str, str]]:
    return [(line.kind, line.client.name) for line in selectors.today(cast.actor(who), **asked).lines]


def a_full_day(cast: Cast, *, whose: str = "owner", times: int = 1) -> None:
    actor = cast.actor(whose)
    for n in range(times):
        client = make(cast, f"A{n}", whose=whose, phones=[f"+7916123456{n}"], birthday=date(1980, 11, 26))
        late(cast, client, "late", 2)
        services.promise_make(actor, client_id=client.pk, text="now", due_on=TODAY)
        services.promise_make(actor, client_id=client.pk, text="tomorrow", due_on=day(1))
        services.step_set(actor, client_id=client.pk, due_on=TODAY)
        slips(make(cast, f"B{n}", whose=whose, birthday=date(YEARLESS, 11, 25)), 1000 + n)


def test_the_order_is_promises_steps_slipping_by_money_birthdays(cast: Cast) -> None:
    a_full_day(cast, times=2)
    assert lines(cast) == [
        ("promise", "A0"), ("promise", "A1"), ("promise", "A0"), ("promise", "A1"),
        ("step", "A0"), ("step", "A1"),
        ("slipping", "B1"), ("slipping", "B0"),
        ("birthday", "B0"), ("birthday", "B1"), ("birthday", "A0"), ("birthday", "A1"),
    ]  # fmt: skip
    today = selectors.today(cast.actor("owner"))
    assert (today.overdue, today.stake) == (2, Decimal(2001))
    assert [line.overdue for line in today.lines[:3]] == [2, 2, 0]
    assert str(today.lines[0].phone) == "+7 916 123-45-60"
    assert [line.why for line in today.lines if line.kind == "birthday"] == [
        "", "", "turns 46", "turns 46",
    ]  # fmt: skip


def test_everybody_sees_their_own_and_those_they_stand_in_for(cast: Cast) -> None:
    a_full_day(cast)
    a_full_day(cast, whose="stranger")
    assert len(lines(cast)) == len(lines(cast, "deputy")) == len(lines(cast, "stranger")) == 6
    assert lines(cast, "teammate") == lines(cast, "head") == lines(cast, "director") == []
    of_owner = {"of": str(cast.owner.pk)}
    assert len(lines(cast, "head", **of_owner)) == len(lines(cast, "director", **of_owner)) == 6
    assert len(lines(cast, "deputy", **of_owner)) == 6
    for who in ("teammate", "stranger"):
        with pytest.raises(NotVisible):
            lines(cast, who, **of_owner)
    for nobody in ("0", "x", "999999", "9" * 30):
        with pytest.raises(NotVisible):
            lines(cast, "director", of=nobody)
    with pytest.raises(NotVisible):
        lines(cast, "head", of=str(cast.stranger.pk))
    with pytest.raises(NotAllowed):
        lines(cast, "marketer")


def test_what_was_answered_stays_away_for_this_silence_only(cast: Cast) -> None:
    client, actor = make(cast, "B"), cast.actor("owner")
    slips(client, 100)
    (line,) = selectors.today(actor).lines
    assert (line.kind, line.of) == ("slipping", day(-12))
    services.cause_answer(actor, client_id=client.pk, cause="slipping", of=day(-12), how="done")
    assert lines(cast) == []
    slips(client, 100, last=day(-11))  # bought again, and is silent again
    assert lines(cast) == [("slipping", "B")]


@pytest.mark.parametrize("cause", ["slipping", "birthday"])
def test_what_was_put_off_comes_back_on_its_day(cast: Cast, at_noon: Any, cause: str) -> None:
    client, actor = make(cast, "B", birthday=date(1980, 11, 28)), cast.actor("owner")
    of = day(3) if cause == "birthday" else day(-12)
    slips(client, 100)
    other = ({"slipping", "birthday"} - {cause}).pop()
    services.cause_answer(actor, client_id=client.pk, cause=cause, of=of, how="later", until=day(2))
    assert lines(cast) == [(other, "B")]
    at_noon.pass_by(days=1)
    assert lines(cast) == [(other, "B")]
    at_noon.pass_by(days=1)
    assert set(lines(cast)) == {("slipping", "B"), ("birthday", "B")}


def test_a_promise_put_off_is_promised_for_the_same_day_still(cast: Cast, at_noon: Any) -> None:
    promise = late(cast, make(cast, "A"), "x", 1)
    services.promise_put_off(cast.actor("owner"), promise_id=promise.pk, day=day(1))
    assert lines(cast) == []
    at_noon.pass_by(days=1)
    (line,) = selectors.today(cast.actor("owner")).lines
    assert (line.due_on, line.overdue) == (day(-1), 2)


def test_nobody_is_reminded_of_a_closed_client(cast: Cast) -> None:
    a_full_day(cast)
    for client in Client.objects.visible_to(cast.actor("owner")):
        of_clients.client_close(cast.actor("owner"), client_id=client.pk, reason="died")
    assert lines(cast) == []


@pytest.mark.parametrize(
    ("born", "today", "kept_on"),
    [
        (date(1990, 11, 25), date(2026, 11, 25), date(2026, 11, 25)),
        (date(1990, 1, 1), date(2026, 12, 31), date(2027, 1, 1)),
        (date(YEARLESS, 2, 29), date(2027, 2, 27), date(2027, 3, 1)),
        (date(YEARLESS, 2, 29), date(2028, 2, 27), date(2028, 2, 29)),
    ],
)
def test_birthdays_over_the_new_year_and_of_leap_days(
    cast: Cast, born: date, today: date, kept_on: date
) -> None:
    assert next_birthday(born, today) == kept_on
    make(cast, "A", birthday=born)
    with clock.stopped(datetime(today.year, today.month, today.day, 9, tzinfo=UTC)):
        (line,) = selectors.today(cast.actor("owner")).lines
        assert (line.kind, line.of) == ("birthday", kept_on)


def test_birthdays_of_key_people_are_seen_once_a_client(cast: Cast) -> None:
    actor, client = cast.actor("owner"), make(cast, "A", kind="company")
    for name in ("Анна", "Пётр"):
        of_clients.person_add(actor, client_id=client.pk, name=name, birthday=date(YEARLESS, 11, 26))
    of_clients.person_add(actor, client_id=client.pk, name="Ольга", birthday=date(1990, 12, 26))
    (line,) = selectors.today(actor).lines
    assert (line.client, line.why) == (client, "Анна")
    services.cause_answer(actor, client_id=client.pk, cause="birthday", of=day(1), how="done")
    assert lines(cast) == []


def test_how_a_word_was_kept(cast: Cast) -> None:
    client, actor = make(cast), cast.actor("owner")
    rows = [
        Promise(client=client, text="x", due_on=day(-days), by=cast[who], state=state,
                settled_at=None if state == Kept.OPEN else NOON)
        for who, state, days in (
            ("owner", Kept.KEPT, 9), ("owner", Kept.KEPT, 8), ("owner", Kept.LATE, 7),
            ("owner", Kept.OPEN, 1),
            ("owner", Kept.OPEN, 0), ("owner", Kept.KEPT, 400), ("head", Kept.BROKEN, 3),
        )
    ]  # fmt: skip
    Promise.objects.bulk_create(rows)
    shares = {word.name: word.share for word in selectors.promises_kept(actor)}
    assert shares == {"Owner": 0.5}, "whoever sees own clients alone is told of their own word"
    shares = {word.name: word.share for word in selectors.promises_kept(cast.actor("head"))}
    assert shares == {"Owner": 0.5, "Head": 0.0}
    assert selectors.promises_kept(cast.actor("stranger")) == []


def test_the_page_costs_a_fixed_number_of_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser = cast.browser("owner")
    a_full_day(cast)
    quiet(make(cast, "S"))
    browser.get("/today/")
    with django_assert_max_num_queries(QUERIES):
        assert browser.get("/today/").status_code == 200
    for n in range(3):
        slips(make(cast, f"C{n}", phones=["+79161234599"], birthday=date(1990, 11, 25)), 7)
        late(cast, make(cast, f"D{n}"), "x", n)
        quiet(make(cast, f"S{n}"))
    with django_assert_max_num_queries(QUERIES):
        assert browser.get("/today/").status_code == 200


# At most: answers are not asked for where a cause saw nobody.
# Who is signed in, terms, the looks of fourteen causes, answers, worth, phones, scripts, colleagues,
# words, aims.
QUERIES = 34
