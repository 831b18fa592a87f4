"""Handed over, merged, erased in mid-plan: defined, and taken back."""

from __future__ import annotations

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients import belongings
from vernost.clients import services as clients
from vernost.clients.models import Client
from vernost.winback import jobs, services
from vernost.winback.models import Arm, Candidate, ClientReason, LetGo, Plan, Reason, Standing
from vernost.winback.tests.factories import lost


def plan_of(client: Client) -> Plan:
    found: Plan = Plan.objects.visible_to(SYSTEM).filter(client=client).latest("pk")
    return found


def test_a_merge_never_leaves_two_open_plans(cast: Cast) -> None:
    one, two = lost(cast, 2)
    for client in (one, two):
        services.plan_start(cast.actor("owner"), client_id=client.pk)
        services.client_bought([])
    merge = clients.clients_merge(cast.actor("owner"), survivor_id=one.pk, absorbed_id=two.pk)
    assert Plan.objects.visible_to(SYSTEM).filter(client=one, ended_on=None).count() == 1
    assert plan_of(two).client_id == two.pk, "the other waits with the absorbed client, out of sight"
    assert jobs.give_steps_of_today() == 1
    clients.merge_undo(cast.actor("owner"), merge_id=merge.pk)
    assert plan_of(two).is_open and jobs.give_steps_of_today() == 1


def test_a_plan_moves_to_a_survivor_who_has_none(cast: Cast) -> None:
    one, two = lost(cast, 2)
    plan = services.plan_start(cast.actor("owner"), client_id=two.pk)
    merge = clients.clients_merge(cast.actor("owner"), survivor_id=one.pk, absorbed_id=two.pk)
    assert plan_of(one).pk == plan.pk
    clients.merge_undo(cast.actor("owner"), merge_id=merge.pk)
    assert plan_of(two).pk == plan.pk


def test_reasons_and_decisions_are_merged_without_a_second_real_one(cast: Cast) -> None:
    one, two = lost(cast, 2)
    reasons = list(Reason.objects.visible_to(SYSTEM)[:3])
    actor = cast.actor("owner")
    services.why_say(actor, client_id=one.pk, reason_id=reasons[0].pk, real=True)
    services.why_say(actor, client_id=two.pk, reason_id=reasons[0].pk)
    services.why_say(actor, client_id=two.pk, reason_id=reasons[1].pk, real=True)
    services.why_say(actor, client_id=two.pk, reason_id=reasons[2].pk)
    for client in (one, two):
        services.client_let_go(actor, client_id=client.pk, why="Both")
    merge = clients.clients_merge(actor, survivor_id=one.pk, absorbed_id=two.pk)
    rows = ClientReason.objects.visible_to(SYSTEM).filter(client=one)
    assert sorted(rows.values_list("reason", "is_real")) == [(reasons[0].pk, True), (reasons[2].pk, False)]
    assert LetGo.objects.visible_to(SYSTEM).filter(client=one, taken_back_on=None).count() == 1
    clients.merge_undo(actor, merge_id=merge.pk)
    assert ClientReason.objects.visible_to(SYSTEM).filter(client=two).count() == 3


def test_handed_over_the_plan_goes_along_and_comes_back(cast: Cast) -> None:
    client = lost(cast)[0]
    services.plan_start(cast.actor("owner"), client_id=client.pk)
    record = belongings.hand_over(
        belongings.HandOver(
            actor=cast.actor("director"), client_ids=[client.pk], successor_id=cast.stranger.pk
        )
    )
    assert plan_of(client).responsible_id == cast.stranger.pk
    back = belongings.TakeBack(
        actor=cast.actor("director"), handover_id=1, client_ids=[client.pk], successor_id=cast.stranger.pk,
        leaver_id=cast.owner.pk,
    )  # fmt: skip
    mine = {name: told for name, told in record.items() if name.startswith("winback.")}
    belongings.take_back(back, mine)
    assert plan_of(client).responsible_id == cast.owner.pk


def test_erased_in_mid_plan(cast: Cast) -> None:
    client = lost(cast)[0]
    services.plan_start(cast.actor("owner"), client_id=client.pk, answer="Ivan is sorry")
    reason = Reason.objects.visible_to(SYSTEM).get(code="neglect")
    services.why_say(cast.actor("owner"), client_id=client.pk, reason_id=reason.pk, note="Ivan said so")
    clients.client_erase(cast.actor("director"), client_id=client.pk)
    plan = plan_of(client)
    assert (plan.state, plan.answer, plan.note) == (Standing.CLOSED, "", "")
    assert ClientReason.objects.visible_to(SYSTEM).get().note == ""
    assert not Candidate.objects.visible_to(SYSTEM).exists()
    assert jobs.give_steps_of_today() == 0


def test_a_survivor_of_the_control_group_stays_in_it(cast: Cast) -> None:
    from decimal import Decimal

    people = lost(cast, 4)
    services.round_start(
        cast.actor("director"), token="t", client_ids=[one.pk for one in people], share=Decimal(50), seed=1
    )
    alone = Plan.objects.visible_to(SYSTEM).filter(arm=Arm.ALONE).first()
    asked = Plan.objects.visible_to(SYSTEM).filter(arm=Arm.ASKED).first()
    assert alone and asked
    clients.clients_merge(cast.actor("owner"), survivor_id=alone.client_id, absorbed_id=asked.client_id)
    rows = Plan.objects.visible_to(SYSTEM).filter(client=alone.client_id, ended_on=None)
    assert [one.arm for one in rows] == [Arm.ALONE]
