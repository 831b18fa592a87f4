"""Whom to win back: classes, order by the value of the return, let go and taken back (rules 2.7, 6.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.core.errors import Invalid
from vernost.post import guards
from vernost.retention.models import ClientFacts
from vernost.retention.selectors import totals
from vernost.winback import selectors, services
from vernost.winback.errors import NotLost
from vernost.winback.models import Candidate, LetGo, Reason, Where
from vernost.winback.selectors import AskedWhom
from vernost.winback.tests.factories import buys, lost, lost_for_real, night


def ranked(cast: Cast, who: str = "owner", **asked: Any) -> list[Candidate]:
    return selectors.whom_list(cast.actor(who), AskedWhom(**{"winback_class": "first", **asked})).rows


def test_it_names_the_money_at_stake_and_agrees_with_the_overview(cast: Cast) -> None:
    lost_for_real(cast, 5)
    found = selectors.whom(cast.actor("director"))
    whole = totals(cast.actor("director"))
    assert found.lost == 5 == sum(one.clients for one in found.classes)
    assert sum(one.money for one in found.classes) == whole.money_lost > 0
    assert found.totals.expected_loss == whole.expected_loss
    assert [one.name for one in found.classes] == ["first", "must", "if_possible", "let_go"]


def test_inside_a_class_the_dearest_return_stands_first(cast: Cast) -> None:
    lost(cast, 6)
    facts = ClientFacts.objects.visible_to(SYSTEM)
    for number, one in enumerate(facts.order_by("pk")):
        facts.filter(pk=one.pk).update(winback_class="must", money_lost_a_year=Decimal(100 * (number + 1)))
    services.ranking_refresh(SYSTEM)
    rows = ranked(cast, winback_class="must")
    assert [one.worth for one in rows] == [600, 500, 400, 300, 200, 100]
    assert all(one.value == (one.worth * Decimal(str(one.chance))).quantize(Decimal("0.01")) for one in rows)


def test_a_dear_plan_takes_its_cost_off_the_value(cast: Cast) -> None:
    lost(cast, 1)
    before = Candidate.objects.visible_to(SYSTEM).get()
    services.template_add(
        cast.actor("director"), name="Dear", offer="A gift", offer_cost=Decimal(50), winback_class="",
        reason_id=None, answer="", tries=3,
        steps=[{"channel": "call", "day": 0, "minutes": 10, "text": "Call"}],
    )  # fmt: skip
    for one in selectors.template_list(cast.actor("director")):
        if one.code:
            services.template_put_away(cast.actor("director"), template_id=one.pk, away=True)
    services.ranking_refresh(SYSTEM)
    assert before.value - Candidate.objects.visible_to(SYSTEM).get().value == 50


def test_everybody_sees_their_own(cast: Cast) -> None:
    lost(cast, 3)
    lost(cast, 2, whose="stranger")
    for one in ("owner", "stranger"):
        rows = selectors.whom_list(cast.actor(one), AskedWhom(winback_class=_class())).rows
        assert {row.client.owner_id for row in rows} <= {cast[one].pk}
    assert selectors.whom(cast.actor("owner")).lost == 3
    assert selectors.whom(cast.actor("head")).lost == 3
    assert selectors.whom(cast.actor("director")).lost == 5
    assert selectors.whom(cast.actor("marketer")).lost == 0


def _class() -> str:
    return str(Candidate.objects.visible_to(SYSTEM).earliest("pk").winback_class)


def test_a_reason_moves_the_client_to_its_own_cell(cast: Cast) -> None:
    client = lost(cast)[0]
    reason = Reason.objects.visible_to(SYSTEM).get(code="neglect")
    services.why_say(cast.actor("owner"), client_id=client.pk, reason_id=reason.pk)
    assert Candidate.objects.visible_to(SYSTEM).get().reason == reason.pk


def test_who_bought_again_leaves_the_list(cast: Cast) -> None:
    client = lost(cast)[0]
    buys(client)
    assert not Candidate.objects.visible_to(SYSTEM).exists()


def test_ranked_again_gives_what_the_night_gives(cast: Cast) -> None:
    """One statement, over everybody or over some."""
    people = lost(cast, 4)
    columns = ("client", "owner", "winback_class", "recency", "reason", "where", "chance", "worth", "value")
    rows = Candidate.objects.visible_to(SYSTEM).order_by("pk")
    whole = list(rows.values_list(*columns))
    rows.delete()
    services.ranked_again([one.pk for one in people])
    assert list(rows.values_list(*columns)) == whole and len(whole) == 4


def test_let_go_is_a_decision_with_a_name_and_can_be_taken_back(cast: Cast) -> None:
    client = lost(cast)[0]
    row = services.client_let_go(cast.actor("owner"), client_id=client.pk, why="Costs more than it brings")
    assert (row.by_id, row.why) == (cast.owner.pk, "Costs more than it brings")
    assert Candidate.objects.visible_to(SYSTEM).get().where == Where.LET_GO
    assert guards.held([client.pk]) == {client.pk: "winback_let_go"}
    services.client_let_go(cast.actor("owner"), client_id=client.pk, why="Twice")
    assert LetGo.objects.visible_to(SYSTEM).count() == 1
    services.let_go_take_back(cast.actor("owner"), client_id=client.pk)
    assert Candidate.objects.visible_to(SYSTEM).get().where == Where.FREE
    assert guards.held([client.pk]) == {}
    assert LetGo.objects.visible_to(SYSTEM).get().taken_back_by_id == cast.owner.pk


def test_it_refuses_to_let_go_without_a_word_or_of_who_is_not_lost(cast: Cast) -> None:
    client = lost(cast)[0]
    with pytest.raises(Invalid):
        services.client_let_go(cast.actor("owner"), client_id=client.pk, why=" ")
    buys(client)
    with pytest.raises(NotLost):
        services.client_let_go(cast.actor("owner"), client_id=client.pk, why="Whoever")


def test_who_was_let_go_and_buys_is_nobodys_decision_any_more(cast: Cast) -> None:
    client = lost(cast)[0]
    services.client_let_go(cast.actor("owner"), client_id=client.pk, why="Moved away")
    buys(client)
    assert guards.held([client.pk]) == {client.pk: "fragile"}
    assert LetGo.objects.visible_to(SYSTEM).get().taken_back_on is not None


def test_the_page_costs_the_same_whatever_there_is(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    from tests.costs import SHELL

    lost(cast, 3)
    browser = cast.browser("director")
    browser.get("/winback/")
    with django_assert_num_queries(SHELL + 10):
        few = browser.get("/winback/")
    assert few.status_code == 200
    lost(cast, 12, whose="teammate")
    with django_assert_num_queries(SHELL + 10):
        browser.get("/winback/")


def test_most_are_z_so_the_firm_is_offered_its_own_lines(cast: Cast) -> None:
    people = lost_for_real(cast, 9)
    from datetime import timedelta

    from vernost.core import clock
    from vernost.core.practice import XYZ_X
    from vernost.retention.tests.factories import bought

    for number, client in enumerate(people):
        bought(client, clock.today() - timedelta(days=200 + number), amount=1000 * (number + 1))
    night()
    found = selectors.whom(cast.actor("director"))
    assert found.z_share and found.z_share > 0.5 and found.terciles
    assert selectors.whom(cast.actor("owner")).terciles is None
    cast.browser("director").post("/winback/terciles/")
    assert float(XYZ_X.value()) == pytest.approx(found.terciles[0] * 100, abs=0.06)
    night()
    assert (selectors.whom(cast.actor("director")).z_share or 1) < 0.5
