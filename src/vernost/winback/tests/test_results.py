"""Did it work: by class, reason, channel, offer, employee, template; money back, cost; with a planted
effect."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.core.errors import NotAllowed
from vernost.staff.services.terms import terms_change
from vernost.winback import rules, selectors, services
from vernost.winback.models import Arm, Plan
from vernost.winback.tests.factories import buys, lost

EFFECT = 0.08


def test_it_says_how_many_of_how_many_and_what_it_cost(cast: Cast) -> None:
    terms_change(cast.actor("director"), values={"cost.hour": "600"})
    people = lost(cast, 4)
    actor = cast.actor("owner")
    made = [services.plan_start(actor, client_id=one.pk, offer_cost=Decimal(50)) for one in people]
    services.plan_answer(actor, plan_id=made[0].pk, answer="agreed", minutes=30)
    services.plan_answer(actor, plan_id=made[1].pk, answer="refused", minutes=10)
    buys(people[0], amount=5000)
    whole = selectors.results(cast.actor("director")).whole
    assert (whole.asked, whole.back, whole.running) == (4, 1, 2)
    assert whole.money == 5000
    assert whole.cost == 600 * 40 / 60 + 50  # forty minutes, and the offer that was taken


@pytest.mark.parametrize("by", ["winback_class", "reason", "channel", "offer", "responsible", "template"])
def test_every_breakdown_adds_up_to_the_whole(cast: Cast, by: str) -> None:
    people = [*lost(cast, 12), *lost(cast, 8, whose="stranger")]
    ids = [one.pk for one in people]
    services.round_start(cast.actor("director"), token="t", client_ids=ids, share=Decimal(20), seed=1)
    for client in people[::3]:
        buys(client)
    found = selectors.results(cast.actor("director"), by)
    assert found.by == by and found.lines
    for column in ("asked", "back", "running", "money", "cost"):
        assert sum(getattr(one, column) for one in found.lines) == getattr(found.whole, column), column
    if by in ("winback_class", "reason", "responsible", "template"):
        assert sum(one.alone for one in found.lines) == found.compared.alone == 4


def test_only_rounds_with_a_control_are_compared(cast: Cast) -> None:
    ids = [one.pk for one in lost(cast, 10)]
    services.round_start(cast.actor("director"), token="a", client_ids=ids, share=Decimal(0))
    found = selectors.results(cast.actor("director"))
    assert found.whole.asked == 10 and found.compared.asked == 0 and not found.compared.can_tell


def test_the_words_of_the_page(cast: Cast) -> None:
    ids = [one.pk for one in lost(cast, 20)]
    round_ = services.round_start(
        cast.actor("director"), token="t", client_ids=ids, share=Decimal(50), seed=3
    )
    for arm, number in ((Arm.ASKED, 6), (Arm.ALONE, 2)):
        rows = Plan.objects.visible_to(SYSTEM).filter(round=round_, arm=arm).order_by("pk")
        for plan in rows.select_related("client")[:number]:
            buys(plan.client)
    page = selectors.results(cast.actor("director"))
    assert page.compared.anyway == 2
    text = cast.browser("director").get("/winback/results/").content.decode()
    assert "6 of 10 came back, 2 would have anyway." in text


def test_it_refuses_managers_and_does_not_name_employees_to_marketing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        selectors.results(cast.actor("owner"))
    assert "responsible" not in selectors.dimensions(cast.actor("marketer"))
    assert selectors.results(cast.actor("marketer"), "responsible").by == "winback_class"


@pytest.mark.parametrize("effect", [EFFECT, 0.0])
def test_on_a_made_up_base_the_interval_covers_the_planted_effect(cast: Cast, effect: float) -> None:
    """A hundred draws over the plans of one base: the interval holds the truth, and nothing is claimed for
    none."""
    people = [one.pk for one in lost(cast, 100)]
    director = cast.actor("director")
    round_ = services.round_start(director, token="t", client_ids=people, share=Decimal(30), seed=0)
    plans = Plan.objects.visible_to(SYSTEM).filter(round=round_)
    plans.update(offer="A cake")
    strata = dict(plans.values_list("client", "winback_class"))
    covered = claims = 0
    for seed in range(100):
        alone = rules.left_alone(strata, seed=seed, share=Decimal(30))
        dice = random.Random(f"nature {seed}")
        back = [one for one in people if dice.random() < 0.2 + (0 if one in alone else effect)]
        plans.update(arm=Arm.ASKED, bought_on=None)
        plans.filter(client__in=alone).update(arm=Arm.ALONE)
        plans.filter(client__in=back).update(bought_on=clock.today())
        found = selectors.round_card(director, round_.pk).compared
        assert found.interval is not None and (found.asked, found.alone) == (70, 30)
        covered += found.interval[0] <= effect <= found.interval[1]
        claims += found.is_proven
    assert covered >= 95
    if not effect:
        assert claims <= 5
