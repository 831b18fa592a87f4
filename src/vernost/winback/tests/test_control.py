"""The control group: drawn before the start, fixed, auditable, and left alone (rule 6.5)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda.models import Step
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.post import guards
from vernost.winback import jobs, rules, selectors, services
from vernost.winback.errors import LeftAlone
from vernost.winback.models import Arm, Candidate, Plan, PlanStep, Round, Standing, Where
from vernost.winback.tests.factories import buys, lost


def a_round(
    cast: Cast, number: int = 20, *, share: int = 10, seed: int | None = 7, token: str = "t"
) -> Round:
    people = lost(cast, number)
    ids = [one.pk for one in people]
    return services.round_start(
        cast.actor("director"), token=token, client_ids=ids, share=Decimal(share), seed=seed
    )


def plans(round_: Round, arm: str) -> list[Plan]:
    return list(Plan.objects.visible_to(SYSTEM).filter(round=round_, arm=arm).select_related("client"))


@given(
    some.dictionaries(
        some.integers(1, 10**9), some.sampled_from(["first", "must", "if_possible"]), max_size=200
    ),
    some.integers(0, 2**53),
    some.integers(0, 50),
)
def test_the_draw(strata: dict[int, str], seed: int, share: int) -> None:
    chosen = rules.left_alone(strata, seed=seed, share=Decimal(share))
    assert chosen <= strata.keys()
    assert len(chosen) == round(len(strata) * share / 100)
    backwards = dict(reversed(strata.items()))
    assert rules.left_alone(backwards, seed=seed, share=Decimal(share)) == chosen
    for stratum, number in Counter(strata.values()).items():
        inside = sum(strata[one] == stratum for one in chosen)
        assert abs(inside - number * share / 100) < 1


def test_every_client_is_drawn_about_as_often() -> None:
    strata = dict.fromkeys(range(1, 101), "must")
    drawn = Counter(
        one for seed in range(1000) for one in rules.left_alone(strata, seed=seed, share=Decimal(10))
    )
    counts = np.array([drawn[one] for one in strata])
    assert counts.sum() == 10_000 and counts.min() > 60 and counts.max() < 150


def test_who_is_left_alone_gets_no_plan_no_task_and_no_letter(cast: Cast) -> None:
    round_ = a_round(cast)
    asked, alone = plans(round_, Arm.ASKED), plans(round_, Arm.ALONE)
    assert (len(asked), len(alone)) == (18, 2)
    with clock.stopped(clock.now() + timedelta(days=20)):
        jobs.give_steps_of_today()
    ids = [one.client_id for one in alone]
    assert not Step.objects.visible_to(SYSTEM).filter(client__in=ids).exists()
    assert not PlanStep.objects.visible_to(SYSTEM).filter(plan__in=alone).exists()
    assert guards.held(ids) == dict.fromkeys(ids, "winback_control")
    assert set(Candidate.objects.visible_to(SYSTEM).filter(pk__in=ids).values_list("where", flat=True)) == {
        Where.ALONE
    }
    with pytest.raises(LeftAlone):
        services.plan_start(cast.actor("owner"), client_id=ids[0])
    with pytest.raises(LeftAlone):
        services.client_let_go(cast.actor("owner"), client_id=ids[0], why="Whoever")
    with pytest.raises(LeftAlone):
        services.plan_answer(cast.actor("owner"), plan_id=alone[0].pk, answer="agreed")


def test_it_is_fixed_and_can_be_drawn_again_by_anybody(cast: Cast) -> None:
    round_ = a_round(cast, seed=None)
    rows = Plan.objects.visible_to(SYSTEM).filter(round=round_)
    strata = dict(rows.values_list("client", "winback_class"))
    alone = {one.client_id for one in plans(round_, Arm.ALONE)}
    assert rules.left_alone(strata, seed=round_.seed, share=round_.share) == alone


def test_the_same_form_sent_twice_is_one_round(cast: Cast) -> None:
    round_ = a_round(cast, 5)
    again = services.round_start(cast.actor("director"), token="t", winback_class="must", number=5)
    assert again == round_ and Round.objects.visible_to(SYSTEM).count() == 1


def test_after_the_round_they_are_free_again(cast: Cast) -> None:
    round_ = a_round(cast)
    with clock.stopped(clock.now() + timedelta(days=round_.horizon + 1)):
        services.plans_watch()
        alone = plans(round_, Arm.ALONE)
        assert {one.state for one in alone} == {Standing.THROUGH}
        assert guards.held([one.client_id for one in alone]) == {}


def test_who_comes_back_without_a_word_is_counted(cast: Cast) -> None:
    round_ = a_round(cast)
    buys(plans(round_, Arm.ALONE)[0].client)
    compared = selectors.round_card(cast.actor("director"), round_.pk).compared
    assert (compared.alone, compared.alone_back, compared.asked_back) == (2, 1, 0)


def test_of_a_control_of_one_the_page_says_that_nothing_can_be_told(cast: Cast) -> None:
    round_ = a_round(cast, 10)
    page = cast.browser("director").get(f"/winback/rounds/{round_.pk}/").content.decode()
    assert "no control group" in page


def test_many_plans_are_spread_over_days(cast: Cast) -> None:
    round_ = a_round(cast, 25, share=0)
    firsts = Counter(
        PlanStep.objects.visible_to(SYSTEM)
        .filter(plan__round=round_, place=0)
        .values_list("due_on", flat=True)
    )
    assert max(firsts.values()) <= 10 and len(firsts) == 3


def test_it_takes_the_dearest_of_a_class_and_passes_over_who_has_a_plan(cast: Cast) -> None:
    people = lost(cast, 6)
    Candidate.objects.visible_to(SYSTEM).update(winback_class="must")
    services.plan_start(cast.actor("owner"), client_id=people[0].pk)
    Candidate.objects.visible_to(SYSTEM).update(winback_class="must")
    round_ = services.round_start(
        cast.actor("director"), token="t", winback_class="must", number=3, share=Decimal(0)
    )
    taken = {one.client_id for one in plans(round_, Arm.ASKED)}
    assert len(taken) == 3 and people[0].pk not in taken


def test_it_refuses_too_many_none_and_half_of_them_alone(cast: Cast) -> None:
    actor = cast.actor("director")
    for number in (0, 501):
        with pytest.raises(Invalid):
            services.round_start(actor, token="a", winback_class="must", number=number)
    with pytest.raises(Invalid):
        services.round_start(actor, token="b", winback_class="must", number=5)
    lost(cast, 3)
    ids = list(Candidate.objects.visible_to(SYSTEM).values_list("pk", flat=True))
    with pytest.raises(Invalid):
        services.round_start(actor, token="c", client_ids=ids, share=Decimal(60))


def test_a_manager_makes_plans_of_own_clients_alone(cast: Cast) -> None:
    strangers = lost(cast, 2, whose="stranger")
    with pytest.raises(Invalid):
        services.round_start(cast.actor("owner"), token="t", client_ids=[one.pk for one in strangers])


def test_a_round_called_off_does_not_count(cast: Cast) -> None:
    round_ = a_round(cast)
    services.round_call_off(cast.actor("head"), round_id=round_.pk)
    assert not Plan.objects.visible_to(SYSTEM).filter(ended_on=None).exists()
    assert selectors.results(cast.actor("director")).whole.asked == 0


def test_the_button_starts_a_round(cast: Cast) -> None:
    lost(cast, 10)
    Candidate.objects.visible_to(SYSTEM).update(winback_class="must")
    form = {"token": "x", "winback_class": "must", "number": "10", "share": "20"}
    answer = cast.browser("director").post("/winback/start/", form)
    round_ = Round.objects.visible_to(SYSTEM).get()
    assert answer["Location"] == f"/winback/rounds/{round_.pk}/"
    assert (len(plans(round_, Arm.ASKED)), len(plans(round_, Arm.ALONE))) == (8, 2)
