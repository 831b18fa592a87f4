"""Counting the days: once or twice the same, a night like the whole past, late word, a kill, teams"
" of the time."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.core.errors import NotAllowed
from vernost.indicators import selectors, services, writing
from vernost.indicators.models import Counting, Level, Tally
from vernost.indicators.periods import Period, Span
from vernost.indicators.selectors import FIRM, Subject
from vernost.indicators.sums import PARTS
from vernost.intake.models import Request
from vernost.orders.models import Refund
from vernost.retention.services import facts_refresh
from vernost.retention.tests.factories import at_random, bought, clients, every
from vernost.staff.services.employees import employee_edit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = clock.today()
Key = tuple[int, date, int, int, int]


def everything(*, flowing: bool = False) -> dict[Key, tuple[float, float]]:
    at_end = {number for part in PARTS if part.at_an_end for number in part.numbers}
    rows = Tally.objects.unscoped(reason="test").values_list(
        "indicator", "day", "level", "subject", "bin", "top", "bottom"
    )
    return {row[:5]: row[5:] for row in rows if not (flowing and row[0] in at_end)}


def a_firm(cast: Cast, seed: int = 3) -> None:
    people = [*clients(cast, 12), *clients(cast, 6, whose="stranger")]
    at_random(people, TODAY, seed, margin=True)
    facts_refresh(SYSTEM)


def line(number: int, subject: Subject = FIRM, *, span: Span = Span.YEAR, until: date | None = None) -> Any:
    from vernost.indicators.measures import INDICATORS

    period = Period(span, until or TODAY - DAY)
    return selectors.lines_of(SYSTEM, subject, [INDICATORS[number]], period, number=2)[0]


def test_only_the_system_counts(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.tallies_rebuild(cast.actor("director"))


def test_twice_is_once(cast: Cast) -> None:
    a_firm(cast)
    services.tallies_rebuild(SYSTEM)
    first = everything()
    assert first
    services.tallies_rebuild(SYSTEM)
    assert everything() == first


def test_managers_and_nobodys_add_up_to_the_firm(cast: Cast) -> None:
    a_firm(cast)
    every(clients(cast, 1)[0], 30, 4, last=TODAY - 3 * DAY)
    facts_refresh(SYSTEM)
    services.tallies_rebuild(SYSTEM)
    sums: dict[tuple[int, date], float] = defaultdict(float)
    firm: dict[tuple[int, date], float] = {}
    for (number, day, level, _subject, _bin), (top, _bottom) in everything().items():
        if number in (9, 11, 16, 18, 20):
            if level == Level.FIRM:
                firm[number, day] = top
            elif level == Level.MANAGER:
                sums[number, day] += top
    assert firm and dict(sums) == firm


def test_a_night_counts_what_the_whole_past_would(cast: Cast) -> None:
    people = clients(cast, 10)
    at_random(people, TODAY - 40 * DAY, 5)
    with clock.stopped(clock.start_of(TODAY - 2 * DAY) + timedelta(hours=3)):
        facts_refresh(SYSTEM)
        services.tallies_rebuild(SYSTEM)
    for place, client in enumerate(people):
        bought(client, TODAY - DAY * (1 + place % 2), amount=700 + place)
    # Late word: an old order comes by an import, and a refund takes back a part of one long counted.
    old = bought(people[0], TODAY - 200 * DAY, amount=5000)[0]
    Refund.objects.create(client=people[1], amount=Decimal(100), day=TODAY - DAY, order=None)
    facts_refresh(SYSTEM)
    run = services.tallies_count(SYSTEM)
    assert run is not None and run.until == TODAY
    night = everything(flowing=True)
    services.tallies_rebuild(SYSTEM)
    assert night == everything(flowing=True)
    assert night[9, old.day, Level.FIRM, 0, 0][0] >= 500_000
    assert services.tallies_count(SYSTEM) is None  # nothing is left to do today


def test_killed_in_the_middle_the_figures_of_yesterday_stay(cast: Cast, monkeypatch: Any) -> None:
    people = clients(cast, 6)
    at_random(people, TODAY - 3 * DAY, 7)
    with clock.stopped(clock.start_of(TODAY - DAY) + timedelta(hours=3)):
        facts_refresh(SYSTEM)
        services.tallies_rebuild(SYSTEM)
    before = everything()
    bought(people[0], TODAY - DAY, amount=900)
    facts_refresh(SYSTEM)
    written: list[int] = []
    real = writing.write

    def dies(number: int, *how: Any) -> int:
        if len(written) == 5:
            raise KeyboardInterrupt
        written.append(number)
        return real(number, *how)

    monkeypatch.setattr(services, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        services.tallies_count(SYSTEM)
    assert everything() == before
    assert selectors.counted() is not None and selectors.counted().until == TODAY - DAY  # type: ignore[union-attr]
    monkeypatch.setattr(services, "write", real)
    Counting.objects.filter(state=Counting.State.RUNNING).update(started_at=clock.now() - timedelta(hours=3))
    assert services.tallies_count(SYSTEM) is not None
    assert everything() != before


def test_a_rebuilding_goes_on_where_it_was_cut_off(cast: Cast, monkeypatch: Any) -> None:
    a_firm(cast)
    told: list[str] = []

    def cut(part: Any, place: int, _whole: int) -> None:
        told.append(part.name)
        if place == 4:
            raise RuntimeError("cut off")

    with pytest.raises(RuntimeError):
        services.tallies_rebuild(SYSTEM, tell=cut)
    assert selectors.counted() is None
    again: list[str] = []
    services.tallies_rebuild(SYSTEM, tell=lambda part, _place, _whole: again.append(part.name))
    assert again == [part.name for part in PARTS[4:]]
    known = everything()
    services.tallies_rebuild(SYSTEM)
    assert everything() == known


def test_teams_of_the_time(cast: Cast) -> None:
    """An employee moved: what they sold before stays with the team they were in."""
    client, day = clients(cast, 1)[0], TODAY - 10 * DAY
    bought(client, day, TODAY - 2 * DAY, amount=100)
    first, second = cast.owner.team_id, cast.stranger.team_id
    assert first is not None and second is not None
    with clock.stopped(clock.start_of(TODAY - 5 * DAY) + timedelta(hours=12)):
        employee_edit(SYSTEM, employee_id=cast.owner.pk, team=cast.stranger.team)
    facts_refresh(SYSTEM)
    services.tallies_rebuild(SYSTEM)
    known = everything()
    assert known[9, day, Level.TEAM, first, 0][0] == 10_000
    assert (9, day, Level.TEAM, second, 0) not in known
    assert known[9, TODAY - 2 * DAY, Level.TEAM, second, 0][0] == 10_000


def test_before_the_first_order_and_without_clients_is_unknown(cast: Cast) -> None:
    bought(clients(cast, 1)[0], TODAY - 10 * DAY, amount=100)
    facts_refresh(SYSTEM)
    services.tallies_rebuild(SYSTEM)
    for number in (6, 9, 11, 13, 16, 18, 19, 20, 23, 24):
        assert line(number, until=TODAY - 800 * DAY).value is None, number
        assert line(number, Subject(Level.MANAGER, cast.teammate.pk)).value is None, number
    assert line(9).value == 10_000 and line(18).value is not None


def test_requests_and_their_times(cast: Cast) -> None:
    bought(clients(cast, 1)[0], TODAY - 10 * DAY)
    at = clock.start_of(TODAY - 2 * DAY) + timedelta(hours=11)
    for minutes in (5, 10, 60):
        Request.objects.create(
            channel="phone", name="x", arrived_at=at, due_at=at + timedelta(minutes=15), state="answered",
            first_answer_at=at + timedelta(minutes=minutes), answer_minutes=minutes, in_time=minutes <= 15,
            assigned_to=cast.owner, answered_by=cast.owner,
        )  # fmt: skip
    Request.objects.create(channel="phone", name="spam", arrived_at=at, due_at=at, state="spam")
    Request.objects.create(channel="phone", name="late", arrived_at=at, due_at=at, assigned_to=cast.owner)
    facts_refresh(SYSTEM)
    services.tallies_rebuild(SYSTEM)
    assert line(1).value == 4 and line(2).value == 10 and line(3).value == 0.5
    assert line(1, Subject(Level.MANAGER, cast.owner.pk)).value == 4


def test_stock_of_the_past_is_what_was_then(cast: Cast) -> None:
    """Every figure of standing on a past day is that of counting everybody anew as of it."""
    people = clients(cast, 14)
    at_random(people, TODAY, 11)
    facts_refresh(SYSTEM)
    services.tallies_rebuild(SYSTEM)
    for number, stage in ((16, "active"), (17, "slipping"), (18, "lost")):
        told = line(number).value or 0
        now = selectors_counts(stage)
        assert told == now, stage
    dice = random.Random(1)
    from vernost.retention.models import LifecycleChange

    for _day in range(5):
        day = TODAY - dice.randint(1, 500) * DAY
        latest: dict[int, str] = {}
        for row in LifecycleChange.objects.unscoped(reason="t").filter(day__lte=day).order_by("day", "pk"):
            latest[row.client_id] = row.after
        for number, stage in ((16, "active"), (17, "slipping"), (18, "lost")):
            told = line(number, until=day - DAY).value
            assert (told or 0) == sum(one == stage for one in latest.values()), (day, stage)


def selectors_counts(stage: str) -> int:
    from vernost.retention.selectors import totals

    return totals(SYSTEM).counts[stage]
