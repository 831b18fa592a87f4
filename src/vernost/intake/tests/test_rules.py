"""Whose turn it is, and what a clock says: by properties."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from vernost.core.worktime import calendar
from vernost.intake.models import Way
from vernost.intake.rules import Place, left, speed, whose_turn, worked_minutes, working_days_ago

WORK = calendar("1-5 09:00-13:00 14:00-18:00", "2026-12-02", ZoneInfo("Europe/Moscow"))
people = some.integers(1, 8)
moments = some.datetimes(datetime(2026, 10, 1), datetime(2026, 12, 31), timezones=some.just(UTC))


def given_out(places: dict[int, Place], way: str, marks: set[str], turn: int) -> int | None:
    chosen = whose_turn(places.values(), way=way, marks=marks)
    if chosen is not None:
        was = places[chosen]
        places[chosen] = Place(chosen, turn, was.open_requests + 1, was.sources)
    return chosen


@given(people, some.integers(1, 60))
def test_nobody_is_passed_over(many: int, requests: int) -> None:
    places = {number: Place(number) for number in range(1, many + 1)}
    counted = Counter(given_out(places, Way.TURN, set(), turn) for turn in range(1, requests + 1))
    assert max(counted.values()) - min((counted[one] for one in places), default=0) <= 1


@given(people, some.integers(1, 30), some.randoms())
def test_the_same_places_give_the_same_answer_in_any_order(many: int, requests: int, dice: object) -> None:
    """A restart reads the places anew: whatever the order, the turn is the same."""
    places = {number: Place(number) for number in range(1, many + 1)}
    for turn in range(1, requests + 1):
        shuffled = list(places.values())
        dice.shuffle(shuffled)  # type: ignore[attr-defined]
        expected = whose_turn(shuffled, way=Way.TURN)
        assert given_out(places, Way.TURN, set(), turn) == expected


@given(some.lists(some.integers(0, 20), min_size=1, max_size=8))
def test_by_load_whoever_has_the_fewest(loads: list[int]) -> None:
    places = [Place(number, open_requests=load) for number, load in enumerate(loads, start=1)]
    chosen = whose_turn(places, way=Way.LOAD)
    assert chosen is not None and loads[chosen - 1] == min(loads)


def test_who_was_away_gets_one_not_all_they_missed() -> None:
    places = {1: Place(1, last_turn=1), 2: Place(2, last_turn=40), 3: Place(3, last_turn=41)}
    assert [given_out(places, Way.TURN, set(), turn) for turn in (42, 43, 44, 45)] == [1, 2, 3, 1]


def test_by_source_those_meant_for_it_come_first() -> None:
    places = [Place(1), Place(2, last_turn=9, sources=frozenset({"chat"}))]
    assert whose_turn(places, way=Way.TURN, marks={"chat"}) == 2
    assert whose_turn(places, way=Way.TURN, marks={"form"}) == 1
    assert whose_turn(places[1:], way=Way.TURN, marks={"form"}) is None, "meant for chats alone"


def test_by_hand_nobody_is_chosen() -> None:
    assert whose_turn([Place(1)], way=Way.NOBODY) is None
    assert whose_turn([], way=Way.TURN) is None


@given(moments, moments)
def test_the_clock_runs_in_working_time_only(now: datetime, due_at: datetime) -> None:
    found = left(WORK, now, due_at)
    assert found.is_over == (now > due_at)
    if now <= due_at:
        assert found.time == WORK.between(now, due_at) <= due_at - now


@given(moments, some.integers(0, 600))
def test_what_was_promised_is_what_is_left_when_it_comes(now: datetime, promised: int) -> None:
    due_at = WORK.add(now, timedelta(minutes=promised))
    assert left(WORK, now, due_at).minutes == promised
    assert worked_minutes(WORK, now, due_at) == promised


def test_lunch_a_holiday_and_the_night_do_not_count() -> None:
    lunch = datetime(2026, 11, 30, 9, 55, tzinfo=UTC)  # 12:55 in Moscow
    assert worked_minutes(WORK, lunch, lunch + timedelta(minutes=70)) == 10
    evening = datetime(2026, 12, 1, 14, 55, tzinfo=UTC)  # Tuesday 17:55, the 2nd is a holiday
    assert WORK.add(evening, timedelta(minutes=15)) == datetime(2026, 12, 3, 6, 10, tzinfo=UTC)


def test_a_minute_that_has_begun_is_still_there() -> None:
    now = datetime(2026, 11, 30, 7, 0, 1, tzinfo=UTC)
    assert left(WORK, now, now + timedelta(seconds=1)).minutes == 1
    assert left(WORK, now + timedelta(seconds=59), now).minutes == 0
    assert left(WORK, now + timedelta(seconds=59), now).is_over


def test_working_days_back() -> None:
    assert working_days_ago(WORK, date(2026, 11, 30), 2).date() == date(2026, 11, 26)
    assert working_days_ago(WORK, date(2026, 12, 3), 1).date() == date(2026, 12, 1)


@given(some.lists(some.tuples(some.integers(0, 300), some.booleans()), min_size=1))
def test_counted_together_is_counted_one_by_one(answers: list[tuple[int, bool]]) -> None:
    grouped = [(minutes, in_time, many) for (minutes, in_time), many in Counter(answers).items()]
    found = speed(grouped)
    in_order = sorted(minutes for minutes, _in_time in answers)
    assert found.median == in_order[(len(in_order) - 1) // 2]
    assert found.share == sum(in_time for _minutes, in_time in answers) / len(answers)


def test_one_without_an_answer_is_late_and_has_no_time() -> None:
    found = speed([(None, False, 1), (4, True, 1)])
    assert (found.median, found.answered, found.share) == (4, 1, 0.5)
    assert speed([]).share is None
