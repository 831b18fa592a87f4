"""Whoever answers for an indicator is told once when it leaves its corridor, and once when it is back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.access.menu import whats_new
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.indicators import alarms, services
from vernost.indicators.measures import by_slug
from vernost.indicators.models import Counting, Leaving, Level, Tally
from vernost.post.models import Letter

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def counted(revenue: float) -> None:
    Tally.objects.unscoped(reason="test").all().delete()
    Tally.objects.create(day=TODAY - timedelta(days=90), indicator=9, level=Level.FIRM, top=1)
    Tally.objects.create(day=TODAY - timedelta(days=2), indicator=9, level=Level.FIRM, top=revenue)
    Counting.objects.get_or_create(state=Counting.State.DONE, since=TODAY, until=TODAY)


def letters() -> list[Letter]:
    return list(Letter.objects.unscoped(reason="test").filter(kind="indicators.alarm").order_by("pk"))


def aim(cast: Cast, low: float | None, **more: object) -> None:
    values = {"target": None, "high": None, "responsible": cast.head} | more
    services.aim_set(cast.actor("director"), indicator=by_slug("revenue"), low=low, **values)  # type: ignore[arg-type]


def test_told_once_and_once_when_it_is_back(cast: Cast) -> None:
    counted(50_000)
    assert alarms.corridors_check(SYSTEM) == 0  # no corridor, nothing to leave
    aim(cast, 100_000)
    assert [alarms.corridors_check(SYSTEM) for _time in range(3)] == [1, 0, 0]
    (letter,) = letters()
    assert letter.employee == cast.head and "Revenue" in letter.subject and "no less than" in letter.text
    heads = [found.title for _source, rows in whats_new(cast.actor("director")) for found in rows]
    assert any("Revenue" in str(title) for title in heads)
    for who, told in (("director", True), ("head", True), ("owner", False)):  # the head answers for it
        page = cast.browser(who).get(reverse("today")).content.decode()
        assert ("Revenue left its corridor" in page) is told, who
    assert not [one for one, _rows in whats_new(cast.actor("owner")) if one.name == "indicators"]
    counted(200_000)
    assert [alarms.corridors_check(SYSTEM) for _time in range(3)] == [1, 0, 0]
    assert len(letters()) == 2 and letters()[1].subject.startswith("Back")
    assert Leaving.objects.unscoped(reason="test").get().back_on == TODAY - timedelta(days=1)
    counted(1)
    assert alarms.corridors_check(SYSTEM) == 1 and len(letters()) == 3  # anew is anew


def test_a_bound_of_zero_is_one(cast: Cast) -> None:
    counted(0)
    aim(cast, 0)
    assert alarms.corridors_check(SYSTEM) == 0
    counted(-5)
    assert alarms.corridors_check(SYSTEM) == 1


def test_what_is_not_known_leaves_nothing(cast: Cast) -> None:
    Counting.objects.create(state=Counting.State.DONE, since=TODAY, until=TODAY)
    aim(cast, 100_000)
    assert alarms.corridors_check(SYSTEM) == 0


def test_without_anybody_who_answers_the_directors_are_told(cast: Cast) -> None:
    counted(1)
    aim(cast, 100_000, responsible=None)
    alarms.corridors_check(SYSTEM)
    assert [one.employee for one in letters()] == [cast.director]


def test_bounds_in_their_order(cast: Cast) -> None:
    with pytest.raises(Invalid):
        aim(cast, 5, high=4)
