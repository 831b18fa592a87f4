"""Facts are what ``analytics`` says of the orders; of one client the same as of all."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import ibis
import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.analytics.analysis import analyse
from vernost.clients.models import Client
from vernost.core import clock
from vernost.retention import reading, services
from vernost.retention.models import BaseFacts, ClientFacts, LifecycleChange, Refresh
from vernost.retention.tests.factories import at_random, bought, clients, every

pytestmark = pytest.mark.django_db
ALL = "the test looks at everybody"


def facts_of(client: Client) -> ClientFacts:
    found: ClientFacts = ClientFacts.objects.unscoped(reason=ALL).get(pk=client.pk)
    return found


def rows() -> dict[int, dict[str, Any]]:
    found = ClientFacts.objects.unscoped(reason=ALL).order_by("pk").values()
    return {
        row["client_id"]: {k: v for k, v in row.items() if k not in ("computed_at", "as_of")} for row in found
    }


def test_a_client_who_buys_every_quarter_is_lost_after_four_months(cast: Cast) -> None:
    client = clients(cast, 1)[0]
    today = clock.today()
    every(client, 91, 6, last=today - timedelta(days=122), amount=50000)
    services.facts_refresh(SYSTEM)
    facts = facts_of(client)
    assert facts.lifecycle == "lost"
    assert facts.rhythm_days == 91 and facts.rhythm_source == "own" and facts.line_days == 121
    assert facts.lost_line == today - timedelta(days=1) and facts.since == today
    assert facts.average_check == Decimal(50000)
    assert facts.money_lost_a_year == Decimal("200686.81")


def test_the_day_before_the_line_is_slipping(cast: Cast) -> None:
    client = clients(cast, 1)[0]
    every(client, 91, 6, last=clock.today() - timedelta(days=121))
    services.facts_refresh(SYSTEM)
    assert facts_of(client).lifecycle == "slipping"
    assert facts_of(client).money_lost_a_year is None


def test_who_never_bought_is_potential(cast: Cast) -> None:
    client, other = clients(cast, 2)
    bought(other, clock.today())
    services.facts_refresh(SYSTEM)
    assert facts_of(client).lifecycle == "potential" and facts_of(client).abc == ""
    assert facts_of(other).lifecycle == "new"


def test_closed_is_closed_whatever_the_orders_say(cast: Cast) -> None:
    client = clients(cast, 1)[0]
    every(client, 10, 6, last=clock.today() - timedelta(days=300))
    Client.objects.unscoped(reason=ALL).filter(pk=client.pk).update(
        closed_on=clock.today(), closed_reason="died"
    )
    services.facts_refresh(SYSTEM)
    assert facts_of(client).lifecycle == "closed" and facts_of(client).money_lost_a_year is None


def test_a_base_without_orders_is_refreshed_too(cast: Cast) -> None:
    client = clients(cast, 1)[0]
    run = services.facts_refresh(SYSTEM)
    assert run.state == Refresh.State.DONE and run.clients == 1 and run.orders == 0
    assert facts_of(client).lifecycle == "potential"


@pytest.mark.parametrize("seed", range(2))
def test_facts_are_those_of_the_report(cast: Cast, seed: int) -> None:
    at_random(clients(cast, 40), clock.today(), seed, margin=seed % 2 == 1)
    today = clock.today()
    services.facts_refresh(SYSTEM)
    log = reading.orders(today.isoformat())
    log = log if seed % 2 else log.drop_columns(["margin"])
    found = analyse(ibis.duckdb.connect().create_table("orders", log), today)
    counts = dict.fromkeys(found.lifecycle, 0)
    for row in rows().values():
        if (
            row["lifecycle"] != "potential"
            or row["revenue"] != 0
            or row["client_id"] in set(log["client"].to_pylist())
        ):
            counts[row["lifecycle"]] = counts.get(row["lifecycle"], 0) + 1
    assert counts == found.lifecycle
    theirs = {row["client"]: row for row in found.clients.to_pyarrow().to_pylist()}
    for pk, row in rows().items():
        if pk not in theirs:
            continue
        other = theirs[pk]
        assert row["rhythm_days"] == other["rhythm_days"] and row["lost_line"] == _day(other["lost_line"])
        assert (row["money_lost_a_year"] or 0) * 100 == (other["money_lost_a_year"] or 0)
        if other["purchases"]:
            assert (row["abc"], row["xyz"], row["rfm"]) == (other["abc"], other["xyz"], other["rfm"])
            assert row["winback_class"] == (other["winback_class"] or "")
    came = [row["came_back"] for row in rows().values() if row["came_back"] is not None]
    assert (len(came), sum(came)) == (found.loss.came_back.cases, found.loss.came_back.returned)


def _day(value: Any) -> Any:
    return value.date() if hasattr(value, "date") else value


@pytest.mark.parametrize("seed", range(2))
def test_one_client_alone_is_as_in_the_batch(cast: Cast, seed: int) -> None:
    people = clients(cast, 30, segments=("", "shops", "cafes"))
    Client.objects.unscoped(reason=ALL).filter(pk=people[3].pk).update(rhythm_days=45)
    at_random(people, clock.today(), seed, margin=seed % 2 == 1)
    services.facts_refresh(SYSTEM)
    batch = rows()
    for some in (people[:1], people[3:4], people[5:12]):
        assert services.facts_refresh_some([client.pk for client in some])
        assert rows() == batch


@pytest.mark.parametrize("seed", range(2))
def test_the_kept_changes_end_where_the_client_stands(cast: Cast, seed: int) -> None:
    people = clients(cast, 120)
    today = clock.today()
    at_random(people, today, seed + 100)
    services.facts_refresh(SYSTEM)
    for client in people:
        moves = list(LifecycleChange.objects.unscoped(reason=ALL).filter(client=client).order_by("day", "id"))
        facts = facts_of(client)
        assert (moves[-1].after if moves else "potential") == facts.lifecycle
        assert [move.before for move in moves] == ["potential", *(move.after for move in moves)][: len(moves)]
        assert all(move.day <= today for move in moves)
        if facts.lifecycle in ("lost", "new"):
            assert moves[-1].day == facts.since


def test_days_that_pass_move_a_client_and_each_move_is_kept_with_its_day(cast: Cast) -> None:
    client = clients(cast, 1)[0]
    start = clock.now()
    with clock.stopped(start) as watch:
        last = clock.today()
        every(client, 30, 5, last=last)
        services.facts_refresh(SYSTEM)
        for days in (30, 1, 9, 1):
            watch.pass_by(days=days)
            services.facts_refresh(SYSTEM)
    moves = list(LifecycleChange.objects.unscoped(reason=ALL).filter(client=client).order_by("day", "id"))
    assert [(move.after, (move.day - last).days) for move in moves[-2:]] == [("slipping", 31), ("lost", 41)]
    assert [move.after for move in moves] == ["new", "active", "slipping", "lost"]


def test_the_same_refresh_twice_changes_nothing(cast: Cast) -> None:
    at_random(clients(cast, 20), clock.today(), 5)
    services.facts_refresh(SYSTEM)
    first, moves = rows(), LifecycleChange.objects.unscoped(reason=ALL).count()
    services.facts_refresh(SYSTEM)
    assert rows() == first and LifecycleChange.objects.unscoped(reason=ALL).count() == moves
    assert BaseFacts.objects.count() == 1
