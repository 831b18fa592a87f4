"""The secret calendar: read back by the icalendar package; whose, until when, over shifting clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser
from django.urls import reverse
from icalendar import Calendar

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda import services
from vernost.agenda.models import CalendarKey
from vernost.agenda.tests.test_today import NOON, TODAY, day
from vernost.clients import services as of_clients
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.staff.services.employees import employee_deactivate, employee_reactivate

BERLIN = "Europe/Berlin"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[Any]:
    with clock.stopped(NOON) as moment:
        yield moment


def events(secret: str) -> dict[str, Any]:
    book = Calendar.from_ical(services.calendar_read(secret))
    return {str(event["summary"]): event for event in book.walk("VEVENT")}


def test_own_promises_tasks_and_birthdays_are_read_back(cast: Cast) -> None:
    client = make(cast, "Ель, Пётр; ИП", birthday=date(1980, 2, 29))
    services.promise_make(SYSTEM, client_id=client.pk, text="Прайс\nи «ёлочки»", due_on=day(1))
    services.task_set(SYSTEM, client_id=client.pk, text="", due_on=day(0), at=time(15, 30))
    services.task_set(SYSTEM, client_id=client.pk, text="for the head", due_on=day(0),
                      for_employee_id=cast.head.pk)  # fmt: skip
    services.step_settle(
        SYSTEM, step_id=services.step_set(SYSTEM, client_id=client.pk, due_on=day(0)).pk, done=True
    )
    services.step_set(SYSTEM, client_id=make(cast, "B", whose="stranger").pk, due_on=day(0), text="x")
    found = events(services.calendar_open(cast.actor("owner")))
    assert sorted(found) == [
        "Birthday: Ель, Пётр; ИП, turns 47",
        "Promise: Ель, Пётр; ИП: Прайс и «ёлочки»",
        "Ель, Пётр; ИП: call back",
    ]
    call = found["Ель, Пётр; ИП: call back"]
    assert call["dtstart"].dt == datetime(2026, 11, 25, 12, 30, tzinfo=UTC)  # Moscow
    assert call["dtend"].dt - call["dtstart"].dt == timedelta(minutes=15)
    assert call["url"].endswith(reverse("client", args=[client.pk]))
    promise = found["Promise: Ель, Пётр; ИП: Прайс и «ёлочки»"]
    assert (promise["dtstart"].dt, promise["dtend"].dt) == (day(1), day(2))  # a whole day, no hours
    assert found["Birthday: Ель, Пётр; ИП, turns 47"]["dtstart"].dt == date(2027, 3, 1)
    assert len({str(event["uid"]) for event in found.values()}) == 3
    assert list(events(services.calendar_open(cast.actor("head")))) == ["Ель, Пётр; ИП: for the head"]
    assert events(services.calendar_open(cast.actor("deputy"))) == {}


@pytest.mark.parametrize(
    ("on", "at", "utc"),
    [
        (date(2027, 3, 27), time(10), 9), (date(2027, 3, 28), time(10), 8),  # the clocks go forward
        (date(2026, 10, 24), time(10), 8), (date(2026, 10, 25), time(10), 9),  # and back
        (date(2027, 3, 28), time(2, 30), 1),  # an hour that there is not
    ],
)  # fmt: skip
def test_clocks_that_shift_move_nothing(cast: Cast, settings: Any, on: date, at: time, utc: int) -> None:
    settings.TIME_ZONE = BERLIN
    with clock.stopped(datetime(2026, 10, 1, 9, tzinfo=UTC)):
        client = make(cast, "A")
        services.task_set(SYSTEM, client_id=client.pk, text="x", due_on=on, at=at)
        services.task_set(SYSTEM, client_id=client.pk, text="whole", due_on=on)
        found = events(services.calendar_open(cast.actor("owner")))
    begins = found["A: x"]["dtstart"].dt
    assert (begins.date(), begins.hour) == (on, utc)
    assert begins.astimezone(ZoneInfo(BERLIN)).date() == on
    assert (found["A: whole"]["dtstart"].dt, found["A: whole"]["dtend"].dt) == (on, on + timedelta(days=1))


def test_near_midnight_it_is_the_firms_day(cast: Cast) -> None:
    client = make(cast, "A")
    services.task_set(SYSTEM, client_id=client.pk, text="x", due_on=day(0), at=time(0, 15))
    found = events(services.calendar_open(cast.actor("owner")))
    assert found["A: x"]["dtstart"].dt == datetime(2026, 11, 24, 21, 15, tzinfo=UTC)


def test_the_address_needs_no_sign_in_and_asks_for_what_is_new(cast: Cast) -> None:
    client = make(cast, "A")
    address = reverse("calendar", args=[services.calendar_open(cast.actor("owner"))])
    for personal in ("owner", str(cast.owner.pk) + "/", "firm.test"):
        assert personal not in address.lower()
    browser = Browser()
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-cache" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    same = browser.get(address, headers={"if-none-match": answer["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    services.step_set(SYSTEM, client_id=client.pk, due_on=day(0), text="x")
    assert browser.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 200
    assert browser.head(address).status_code == 200
    assert browser.post(address).status_code == 405


def test_only_the_hash_is_kept_and_a_new_address_ends_the_old(cast: Cast) -> None:
    owner = cast.actor("owner")
    first, second = services.calendar_open(owner), services.calendar_open(owner)
    key = CalendarKey.objects.visible_to(owner).get()
    assert second not in key.digest and len(second) > 40
    assert not any(second in f"{entry.data}{entry.changes}" for entry in Entry.objects.all())
    with pytest.raises(NotVisible):
        services.calendar_read(first)
    assert services.calendar_read(second)
    services.calendar_close(owner)
    services.calendar_close(owner)
    for secret in (second, "", "x" * 500, "\x00"):
        with pytest.raises(NotVisible):
            services.calendar_read(secret)
    kinds = Entry.objects.filter(kind__startswith="calendar.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["calendar.opened", "calendar.opened", "calendar.closed"]


def test_it_ends_with_the_access_and_does_not_come_back(cast: Cast) -> None:
    secret, director = services.calendar_open(cast.actor("owner")), cast.actor("director")
    employee_deactivate(director, employee_id=cast.owner.pk)
    with pytest.raises(NotVisible):
        services.calendar_read(secret)
    employee_reactivate(director, employee_id=cast.owner.pk)
    with pytest.raises(NotVisible):
        services.calendar_read(secret)


def test_who_is_no_longer_active_or_has_no_day_reads_nothing(cast: Cast) -> None:
    secret = services.calendar_open(cast.actor("owner"))
    for change in ({"is_active": False}, {"is_active": True, "role": "marketer"}):
        for name, value in change.items():
            setattr(cast.owner, name, value)
        cast.owner.save()
        with pytest.raises(NotVisible):
            services.calendar_read(secret)
    with pytest.raises(NotAllowed):
        services.calendar_open(cast.actor("marketer"))


def test_clients_closed_or_handed_over_leave_it(cast: Cast) -> None:
    closed, given = make(cast, "closed"), make(cast, "given")
    for client in (closed, given):
        services.step_set(SYSTEM, client_id=client.pk, due_on=day(0), text="x")
    secret = services.calendar_open(cast.actor("owner"))
    assert len(events(secret)) == 2
    of_clients.client_close(cast.actor("owner"), client_id=closed.pk, reason="died")
    of_clients.clients_hand_over(cast.actor("head"), client_ids=[given.pk], successor_id=cast.teammate.pk)
    assert events(secret) == {}


def test_the_page_shows_the_address_once(cast: Cast) -> None:
    browser = cast.browser("owner")
    assert "No address yet" in browser.get(reverse("today_mine")).content.decode()
    page = browser.post(reverse("calendar_open")).content.decode()
    assert "it is not shown again" in page and ".ics" in page
    page = browser.get(reverse("today_mine")).content.decode()
    assert ".ics" not in page and "not read yet" in page
    services.calendar_read(services.calendar_open(cast.actor("owner")))
    assert "last read" in browser.get(reverse("today_mine")).content.decode()
    browser.post(reverse("calendar_close"))
    assert "No address yet" in browser.get(reverse("today_mine")).content.decode()


def test_reading_is_written_down_once_an_hour(cast: Cast, at_noon: Any) -> None:
    owner = cast.actor("owner")
    secret = services.calendar_open(owner)
    seen = []
    for minutes in (0, 5, 60):
        at_noon.pass_by(minutes=minutes)
        services.calendar_read(secret)
        seen.append(CalendarKey.objects.visible_to(owner).get().read_at)
    assert seen[0] == seen[1] and seen[1] < seen[2]
    assert clock.today() == TODAY
