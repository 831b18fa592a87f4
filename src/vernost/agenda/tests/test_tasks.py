"""Tasks of the house: once a cause, in whose day, on days off, with the client when handed over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import Cast
from vernost.access.actor import SYSTEM, Actor
from vernost.agenda import causes, selectors, services
from vernost.agenda.errors import ClosedClient
from vernost.agenda.models import Answer, Promise, Step
from vernost.agenda.rules import shown_through, working_day
from vernost.clients import services as of_clients
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.core.worktime import calendar
from vernost.journal.models import Entry

NOON = datetime(2026, 11, 27, 9, tzinfo=UTC)  # a Friday
FRIDAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def on_friday() -> Iterator[Any]:
    with clock.stopped(NOON) as moment:
        yield moment


def texts(cast: Cast, who: str, **asked: Any) -> list[str]:
    return [line.text for line in selectors.today(cast.actor(who), **asked).lines]


def test_one_cause_is_one_task_however_often_it_is_seen(cast: Cast) -> None:
    client = make(cast)
    said: dict[str, Any] = {"client_id": client.pk, "text": "Позвонить", "due_on": FRIDAY, "key": "critic:7"}
    made = services.task_set(SYSTEM, moment="critic", **said)
    written = Entry.objects.count()
    assert services.task_set(SYSTEM, **said | {"text": "Иначе"}) == made
    services.step_settle(cast.actor("owner"), step_id=made.pk, done=True)
    assert services.task_set(SYSTEM, **said).state == "done"
    of_clients.client_close(cast.actor("owner"), client_id=client.pk, reason="died")
    assert services.task_set(SYSTEM, **said) == made
    assert Step.objects.visible_to(SYSTEM).get().text == "Позвонить"
    assert Entry.objects.filter(kind="step.set").count() == 1 and written > 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.bulk_create([Step(client=client, due_on=FRIDAY, key="critic:7")])
    Step.objects.bulk_create([Step(client=client, due_on=FRIDAY), Step(client=client, due_on=FRIDAY)])


def test_a_closed_client_gets_no_task_and_the_caller_can_tell(cast: Cast) -> None:
    client = make(cast)
    of_clients.client_close(cast.actor("owner"), client_id=client.pk, reason="died")
    with pytest.raises(ClosedClient):
        services.task_set(SYSTEM, client_id=client.pk, text="x", due_on=FRIDAY, key="k")
    assert not Step.objects.visible_to(SYSTEM).exists()


def test_a_cause_seen_late_is_due_today_a_person_is_refused(cast: Cast) -> None:
    client, yesterday = make(cast), FRIDAY - timedelta(days=1)
    made = services.task_set(SYSTEM, client_id=client.pk, text="x", due_on=yesterday)
    assert made.due_on == FRIDAY
    with pytest.raises(Invalid) as refused:
        services.step_set(cast.actor("owner"), client_id=client.pk, text="x", due_on=yesterday)
    assert list(refused.value.fields) == ["due_on"]


def test_it_is_in_the_day_of_whoever_it_is_for(cast: Cast) -> None:
    client = make(cast)
    said: dict[str, Any] = {"due_on": FRIDAY}
    services.task_set(SYSTEM, client_id=client.pk, text="for the head", for_employee_id=cast.head.pk, **said)
    services.task_set(SYSTEM, client_id=client.pk, text="for the manager", **said)
    assert texts(cast, "owner") == texts(cast, "deputy") == ["for the manager"]
    assert texts(cast, "head") == ["for the head"]
    assert texts(cast, "head", of=str(cast.owner.pk)) == ["for the manager"]
    assert texts(cast, "stranger") == []
    cast.head.is_active = False
    cast.head.save()
    assert texts(cast, "owner") == ["for the head", "for the manager"]
    with pytest.raises(Invalid) as refused:
        services.task_set(SYSTEM, client_id=client.pk, text="x", for_employee_id=cast.head.pk, **said)
    assert list(refused.value.fields) == ["for_employee"]


def test_whoever_does_not_see_the_client_sees_no_task_of_theirs(cast: Cast) -> None:
    client = make(cast)
    said: dict[str, Any] = {"client_id": client.pk, "due_on": FRIDAY, "text": "x"}
    services.task_set(SYSTEM, for_employee_id=cast.stranger.pk, **said)
    assert texts(cast, "stranger") == []
    with pytest.raises(NotVisible):
        services.task_set(cast.actor("stranger"), key="k", **said)


def test_handed_over_a_managers_task_follows_and_a_heads_stays(cast: Cast) -> None:
    client = make(cast)
    for who in ("owner", "head"):
        services.task_set(SYSTEM, client_id=client.pk, text=who, due_on=FRIDAY, for_employee_id=cast[who].pk)
    of_clients.clients_hand_over(cast.actor("head"), client_ids=[client.pk], successor_id=cast.teammate.pk)
    assert texts(cast, "teammate") == ["owner"]
    assert texts(cast, "head") == ["head"]


def test_order_of_the_day_calls_back_before_other_tasks_by_the_clock(cast: Cast) -> None:
    client = make(cast)
    for text, moment, at in (
        ("other", "", None), ("courtesy", "courtesy", None), ("back", "call_back", None),
        ("back at ten", "call_back", time(10)), ("late", "late_delivery", None),
    ):  # fmt: skip
        services.task_set(SYSTEM, client_id=client.pk, text=text, due_on=FRIDAY, moment=moment, at=at)
    services.promise_make(SYSTEM, client_id=client.pk, text="promise", due_on=FRIDAY)
    assert texts(cast, "owner") == ["promise", "back at ten", "back", "late", "other", "courtesy"]
    page = cast.browser("owner").get(reverse("today")).content.decode()
    assert "today at 10:00:" in page


OFFICE = calendar("1-5 09:00-18:00", "2026-11-30 +2026-12-05", UTC)


@pytest.mark.parametrize(
    ("day", "works_on", "through"),
    [
        (date(2026, 11, 26), date(2026, 11, 26), date(2026, 11, 26)),  # Thursday
        (FRIDAY, FRIDAY, date(2026, 11, 30)),  # the holiday on Monday too
        (date(2026, 11, 28), date(2026, 12, 1), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2026, 12, 1), date(2026, 11, 30)),
        (date(2026, 12, 4), date(2026, 12, 4), date(2026, 12, 4)),  # the Saturday after is worked
    ],
)
def test_days_off_are_looked_over(day: date, works_on: date, through: date) -> None:
    assert working_day(OFFICE, day) == works_on
    assert shown_through(OFFICE, day) == through


def test_a_promise_for_a_day_off_shows_on_the_last_working_day(cast: Cast, on_friday: Any) -> None:
    client = make(cast)
    for days in (2, 3):  # Sunday, Monday
        due = FRIDAY + timedelta(days=days)
        services.promise_make(SYSTEM, client_id=client.pk, text=f"in {days}", due_on=due)
        services.task_set(SYSTEM, client_id=client.pk, text=f"step in {days}", due_on=due)
    assert texts(cast, "owner") == ["in 2"]
    page = cast.browser("owner").get(reverse("today")).content.decode()
    assert "a day off: today is the last day to keep it" in page
    on_friday.pass_by(days=3)
    lines = selectors.today(cast.actor("owner")).lines
    assert [(line.text, line.overdue) for line in lines] == [
        ("in 2", 1), ("in 3", 0), ("step in 2", 0), ("step in 3", 0),
    ]  # fmt: skip


def test_a_promise_about_a_thing_is_found_by_it(cast: Cast) -> None:
    client, actor = make(cast), cast.actor("owner")
    contact = services.contact_log(actor, client_id=client.pk)
    tomorrow = FRIDAY + timedelta(days=1)
    made = services.promise_make(actor, client_id=client.pk, text="x", due_on=tomorrow, about=contact)
    services.promise_make(actor, client_id=client.pk, text="y", due_on=tomorrow)
    assert (made.about_type, made.about_id, made.contact) == ("agenda.contact", contact.pk, contact)
    assert selectors.promises_about(actor, contact) == [made]
    assert selectors.promises_about(cast.actor("stranger"), contact) == []
    other = make(cast, "Другой")
    with pytest.raises(NotVisible):
        services.promise_make(actor, client_id=other.pk, text="x", due_on=tomorrow, about=contact)
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.bulk_create([Promise(client=client, due_on=FRIDAY, about_type="x.y")])


@pytest.fixture
def waiting(cast: Cast) -> Iterator[Client]:
    """Two requests of one client on one day: the first may be put off, neither is done from its line."""
    client = make(cast)

    def look(actor: Actor, owners: Collection[int], today: date) -> Sequence[causes.Seen]:
        answered = set(
            Answer.objects.visible_to(actor).filter(cause="ask").exclude(until__lte=today)
            .values_list("ref", flat=True)
        )  # fmt: skip
        seen = {"client": client, "of": today, "why": "asks for a price", "link": "/asked/"}
        return [
            causes.Seen(ref=ref, until=NOON + timedelta(minutes=minutes), **seen)  # type: ignore[arg-type]
            for ref, minutes in ((1, -5), (2, 15))
            if client.owner_id in owners and ref not in answered
        ]

    cause = causes.Cause(
        name="ask", rank=10, moment="unanswered_request", look=look, label="Request", acts=("later",)
    )
    causes.register(cause)
    yield client
    causes._CAUSES.pop("ask")


def test_a_cause_with_a_clock_and_a_place_of_its_own(cast: Cast, waiting: Client) -> None:
    browser, today = cast.browser("owner"), FRIDAY.isoformat()
    lines = selectors.today(cast.actor("owner")).lines
    assert [(line.ref, line.is_past, line.link, line.moment) for line in lines] == [
        (1, True, "/asked/", "unanswered_request"), (2, False, "/asked/", "unanswered_request"),
    ]  # fmt: skip
    page = browser.get(reverse("today")).content.decode()
    assert 'href="/asked/"' in page and "time ran out" in page and "due today" in page
    assert 'value="done"' not in page
    address = reverse("cause_act", args=[waiting.pk, "ask"])
    assert browser.post(address, {"act": "done", "of": today, "ref": 1}).status_code == 404
    browser.post(address, {"act": "later", "of": today, "ref": 1})
    assert [line.ref for line in selectors.today(cast.actor("owner")).lines] == [2]
