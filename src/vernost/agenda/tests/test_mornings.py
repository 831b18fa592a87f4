"""The morning letter: when, to whom, once, and wherever its worker is killed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.access.menu import whats_new
from vernost.agenda import jobs, services
from vernost.agenda.models import Morning
from vernost.agenda.services import mornings
from vernost.agenda.tests.test_today import NOON, a_full_day, day, late
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.post.models import Letter
from vernost.post.services import letter_to_employee

NINE = datetime(2026, 11, 25, 6, tzinfo=UTC)  # in Moscow, a Wednesday


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[Any]:
    with clock.stopped(NINE) as moment:
        yield moment


def letters() -> list[Letter]:
    return list(Letter.objects.unscoped(reason="test").filter(kind="agenda.morning").order_by("pk"))


def test_whoever_has_something_to_do_gets_one_letter(cast: Cast, at_nine: Any) -> None:
    client = make(cast, "ООО «Ель & Ко»", phones=["+79161234567"])
    services.promise_make(SYSTEM, client_id=client.pk, text="Прайс <срочно>", due_on=day(0))
    jobs.send_morning_letters()
    (letter,) = [one for one in letters() if one.employee == cast.owner]
    assert letter.subject == "Today: 1 thing to do"
    assert "ООО «Ель & Ко», +7 916 123-45-67: promised for today: Прайс <срочно>" in letter.text
    assert "Прайс &lt;срочно&gt;" in letter.html
    assert reverse("today") in letter.text and reverse("today_mine") in letter.text
    assert {one.employee_id for one in letters()} == {cast.owner.pk, cast.deputy.pk}
    at_nine.pass_by(minutes=5)
    jobs.send_morning_letters()
    assert len(letters()) == 2


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 25, 5, 59, tzinfo=UTC),  # before the opening
        datetime(2026, 11, 25, 10, 0, tzinfo=UTC),  # four hours after it
        datetime(2026, 11, 28, 6, tzinfo=UTC),  # a Saturday
        datetime(2027, 3, 8, 6, tzinfo=UTC),  # a holiday on Monday
    ],
)
def test_not_at_night_not_too_late_not_on_days_off(cast: Cast, at: datetime) -> None:
    late(cast, make(cast), "x", 1)
    with clock.stopped(at):
        jobs.send_morning_letters()
    assert letters() == []


def test_whoever_does_not_want_it_has_left_or_has_no_day_gets_none(cast: Cast) -> None:
    a_full_day(cast)
    browser = cast.browser("owner")
    browser.post(reverse("day_wishes"), {})
    assert "The letter does not come" in browser.get(reverse("today_mine")).content.decode()
    cast.deputy.is_active = False
    cast.deputy.save()
    jobs.send_morning_letters()
    assert letters() == []
    assert not Morning.objects.filter(employee__in=[cast.owner, cast.deputy, cast.marketer]).exists()
    browser.post(reverse("day_wishes"), {"morning_letter": "on"})
    jobs.send_morning_letters()
    assert [one.employee for one in letters()] == [cast.owner]


class Killed(BaseException):
    """What a kill looks like from within: nothing catches it."""


@pytest.mark.parametrize("at", ["before the letter", "after the letter", "after the mark"])
def test_a_killed_worker_loses_and_doubles_nothing(
    cast: Cast, at_nine: Any, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    a_full_day(cast)
    cast.deputy.is_active = False
    cast.deputy.save()
    real_letter, real_send = letter_to_employee, mornings.morning_send

    def letter(*args: Any, **said: Any) -> Any:
        if at == "before the letter":
            raise Killed
        made = real_letter(*args, **said)
        if at == "after the letter":
            raise Killed
        return made

    def send(**said: Any) -> bool:
        sent = real_send(**said)
        if sent:
            raise Killed
        return sent

    with monkeypatch.context() as patched:
        patched.setattr(mornings, "letter_to_employee", letter)
        if at == "after the mark":
            patched.setattr(jobs, "morning_send", send)
        with pytest.raises(Killed):
            jobs.send_morning_letters()
    jobs.send_morning_letters()  # its lease is not over
    assert len(letters()) == (1 if at == "after the mark" else 0)
    at_nine.pass_by(minutes=6)
    jobs.send_morning_letters()
    jobs.send_morning_letters()
    assert len(letters()) == 1


def test_yesterdays_letter_is_not_sent_today(cast: Cast, at_nine: Any) -> None:
    a_full_day(cast)
    mornings.mornings_plan()
    at_nine.pass_by(days=1, hours=5)
    jobs.send_morning_letters()
    assert letters() == []


def test_the_bell_tells_what_presses(cast: Cast) -> None:
    client = make(cast, "Ель")
    late(cast, client, "Прайс", 2)
    services.task_set(SYSTEM, client_id=client.pk, text="", due_on=day(0), at=NOON.time())
    services.task_set(SYSTEM, client_id=client.pk, text="soon", due_on=day(0), at=NINE.time())
    services.task_set(SYSTEM, client_id=client.pk, text="some time", due_on=day(0))
    found = {
        source.name: [one.title for one in answers] for source, answers in whats_new(cast.actor("owner"))
    }
    assert found["agenda"] == [
        "Ель: promise overdue, due on 23\xa0November, 2 days late: Прайс",
        "Ель: at 06:00: soon",
        "Ель: at 09:00: call back",
    ]
    assert "agenda" not in {source.name for source, _answers in whats_new(cast.actor("marketer"))}
    assert "Прайс" in cast.browser("owner").get(reverse("news")).content.decode()
