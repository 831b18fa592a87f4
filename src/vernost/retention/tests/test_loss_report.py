"""The loss report adds up, for each employee and the firm, and every number has its names (rule 2.6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients.services import clients_hand_over
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.retention import crossings, losing, services
from vernost.retention.losing import Period
from vernost.retention.models import ClientFacts
from vernost.retention.tests.factories import at_random, bought, clients, every

pytestmark = pytest.mark.django_db


def of_year() -> Period:
    return Period.of(None, None)


def test_it_counts_who_was_there_who_came_and_who_left(cast: Cast) -> None:
    today = clock.today()
    stayed, left, came, back = clients(cast, 4)
    every(stayed, 30, 20, last=today - timedelta(days=3))
    every(left, 30, 12, last=today - timedelta(days=200), amount=5000)
    every(came, 30, 4, last=today - timedelta(days=3))
    every(back, 30, 6, last=today - timedelta(days=600))
    bought(back, today - timedelta(days=20))
    services.facts_refresh(SYSTEM)
    firm = losing.loss_report(cast.actor("director"), of_year()).firm
    assert (firm.start, firm.new, firm.lost, firm.returned, firm.end) == (2, 1, 1, 1, 3)
    assert firm.ratio == pytest.approx(100 / 3)
    assert [one.pk for one in losing.names(cast.actor("director"), of_year(), "lost")] == [left.pk]
    assert [one.pk for one in losing.names(cast.actor("director"), of_year(), "returned")] == [back.pk]


@pytest.mark.parametrize("days", [30, 365, 700])
def test_the_flows_add_up_and_have_their_names(cast: Cast, days: int) -> None:
    today = clock.today()
    at_random([*clients(cast, 40), *clients(cast, 20, whose="stranger")], today, days)
    services.facts_refresh(SYSTEM)
    actor, period = cast.actor("director"), Period(today - timedelta(days=days), today)
    report = losing.loss_report(actor, period)
    for line in (report.firm, *report.lines):
        assert line.start + line.new + line.returned - line.lost - line.closed == line.end
    for flow in losing.FLOWS:
        assert len(losing.names(actor, period, flow)) == getattr(report.firm, flow), flow
        for line in report.lines:
            assert len(losing.names(actor, period, flow, line.key)) == getattr(line, flow), flow


@pytest.mark.parametrize("by", [losing.SEGMENT, losing.SOURCE])
def test_parts_of_the_base_add_up_to_it_and_have_their_names(cast: Cast, by: str) -> None:
    today = clock.today()
    people = [*clients(cast, 30), *clients(cast, 15, whose="stranger")]
    values = {losing.SEGMENT: ("", "HoReCa", "Офисы & дом"), losing.SOURCE: ("", "walk_in", "review")}[by]
    for place, one in enumerate(people):
        setattr(one, by, values[place % 3])
        one.save()
    at_random(people, today, 400)
    services.facts_refresh(SYSTEM)
    period = Period(today - timedelta(days=400), today)
    for who in ("director", "owner"):
        actor = cast.actor(who)
        report = losing.loss_report(actor, period, by)
        assert report.firm == losing.loss_report(actor, period).firm
        assert {line.key for line in report.lines} == set(values)
        page = cast.browser(who).get(f"/figures/loss/?by={by}&since={period.since}").content.decode()
        for flow in losing.FLOWS:
            assert sum(getattr(line, flow) for line in report.lines) == getattr(report.firm, flow), flow
            for line in report.lines:
                found = losing.names(actor, period, flow, part={by: line.key})
                assert len(found) == getattr(line, flow), (flow, line.key)
        assert all(str(line.name).replace("&", "&amp;") in page for line in report.lines)
        asked = {"flow": "start", by: losing.NONE, "since": str(period.since)}
        listed = cast.browser(who).get("/figures/loss/names/", asked).context["clients"]
        assert {getattr(one, by) for one in listed} <= {""} and len(listed) == next(
            line.start for line in report.lines if line.key == ""
        )


@pytest.mark.parametrize("days", [40, 400, 800])
def test_what_is_kept_of_crossings_says_what_the_changes_say(cast: Cast, days: int) -> None:
    """On the first refresh, and on later ones that only add to it."""
    today = clock.today()
    people = [*clients(cast, 40), *clients(cast, 15, whose="stranger")]
    at_random(people, today, days)
    for later in (90, 35, 0):
        services.facts_refresh(SYSTEM, as_of=today - timedelta(days=later))
    people[0].closed_on, people[0].closed_reason = today - timedelta(days=3), "moved_away"
    people[0].save()
    services.facts_refresh_some([one.pk for one in people[:9]])
    actor = cast.actor("director")
    periods = [Period(today - timedelta(days=days), today - timedelta(days=back)) for back in (0, 10, 39)]
    known = [losing.loss_report(actor, period) for period in periods]
    facts = ClientFacts.objects.unscoped(reason="test")
    assert facts.exclude(crossed_on=crossings.UNKNOWN).exclude(crossed_on=crossings.NEVER).count() > 30
    facts.update(**dict.fromkeys(crossings.DAYS, crossings.UNKNOWN))
    assert known == [losing.loss_report(actor, period) for period in periods]


def test_a_client_handed_over_counts_for_the_successor_at_once(cast: Cast) -> None:
    client = clients(cast, 1)[0]
    every(client, 30, 12, last=clock.today() - timedelta(days=100))
    services.facts_refresh(SYSTEM)
    lost = {one.key: one.lost for one in losing.loss_report(cast.actor("director"), of_year()).lines}
    assert lost == {cast.owner.pk: 1}
    clients_hand_over(cast.actor("director"), client_ids=[client.pk], successor_id=cast.stranger.pk)
    lost = {one.key: one.lost for one in losing.loss_report(cast.actor("director"), of_year()).lines}
    assert lost == {cast.stranger.pk: 1}
    assert losing.loss_report(cast.actor("owner"), of_year()).firm.lost == 0
    assert losing.loss_report(cast.actor("stranger"), of_year()).firm.lost == 1


def test_a_manager_sees_own_clients_alone(cast: Cast) -> None:
    today = clock.today()
    every(clients(cast, 1)[0], 30, 12, last=today - timedelta(days=100))
    every(clients(cast, 1, whose="stranger")[0], 30, 12, last=today - timedelta(days=100))
    services.facts_refresh(SYSTEM)
    report = losing.loss_report(cast.actor("owner"), of_year())
    assert report.firm.lost == 1 and report.lines == []
    assert losing.names(cast.actor("owner"), of_year(), "lost", cast.stranger.pk) == []
    assert len(losing.loss_report(cast.actor("director"), of_year()).lines) == 2


@pytest.mark.parametrize(
    "query", ["since=nonsense", "since=2030-01-01&until=2020-01-01", "flow=nothing&owner=x"]
)
def test_a_nonsense_period_gets_a_page(cast: Cast, query: str) -> None:
    browser = cast.browser("director")
    assert browser.get(f"/figures/loss/?{query}").status_code == 200
    assert browser.get(f"/figures/loss/names/?{query}").status_code == 200


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Invalid):
        Period.of(date(2020, 2, 1), date(2020, 1, 1))
