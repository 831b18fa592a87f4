"""A handover is taken back within a day: owners as they were, what was touched meanwhile is said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda import services as agenda
from vernost.agenda.models import Step
from vernost.clients import services
from vernost.clients.errors import TooLateToTakeBack
from vernost.clients.models import HandoverClient
from vernost.clients.tests.handing import owners, planned, several
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.journal.models import Entry
from vernost.staff.models import Employee
from vernost.staff.services.employees import employee_deactivate


def test_it_works(cast: Cast) -> None:
    clients, actor = several(cast, 3), cast.actor("director")
    handover = planned(cast, actor, "teammate", "stranger", leaves=True)
    services.handover_run(actor, handover_id=handover.pk)
    taken = services.handover_take_back(actor, handover_id=handover.pk)
    assert (taken.back, taken.kept, taken.stays) == (3, 0, [])
    assert owners(clients) == [cast.owner.pk] * 3
    assert Employee.objects.get(pk=cast.owner.pk).is_active
    steps = Step.objects.visible_to(SYSTEM).filter(moment="first_call")
    assert {step.state for step in steps} == {"dropped"}
    assert Entry.objects.filter(kind="client.handed_back").count() == 3
    with pytest.raises(TooLateToTakeBack):
        services.handover_take_back(actor, handover_id=handover.pk)


def test_who_changed_hands_meanwhile_stays(cast: Cast) -> None:
    clients, actor = several(cast, 2), cast.actor("director")
    handover = planned(cast, actor, "teammate")
    services.handover_run(actor, handover_id=handover.pk)
    services.clients_hand_over(actor, client_ids=[clients[0].pk], successor_id=cast.stranger.pk)
    taken = services.handover_take_back(actor, handover_id=handover.pk)
    assert (taken.back, taken.kept) == (1, 1)
    assert owners(clients) == [cast.stranger.pk, cast.owner.pk]
    backs = HandoverClient.objects.visible_to(SYSTEM).order_by("client").values_list("back", flat=True)
    assert list(backs) == ["kept", "back"]


def test_a_call_that_was_made_was_made(cast: Cast) -> None:
    clients, actor = several(cast, 2), cast.actor("director")
    handover = planned(cast, actor, "teammate", "head")
    services.handover_run(actor, handover_id=handover.pk)
    step = Step.objects.visible_to(SYSTEM).get(client=clients[0], moment="first_call")
    agenda.step_settle(cast.actor("teammate"), step_id=step.pk, done=True)
    taken = services.handover_take_back(actor, handover_id=handover.pk)
    assert [str(text) for text in taken.stays] == ["1 first call was made already."]
    assert Step.objects.visible_to(SYSTEM).get(pk=step.pk).state == "done"


def test_tasks_go_back_into_the_day_they_were_in(cast: Cast) -> None:
    client, actor = several(cast, 1)[0], cast.actor("director")
    for name in ("deputy", "head"):
        agenda.step_set(
            actor, client_id=client.pk, due_on=clock.today(), text=name, for_employee_id=cast[name].pk
        )
    handover = planned(cast, actor, "teammate")
    services.handover_run(actor, handover_id=handover.pk)
    rows = Step.objects.visible_to(SYSTEM).exclude(moment="first_call").order_by("pk")
    assert list(rows.values_list("for_employee", flat=True)) == [None, cast.head.pk]
    services.handover_take_back(actor, handover_id=handover.pk)
    assert list(rows.values_list("for_employee", flat=True)) == [cast.deputy.pk, cast.head.pk]


def test_within_a_day_and_by_whoever_did_it(cast: Cast) -> None:
    several(cast, 1)
    handover = planned(cast, cast.actor("head"), "stranger")
    services.handover_run(cast.actor("head"), handover_id=handover.pk)
    with pytest.raises(NotVisible):
        services.handover_take_back(cast.actor("stranger"), handover_id=handover.pk)
    with clock.stopped(clock.now() + timedelta(days=1, minutes=1)), pytest.raises(TooLateToTakeBack):
        services.handover_take_back(cast.actor("head"), handover_id=handover.pk)
    services.handover_take_back(cast.actor("head"), handover_id=handover.pk)


def test_nobody_gets_clients_who_does_not_work_here(cast: Cast) -> None:
    several(cast, 1)
    handover = planned(cast, cast.actor("head"), "teammate")
    services.handover_run(cast.actor("head"), handover_id=handover.pk)
    employee_deactivate(cast.actor("director"), employee_id=cast.owner.pk)
    with pytest.raises(Invalid):
        services.handover_take_back(cast.actor("head"), handover_id=handover.pk)
    with pytest.raises(NotVisible):
        services.handover_take_back(cast.actor("teammate"), handover_id=handover.pk)
