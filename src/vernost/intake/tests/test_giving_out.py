"""Who is given a request: in turn, to those who are there, once; and the head hears of what is late, once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import close_old_connections, connection

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed
from vernost.intake import jobs, selectors, services
from vernost.intake.errors import ManagersOwn
from vernost.intake.models import Desk, Seat
from vernost.intake.tests.factories import MONDAY, PHONE, at_work, came, everyone_of, fresh, minutes, seated
from vernost.journal.models import Entry
from vernost.staff.models import Deputy

NIGHT = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)


def phones(count: int) -> list[str]:
    return [f"+7916{number:07}" for number in range(1000001, 1000001 + count)]


def test_in_turn(cast: Cast) -> None:
    seated(cast, "owner", "teammate", "stranger")
    with at_work():
        whose = [came(phone).assigned_to for phone in phones(6)]
    assert whose == [cast.owner, cast.teammate, cast.stranger] * 2
    assert Desk.objects.get().turns == 6


def test_away_stood_in_for_and_gone_are_passed_by(cast: Cast) -> None:
    seated(cast, "teammate", "stranger", "head")
    with at_work():
        today = clock.today()
        Deputy.objects.create(employee=cast.owner, stands_in_for=cast.stranger, since=today, until=today)
        Seat.objects.filter(employee=cast.teammate).update(away_until=today)
        assert {came(phone).assigned_to for phone in phones(3)} == {cast.head}
        cast.head.is_active = False
        cast.head.save()
        assert came("+79161000009").assigned_to is None


def test_at_night_they_wait_and_the_morning_gives_them_out(cast: Cast) -> None:
    seated(cast, "owner", "teammate")
    with at_work(NIGHT) as stopped:
        for phone in phones(4):
            assert came(phone).assigned_to is None
        assert jobs.give_requests_out() == 0
        stopped.pass_by(hours=11)
        assert jobs.give_requests_out() == 4
        assert jobs.give_requests_out() == 0
    assert [one.assigned_to for one in everyone_of()] == [cast.owner, cast.teammate] * 2


def test_by_hand_waits_for_the_head(cast: Cast) -> None:
    seated(cast, "owner")
    services.desk_change(cast.actor("director"), way="nobody", only_present=True, seats=[])
    with at_work():
        request = came()
        assert request.assigned_to is None
        services.request_assign(cast.actor("head"), request_id=request.pk, employee_id=cast.teammate.pk)
    assert fresh(request).assigned_to == cast.teammate
    with pytest.raises(NotAllowed):
        services.request_assign(cast.actor("teammate"), request_id=request.pk, employee_id=cast.owner.pk)


def test_a_managers_own_is_not_given_to_another(cast: Cast) -> None:
    make(cast, phones=[PHONE])
    request = came()
    with pytest.raises(ManagersOwn):
        services.request_assign(cast.actor("head"), request_id=request.pk, employee_id=cast.teammate.pk)


def test_the_director_says_how(cast: Cast) -> None:
    director = cast.actor("director")
    seats = [{"employee_id": cast.owner.pk, "takes": True, "sources": ["chat"], "away_until": None}]
    services.desk_change(director, way="load", only_present=False, seats=seats)
    assert Seat.objects.get().sources == ["chat"]
    with pytest.raises(NotAllowed):
        services.desk_change(cast.actor("head"), way="load", only_present=False, seats=[])
    with pytest.raises(Invalid):
        services.desk_change(director, way="dice", only_present=False, seats=[])
    with pytest.raises(Invalid):
        services.desk_change(director, way="load", only_present=True, seats=[{**seats[0], "sources": ["x"]}])


def test_late_ones_are_told_once(cast: Cast) -> None:
    seated(cast, "owner")
    with at_work() as stopped:
        request = came()
        stopped.pass_by(minutes=15)
        assert jobs.escalate_requests() == 0, "the last second is still in time"
        stopped.pass_by(seconds=1)
        assert jobs.escalate_requests() == 1
        assert jobs.escalate_requests() == 0
        assert not services.request_escalate(SYSTEM, request_id=request.pk), "by another worker"
        assert [one.request.pk for one in selectors.told(cast.actor("head"))] == [request.pk]
        assert selectors.told(cast.actor("stranger")) == []
    assert Entry.objects.filter(kind="request.escalated").count() == 1


def test_a_worker_killed_half_way_leaves_the_rest_to_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated(cast, "owner")
    real = services.request_escalate
    done: list[object] = []

    def killed(*args: object, **kwargs: object) -> bool:
        if len(done) == 2:
            raise SystemExit
        done.append(kwargs)
        return real(*args, **kwargs)  # type: ignore[arg-type]

    with at_work() as stopped:
        for phone in phones(5):
            came(phone)
        stopped.pass_by(minutes=20)
        monkeypatch.setattr(services, "request_escalate", killed)
        with pytest.raises(SystemExit):
            jobs.escalate_requests()
        monkeypatch.undo()
        assert jobs.escalate_requests() == 3
    assert Entry.objects.filter(kind="request.escalated").count() == 5


def test_answered_or_closed_is_not_late(cast: Cast) -> None:
    seated(cast, "owner")
    with at_work() as stopped:
        answered, closed = came(), came("+79161000002")
        services.request_answer(cast.actor("owner"), request_id=answered.pk)
        services.request_close(cast.actor("owner"), request_id=closed.pk, why="not_ours")
        stopped.pass_by(hours=2)
        assert jobs.escalate_requests() == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_each_given_to_one_and_evenly() -> None:
    """On PostgreSQL at the same time; on SQLite the base itself lets one write at a time."""
    from tests.cast import assemble

    cast = assemble()
    seated(cast, "owner", "teammate", "stranger", "head")
    desks = 1 if connection.vendor == "sqlite" else 4
    every = phones(24)
    failures: list[BaseException] = []

    def work(mine: list[str]) -> None:
        try:
            with at_work(MONDAY + minutes(1)):
                for phone in mine:
                    came(phone, token=f"t{phone[1:]}")
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            close_old_connections()
            connection.close()

    if desks == 1:
        with at_work():
            for phone in every:
                came(phone)
    else:
        threads = [threading.Thread(target=work, args=(every[start::desks],)) for start in range(desks)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert not failures
    found = everyone_of()
    counted = {
        name: sum(one.assigned_to == cast[name] for one in found)
        for name in ("owner", "teammate", "stranger", "head")
    }
    assert counted == {"owner": 6, "teammate": 6, "stranger": 6, "head": 6}
    assert Entry.objects.filter(kind="request.assigned").count() == 24
    assert timedelta(0) < found[0].due_at - found[0].arrived_at
