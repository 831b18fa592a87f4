"""Deadlines in working hours, pauses, silence, the head: and no timer that ends anything (rule 5.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from vernost.agenda.models import Step as Task
from vernost.complaints import jobs, rules, selectors, services
from vernost.complaints.models import Complaint, Step
from vernost.complaints.tests.factories import agreed, now, taken
from vernost.core import clock
from vernost.core.worktime import calendar

MOSCOW = ZoneInfo("Europe/Moscow")
WEEK = calendar("1-5 09:00-13:00 14:00-18:00", "2026-03-09", MOSCOW)
HOURS = {step: timedelta(hours=4) for step in Step}


def test_friday_evening_four_hours_and_a_holiday_on_monday() -> None:
    """Received on Friday at 17:50: ten minutes on Friday, the rest on Tuesday, till 12:50."""
    friday = datetime(2026, 3, 6, 17, 50, tzinfo=MOSCOW)
    assert rules.deadline(WEEK, friday, Step.RECEIVED, HOURS) == datetime(2026, 3, 10, 12, 50, tzinfo=MOSCOW)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(moments, st.integers(1, 60), st.integers(0, 500))
def test_a_pause_costs_the_deadline_nothing(since: datetime, hours: int, waits: int) -> None:
    """However long the client thinks, the working time that is left is that which was left."""
    due = WEEK.add(since, timedelta(hours=hours))
    stops = since + (due - since) / 2
    left = rules.paused(WEEK, due, stops)
    goes_on = stops + timedelta(hours=waits)
    again = WEEK.add(goes_on, left)
    assert WEEK.between(goes_on, again) == left
    assert WEEK.between(since, stops) + left == timedelta(hours=hours)


def at(case: Complaint, **values: object) -> Complaint:
    Complaint.objects.unscoped(reason="test").filter(pk=case.pk).update(**values)
    return now(case)


def past(case: Complaint, field: str) -> Complaint:
    return at(case, **{field: clock.now() - timedelta(minutes=1)})


@pytest.mark.parametrize(("field", "kind"), [("due_at", "deadline_broken"), ("silent_at", "silent")])
def test_the_head_is_told_once(cast: Cast, field: str, kind: str) -> None:
    case = past(taken(cast), field)
    assert jobs.escalate_what_is_late() == 1
    assert jobs.escalate_what_is_late() == 0
    task = Task.objects.unscoped(reason="test").get()
    assert (task.for_employee_id, task.client_id) == (cast.head.pk, case.client_id)
    from vernost.journal.models import Entry

    assert Entry.objects.filter(kind=f"complaint.{kind}").count() == 1
    assert now(case).is_open


def test_the_next_broken_deadline_is_told_again(cast: Cast) -> None:
    case = past(taken(cast), "due_at")
    jobs.escalate_what_is_late()
    services.complaint_acknowledge(cast.actor("owner"), complaint_id=case.pk)
    past(case, "due_at")
    assert jobs.escalate_what_is_late() == 1
    assert Task.objects.unscoped(reason="test").count() == 2


def test_telling_the_client_ends_the_silence_and_not_the_deadline(cast: Cast) -> None:
    case = past(taken(cast), "silent_at")
    due = case.due_at
    services.complaint_tell(cast.actor("owner"), complaint_id=case.pk, text="Ищем", by_letter=False)
    told = now(case)
    assert not told.is_silent
    assert told.due_at == due


def test_while_the_client_thinks_nothing_is_late(cast: Cast) -> None:
    actor, case = cast.actor("owner"), agreed(cast)
    services.complaint_pause(actor, complaint_id=case.pk, why="Выбирает замену")
    services.complaint_pause(actor, complaint_id=case.pk)
    waits = now(case)
    assert (waits.due_at, waits.silent_at, waits.is_late) == (None, None, False)
    assert jobs.escalate_what_is_late() == 0
    services.complaint_resume(actor, complaint_id=case.pk)
    assert now(case).due_at is not None


def test_no_time_ends_a_case(cast: Cast) -> None:
    """A year of silence, whoever is responsible gone: it is open still, and the director was told."""
    case = taken(cast)
    long_ago = clock.now() - timedelta(days=365)
    at(case, received_at=long_ago, due_at=long_ago, silent_at=long_ago)
    cast.owner.is_active = False
    cast.owner.save(update_fields=["is_active"])
    jobs.escalate_what_is_late()
    assert now(case).is_open
    assert Task.objects.unscoped(reason="test").filter(for_employee=cast.head).exists()


def test_nobody_who_answers_for_a_case_can_be_deleted_away_from_it(cast: Cast) -> None:
    """Neither the one responsible nor the client: a case does not end by losing them."""
    case = taken(cast)
    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        cast.owner.delete()
    cast.owner.is_active = False
    cast.owner.save(update_fields=["is_active"])
    assert now(case).is_open
    assert case.pk in [one.pk for one in selectors.board(cast.actor("head")).every]


def test_silence_of_the_client_ends_nothing(cast: Cast) -> None:
    """Carried out, asked, and a year without a word: open, and the head was told once."""
    case = agreed(cast)
    services.complaint_carry_out(cast.actor("owner"), complaint_id=case.pk)
    past(case, "due_at")
    for year in range(3):
        with clock.stopped(clock.now() + timedelta(days=365 * (year + 1))):
            jobs.escalate_what_is_late()
    assert (now(case).step, now(case).is_open) == (Step.CARRIED_OUT, True)
    assert Task.objects.unscoped(reason="test").filter(for_employee=cast.head).count() == 1


def test_the_database_ends_no_case_without_the_day_of_the_clients_word(cast: Cast) -> None:
    case = taken(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        at(case, step=Step.CONFIRMED)
    assert now(case).is_open
