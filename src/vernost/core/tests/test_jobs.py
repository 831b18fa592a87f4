"""Sweeps: claimed once, safe to kill and to repeat, found by the clock when nobody woke them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError

from tests.scoped.models import Parcel
from vernost.core import clock, jobs
from vernost.core.models import SweepRun

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ran() -> Iterator[list[str]]:
    ran: list[str] = []

    @jobs.sweep("test.count", every=5 * MINUTE)
    def count() -> int:
        ran.append("once")
        return 3

    @jobs.sweep("test.broken", every=MINUTE)
    def broken() -> int:
        raise RuntimeError("no paper")

    yield ran
    del jobs.SWEEPS["test.count"], jobs.SWEEPS["test.broken"]


def test_it_runs_when_due_and_not_before(ran: list[str]) -> None:
    with clock.stopped(clock.now()) as standing:
        assert "test.count" in jobs.due()
        assert jobs.run("test.count")
        assert not jobs.run("test.count")
        assert "test.count" not in jobs.due()
        standing.pass_by(minutes=5)
        assert jobs.run("test.count")
    assert ran == ["once", "once"]
    assert SweepRun.objects.get(name="test.count").handled == 3


def test_one_that_was_killed_is_found_again(ran: list[str]) -> None:
    with clock.stopped(clock.now()) as standing:
        jobs.due()
        SweepRun.objects.filter(name="test.count").update(lease_until=clock.now() + timedelta(hours=2))
        assert "test.count" not in jobs.due()
        assert not jobs.run("test.count")
        standing.pass_by(hours=3)
        assert "test.count" in jobs.due()
        assert jobs.run("test.count")


def test_a_failure_is_kept_and_tried_less_and_less_often(ran: list[str]) -> None:
    with clock.stopped(clock.now()) as standing:
        jobs.due()
        waits = []
        for _ in range(3):
            assert jobs.run("test.broken")
            row = SweepRun.objects.get(name="test.broken")
            waits.append(row.due_at - clock.now())
            standing.pass_by(hours=1)
    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert row.failures == 3
    assert "no paper" in row.last_error
    assert row.lease_until is None


def test_a_wake_up_runs_it_now(ran: list[str]) -> None:
    jobs.due()
    jobs.run("test.count")
    jobs.wake("test.count")
    assert ran == ["once", "once"]


def test_a_queue_that_is_away_breaks_nothing(ran: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from vernost.core import queue

    def away(name: str) -> None:
        raise ConnectionError

    jobs.due()
    monkeypatch.setattr(queue, "run_sweep", away)
    jobs.wake("test.count")
    assert "test.count" in jobs.due()


def test_a_row_is_claimed_by_one(ran: list[str]) -> None:
    Parcel.objects.bulk_create([Parcel() for _ in range(5)])
    first = jobs.claim(Parcel, limit=3, lease=MINUTE)
    second = jobs.claim(Parcel, limit=3, lease=MINUTE)
    assert (len(first), len(second)) == (3, 2)
    assert not {row.pk for row in first} & {row.pk for row in second}
    assert not jobs.claim(Parcel, limit=3, lease=MINUTE)


def test_a_dead_workers_rows_come_back_and_its_end_is_not_believed() -> None:
    with clock.stopped(clock.now()) as standing:
        Parcel.objects.create()
        (old,) = jobs.claim(Parcel, limit=1, lease=MINUTE)
        standing.pass_by(minutes=2)
        (new,) = jobs.claim(Parcel, limit=1, lease=MINUTE)
        with jobs.worked_off(old):
            pass
        assert Parcel.objects.get().due_at is not None
        with jobs.worked_off(new):
            pass
        assert Parcel.objects.get().due_at is None


def test_a_failing_row_does_not_stop_the_others() -> None:
    with clock.stopped(clock.now()) as standing:
        Parcel.objects.create()
        (row,) = jobs.claim(Parcel, limit=1, lease=MINUTE)
        with jobs.worked_off(row):
            raise RuntimeError("torn")
        kept = Parcel.objects.get()
        assert kept.due_at == clock.now() + 2 * MINUTE
        assert "torn" in kept.last_error
        standing.pass_by(minutes=3)
        (row,) = jobs.claim(Parcel, limit=1, lease=MINUTE)
        with pytest.raises(OperationalError), jobs.worked_off(row):
            raise OperationalError("database is locked")


def test_after_many_tries_it_waits_for_a_person() -> None:
    Parcel.objects.create(attempts=jobs.MOST_ATTEMPTS)
    (row,) = jobs.claim(Parcel, limit=1, lease=MINUTE)
    with jobs.worked_off(row):
        raise RuntimeError("torn")
    assert Parcel.objects.get().due_at is None
