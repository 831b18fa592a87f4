"""The week, the month, the team: what stands on which day, whose, and how many queries it takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda import selectors, services
from vernost.agenda.models import Contact, Promise, SilenceCount
from vernost.agenda.services.silence import silence_refresh
from vernost.agenda.tests.test_today import NOON, TODAY, a_full_day, day, late, quiet
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import NotAllowed, NotVisible


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[Any]:
    with clock.stopped(NOON) as moment:
        yield moment


def of_week(cast: Cast, who: str = "owner", **asked: Any) -> dict[date, list[tuple[str, str, bool]]]:
    plan = selectors.week(cast.actor(who), **{"day": TODAY, **asked})
    return {
        one.day: [(item.kind, item.text, item.overdue) for item in one.items]
        for one in plan.days
        if one.items
    }


def planned(cast: Cast) -> None:
    client = make(cast, "A", birthday=date(1980, 11, 27))
    late(cast, client, "late", 1)
    late(cast, client, "long ago", 30)
    services.promise_make(SYSTEM, client_id=client.pk, text="price", due_on=day(1))
    for at, text in ((time(15), "at three"), (time(9), "at nine"), (None, "some time")):
        services.task_set(SYSTEM, client_id=client.pk, text=text, due_on=day(1), at=at)
    services.step_set(SYSTEM, client_id=client.pk, text="next month", due_on=day(30))


def test_a_week_from_monday_by_the_clock(cast: Cast) -> None:
    planned(cast)
    plan = selectors.week(cast.actor("owner"), day=TODAY)
    assert (plan.since, plan.until, plan.earlier) == (date(2026, 11, 23), date(2026, 11, 29), 1)
    assert [one.works for one in plan.days] == [True] * 5 + [False] * 2
    assert [one.day for one in plan.days if one.is_today] == [TODAY]
    assert of_week(cast) == {
        day(-1): [("promise", "late", True)],
        day(1): [
            ("step", "at nine", False), ("step", "at three", False), ("promise", "price", False),
            ("step", "some time", False),
        ],
        day(2): [("birthday", "turns 46", False)],
    }  # fmt: skip
    assert of_week(cast, "stranger") == {}
    assert of_week(cast, "head") == {}
    assert of_week(cast, "head", of=str(cast.owner.pk)) == of_week(cast)
    with pytest.raises(NotVisible):
        of_week(cast, "stranger", of=str(cast.owner.pk))
    with pytest.raises(NotAllowed):
        of_week(cast, "marketer")


@pytest.mark.parametrize(
    ("asked", "first", "last", "before", "after"),
    [
        (date(2026, 11, 25), date(2026, 10, 26), date(2026, 12, 6), date(2026, 10, 1), date(2026, 12, 1)),
        (date(2026, 12, 31), date(2026, 11, 30), date(2027, 1, 3), date(2026, 11, 1), date(2027, 1, 1)),
        (date(2027, 2, 1), date(2027, 2, 1), date(2027, 2, 28), date(2027, 1, 1), date(2027, 3, 1)),
    ],
)
def test_a_month_of_whole_weeks(
    cast: Cast, asked: date, first: date, last: date, before: date, after: date
) -> None:
    plan = selectors.month(cast.actor("owner"), day=asked)
    assert (plan.since, plan.until, plan.before, plan.after) == (first, last, before, after)
    assert all(len(week) == 7 for week in plan.weeks)
    assert {one.inside for one in plan.days if one.day.month == asked.month} == {True}


def test_the_pages_turn_and_forgive_what_is_no_day(cast: Cast) -> None:
    planned(cast)
    browser = cast.browser("owner")
    page = browser.get(reverse("today_week")).content.decode()
    assert "day=2026-11-16" in page and "day=2026-11-30" in page
    assert "Besides, 1 thing is overdue" in page and "day off" in page
    page = browser.get(reverse("today_month"), {"day": "2026-12-05"}).content.decode()
    assert "December 2026" in page and "next month" in page
    for nonsense in ("x", "9999-12-31", "0001-01-01", "2026-13-01"):
        for name in ("today_week", "today_month"):
            assert browser.get(reverse(name), {"day": nonsense}).status_code == 200
    assert browser.get(reverse("today_week"), {"of": "9" * 30}).status_code == 404


def test_the_calendar_costs_a_fixed_number_of_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser = cast.browser("owner")
    for times in (1, 4):
        a_full_day(cast, times=times)
        for name in ("today_week", "today_month"):
            with django_assert_max_num_queries(15):
                assert browser.get(reverse(name)).status_code == 200


def test_the_head_sees_that_nobody_is_forgotten(cast: Cast) -> None:
    head = cast.actor("head")
    assert [one.employee for one in selectors.team(head).members] == []
    planned(cast)
    quiet(make(cast, "S"))
    client = make(cast, "T", whose="teammate")
    services.step_settle(
        cast.actor("teammate"),
        step_id=services.step_set(SYSTEM, client_id=client.pk, due_on=TODAY).pk,
        done=True,
    )
    services.contact_log(cast.actor("teammate"), client_id=client.pk)
    services.task_set(SYSTEM, client_id=client.pk, text="x", due_on=TODAY, for_employee_id=cast.head.pk)
    make(cast, "of a stranger", whose="stranger")
    found = {
        one.employee.name: (one.clients, one.overdue, one.due, one.done, one.silent)
        for one in selectors.team(head).members
    }
    assert found == {"Owner": (2, 2, 0, 0, 1), "Teammate": (1, 0, 0, 2, 0), "Head": (0, 0, 1, 0, 0)}
    assert [one.employee.name for one in selectors.team(cast.actor("director")).members][-1] == "Teammate"
    page = cast.browser("head").get(reverse("today_team")).content.decode()
    assert "2 things are overdue." in page and "1 client has not been talked to" in page
    for who in ("owner", "support"):
        with pytest.raises(NotAllowed):
            selectors.team(cast.actor(who))


def test_silence_is_counted_by_the_hour_as_the_page_counts_it(cast: Cast) -> None:
    for name, whose in (("S", "owner"), ("T", "teammate"), ("U", "stranger")):
        quiet(make(cast, name, whose=whose))
    make(cast, "nobody's", whose="owner")
    Client.objects.unscoped(reason="test").filter(name="nobody's").update(owner=None)
    assert silence_refresh(SYSTEM) == silence_refresh(SYSTEM) == 4, "counted anew, not added to"
    for who in ("head", "director"):
        actor = cast.actor(who)
        counted = selectors.team(actor)
        assert counted.counted_at is not None
        SilenceCount.objects.unscoped(reason="test").update(counted_at=clock.now() - timedelta(minutes=59))
        assert "they are counted every hour" in cast.browser(who).get(reverse("today_team")).content.decode()
        rows = list(SilenceCount.objects.unscoped(reason="test"))
        SilenceCount.objects.unscoped(reason="test").all().delete()
        now = selectors.team(actor)
        assert (now.members, now.nobodys) == (counted.members, counted.nobodys) and now.silent
        SilenceCount.objects.bulk_create(rows)
    with pytest.raises(NotAllowed):
        silence_refresh(cast.actor("director"))


def test_whose_manager_has_left_is_in_nobodys_day(cast: Cast) -> None:
    make(cast, "left behind")
    cast.owner.is_active = False
    cast.owner.save()
    assert selectors.team(cast.actor("director")).nobodys == 1
    page = cast.browser("director").get(reverse("today_team")).content.decode()
    assert "1 client is in nobody’s day" in page


def test_the_team_costs_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    browser = cast.browser("head")
    counts = []
    browser.get(reverse("today_team"))
    for times, whose in ((1, "owner"), (3, "teammate")):
        a_full_day(cast, times=times, whose=whose)
        with django_assert_num_queries(18):  # not counted yet: by the page itself
            assert browser.get(reverse("today_team")).status_code == 200
        silence_refresh(SYSTEM)
        with django_assert_num_queries(15):
            assert browser.get(reverse("today_team")).status_code == 200
        SilenceCount.objects.unscoped(reason="test").all().delete()
        counts.append(len(selectors.team(cast.actor("head")).members))
    assert counts == [1, 2]


def test_nobody_answered_comes_back_on_the_next_working_day(cast: Cast, at_noon: Any) -> None:
    at_noon.pass_by(days=2)  # a Friday
    client, actor, browser = (
        make(cast, birthday=date(1980, 11, 27)),
        cast.actor("owner"),
        cast.browser("owner"),
    )
    step = services.step_set(actor, client_id=client.pk, due_on=day(2))
    promise = services.promise_make(actor, client_id=client.pk, text="x", due_on=day(2))
    of = {"of": day(2).isoformat()}
    for address, more in (
        (reverse("step_act", args=[step.pk]), {}),
        (reverse("promise_act", args=[promise.pk]), {}),
        (reverse("cause_act", args=[client.pk, "birthday"]), of),
    ):
        page = browser.post(address, {"act": "no_answer", **more}, follow=True).content.decode()
        assert "comes back on the next working day" in page
        at_noon.pass_by(minutes=2)
    assert selectors.today(actor).lines == []
    assert [one.outcome for one in Contact.objects.visible_to(actor)] == ["no_answer"] * 3
    assert Promise.objects.visible_to(actor).get().put_off_to == day(5)  # a Monday
    at_noon.pass_by(days=3)
    assert {line.kind for line in selectors.today(actor).lines} == {"step", "promise"}


def test_call_back_is_one_tap_of_the_form(cast: Cast) -> None:
    client, browser = make(cast), cast.browser("owner")
    tapped = {"channel": "call", "began": "we", "outcome": "no_answer", "call_back": "tomorrow"}
    assert browser.post(reverse("contact_add", args=[client.pk]), tapped).status_code == 302
    (item,) = [item for one in selectors.week(cast.actor("owner"), day=TODAY).days for item in one.items]
    assert (item.kind, item.text) == ("step", "")
    with clock.stopped(NOON + timedelta(days=1)):
        (line,) = selectors.today(cast.actor("owner")).lines
        assert line.moment == "call_back"
    tapped["outcome"] = "talked"
    browser.post(reverse("contact_add", args=[client.pk]), tapped)
    assert selectors.week(cast.actor("owner"), day=TODAY).count == 1
