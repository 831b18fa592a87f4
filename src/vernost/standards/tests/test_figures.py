"""How often standards are kept: against the rows themselves, by week, by employee, at a fixed cost."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.costs import SHELL
from vernost.access.actor import SYSTEM
from vernost.agenda.models import Kept as Standing
from vernost.clients.tests.factories import make
from vernost.core import clock, terms
from vernost.core.practice import HOLIDAYS, WORK_HOURS
from vernost.intake.models import Channel, Request, State
from vernost.standards import selectors, services
from vernost.standards.models import Tally
from vernost.standards.rules import WEEK, Kept, by_week, change
from vernost.standards.terms import letter_due
from vernost.standards.tests.factories import answered, delivered, promised, standard

MOSCOW = ZoneInfo("Europe/Moscow")


def test_four_hours_of_a_friday_evening_end_on_tuesday(cast: Cast) -> None:
    """The golden example: Friday 17:50, hours 9–18, lunch 13–14, Monday a holiday → Tuesday 12:50."""
    from vernost.core.models import TermValue

    TermValue.objects.create(name=WORK_HOURS.name, value="1-5 09:00-13:00 14:00-18:00")
    TermValue.objects.create(name=HOLIDAYS.name, value="2026-11-30")
    terms.refresh()
    came = datetime(2026, 11, 27, 17, 50, tzinfo=MOSCOW)
    assert letter_due(came) == datetime(2026, 12, 1, 12, 50, tzinfo=MOSCOW)


def line(cast: Cast, code: str, who: str = "director") -> selectors.Line:
    return next(one for one in selectors.register(cast.actor(who)) if one.standard.code == code)


def test_each_measure_is_counted_from_its_rows(cast: Cast) -> None:
    for minutes in (5, 10, 40):
        answered(cast, minutes)
    answered(cast, 200, channel=Channel.EMAIL)
    answered(cast, 300, channel=Channel.EMAIL)
    delivered(cast, late=0)
    delivered(cast, late=2)
    promised(cast, Standing.KEPT)
    promised(cast, Standing.LATE)
    promised(cast, Standing.BROKEN)
    services.tallies_refresh(SYSTEM, days=services.LATELY)
    assert line(cast, "request").now == Kept(3, 2)
    assert line(cast, "letter").now == Kept(2, 1)
    assert line(cast, "delivery").now == Kept(2, 1)
    assert line(cast, "promise").now == Kept(3, 1)
    assert line(cast, "rings").now == Kept() and line(cast, "rings").meets is None


def test_spam_doubles_and_what_still_waits_are_no_cases(cast: Cast) -> None:
    answered(cast, 40)
    spam = answered(cast, 40)
    Request.objects.unscoped(reason="test").filter(pk=spam.pk).update(state=State.SPAM)
    due = clock.now() + timedelta(minutes=10)
    Request.objects.create(channel=Channel.PHONE, name="x", due_at=due)
    services.tallies_refresh(SYSTEM, days=services.LATELY)
    assert line(cast, "request").now == Kept(1, 0)
    with clock.stopped(clock.now() + timedelta(minutes=11)):
        services.tallies_refresh(SYSTEM, days=services.LATELY)
        assert line(cast, "request").now == Kept(2, 0)


def test_counted_twice_it_is_the_same_and_old_days_stay(cast: Cast) -> None:
    answered(cast, 5, at=clock.now() - timedelta(days=100))
    answered(cast, 5)
    services.tallies_refresh(SYSTEM, days=services.YEAR)
    before = set(Tally.objects.unscoped(reason="test").values_list("day", "measure", "cases", "kept"))
    services.tallies_refresh(SYSTEM, days=services.LATELY)
    services.tallies_refresh(SYSTEM, days=services.YEAR)
    assert before == set(Tally.objects.unscoped(reason="test").values_list("day", "measure", "cases", "kept"))
    assert len(before) == 2


def test_by_employee_for_heads_of_their_own(cast: Cast) -> None:
    answered(cast, 5)
    services.tallies_refresh(SYSTEM, days=services.LATELY)
    pk = standard("request").pk
    assert [one.name for one in selectors.standard_page(cast.actor("head"), pk).people] == [cast.owner.name]
    assert selectors.standard_page(cast.actor("owner"), pk).people == []
    page = cast.browser("owner").get(reverse("standard", args=[pk])).content.decode()
    assert "By employee" not in page


def test_pages_cost_the_same_however_much_there_is(cast: Cast) -> None:
    browser, addresses = cast.browser("director"), [reverse("standards")]
    addresses += [reverse("standard", args=[standard(one).pk]) for one in ("request", "rings")]
    for one in addresses:
        browser.get(one)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    few = [queries(one) for one in addresses]
    for number in range(12):
        answered(cast, 5 + number * 5, client=make(cast, name=f"Клиент {number}"))
    services.tallies_refresh(SYSTEM, days=services.LATELY)
    services.breaches_see(SYSTEM)
    assert [queries(one) for one in addresses] == few
    assert max(few) <= SHELL + 9


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 9), st.integers(0, 9)), max_size=60))
def test_weeks_hold_every_case_of_theirs(rows: list[tuple[int, int, int]]) -> None:
    today = date(2026, 11, 30)
    days = [(today - timedelta(days=ago), more + kept, kept) for ago, more, kept in rows]
    weeks = by_week(days, today=today, weeks=26)
    assert len(weeks) == 26 and all(monday.weekday() == 0 for monday, _one in weeks)
    assert all(after - before == WEEK for (before, _a), (after, _b) in zip(weeks, weeks[1:], strict=False))
    first = weeks[0][0]
    whole = sum((one for _monday, one in weeks), Kept())
    assert whole == sum((Kept(cases, kept) for day, cases, kept in days if day >= first), Kept())


def test_a_change_is_of_whole_weeks() -> None:
    weeks = [(date(2026, 9, 7) + WEEK * n, Kept(10, 5 if n < 4 else 9)) for n in range(8)]
    weeks.append((date(2026, 11, 2), Kept(10, 0)))
    assert change(weeks) == 40.0
    assert change(weeks[:5]) is None
    assert Kept().meets(0.9) is None and Kept(10, 9).meets(0.9) is True and Kept(10, 8).meets(0.9) is False
