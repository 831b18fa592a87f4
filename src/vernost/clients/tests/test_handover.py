"""A manager leaves or moves: everybody goes to a named successor, all at once or not at all (rule 1.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda import services as agenda
from vernost.agenda.models import Step
from vernost.clients import belongings, services
from vernost.clients.errors import NotPlanned, PlanIsOld
from vernost.clients.handover_facets import at_risk
from vernost.clients.models import Client, Handover, HandoverClient, Tag
from vernost.clients.services import handing_over
from vernost.clients.tests.factories import make
from vernost.clients.tests.handing import owners, planned, several
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.staff.models import Employee, Session


def first_calls(client: Client) -> Any:
    return Step.objects.visible_to(SYSTEM).filter(client=client, moment="first_call")


def test_it_works(cast: Cast) -> None:
    clients = several(cast, 3)
    cast.browser("owner")
    handover = planned(cast, cast.actor("director"), "teammate", "stranger", leaves=True)
    assert owners(clients) == [cast.owner.pk] * 3, "a plan moves nobody"
    services.handover_run(cast.actor("director"), handover_id=handover.pk)
    assert owners(clients) == [cast.teammate.pk, cast.stranger.pk, cast.teammate.pk]
    assert [first_calls(client).count() for client in clients] == [1, 1, 1]
    assert not Session.objects.filter(employee=cast.owner).exists()
    leaver = Employee.objects.get(pk=cast.owner.pk)
    assert not leaver.is_active and leaver.left_at is not None
    entry = Entry.objects.get(kind="handover.done")
    assert entry.data == {"employee": "Owner", "rows": 3}
    assert Entry.objects.filter(kind="client.handed_over").count() == 3


def test_who_only_moves_signs_in_again(cast: Cast) -> None:
    several(cast, 1)
    cast.browser("owner")
    services.handover_run(cast.actor("head"), handover_id=planned(cast, cast.actor("head"), "teammate").pk)
    assert not Session.objects.filter(employee=cast.owner).exists()
    assert Employee.objects.get(pk=cast.owner.pk).is_active
    assert Entry.objects.get(kind="sessions.ended").data["count"] == 1


def test_first_calls_are_spread_over_working_days(cast: Cast) -> None:
    clients = several(cast, 5)
    bound = make(cast, "Бурова", bond="mixed", held_by="person")
    with clock.stopped(datetime(2026, 11, 27, 12, tzinfo=clock.firm_zone())):  # a Friday
        handover = planned(cast, cast.actor("head"), "teammate", calls_a_day=2)
        services.handover_run(cast.actor("head"), handover_id=handover.pk)
        today = clock.today()
    days = [first_calls(client).get().due_on for client in clients]
    friday, monday, tuesday = today, today + timedelta(days=3), today + timedelta(days=4)
    assert first_calls(bound).get().due_on == friday, "who was bound to the person is called first"
    assert days == [friday, monday, monday, tuesday, tuesday]


def test_a_closed_client_goes_along_and_nobody_calls_them(cast: Cast) -> None:
    client = several(cast, 1)[0]
    services.client_close(cast.actor("owner"), client_id=client.pk, reason="let_go")
    handover = planned(cast, cast.actor("head"), "teammate")
    services.handover_run(cast.actor("head"), handover_id=handover.pk)
    assert owners([client]) == [cast.teammate.pk] and not first_calls(client).exists()


def test_by_segment_and_what_is_left_by_hand(cast: Cast) -> None:
    shop, farm, other = (make(cast, name or "other", segment=name) for name in ("shop", "farm", ""))
    actor = cast.actor("head")
    handover = services.handover_plan(actor, leaver_id=cast.owner.pk)
    groups = {"shop": cast.teammate.pk, "farm": cast.head.pk, "": None}
    services.handover_split(actor, handover_id=handover.pk, rule="segment", groups=groups)
    with pytest.raises(Invalid, match="1"):
        services.handover_run(actor, handover_id=handover.pk)
    services.handover_assign(
        actor, handover_id=handover.pk, chosen={other.pk: cast.teammate.pk}, personal={other.pk: True}
    )
    services.handover_run(actor, handover_id=handover.pk)
    assert owners([shop, farm, other]) == [cast.teammate.pk, cast.head.pk, cast.teammate.pk]
    assert HandoverClient.objects.visible_to(SYSTEM).get(personal=True).client_id == other.pk


def test_by_tag_a_client_is_in_the_first_of_theirs(cast: Cast) -> None:
    one, two = several(cast, 2)
    owner, actor = cast.actor("owner"), cast.actor("head")
    services.client_tags_set(owner, client_id=one.pk, tags=["б", "а"])
    services.client_tags_set(owner, client_id=two.pk, tags=["б"])
    tags = {tag.name: str(tag.pk) for tag in Tag.objects.visible_to(SYSTEM)}
    handover = services.handover_plan(actor, leaver_id=cast.owner.pk)
    groups = {tags["а"]: cast.teammate.pk, tags["б"]: cast.head.pk}
    services.handover_split(actor, handover_id=handover.pk, rule="tag", groups=groups)
    services.handover_run(actor, handover_id=handover.pk)
    assert owners([one, two]) == [cast.teammate.pk, cast.head.pk]


def test_who_came_meanwhile_is_not_forgotten(cast: Cast) -> None:
    clients, actor = several(cast, 2), cast.actor("head")
    handover = planned(cast, actor, "teammate")
    late = make(cast, "Поздний")
    with pytest.raises(PlanIsOld):
        services.handover_run(actor, handover_id=handover.pk)
    assert owners(clients) == [cast.owner.pk] * 2
    again = services.handover_plan(actor, leaver_id=cast.owner.pk)
    assert again.pk == handover.pk, "what was chosen stays"
    with pytest.raises(Invalid):
        services.handover_run(actor, handover_id=handover.pk)
    services.handover_assign(actor, handover_id=handover.pk, chosen={late.pk: cast.teammate.pk}, personal={})
    services.handover_run(actor, handover_id=handover.pk)
    assert owners([*clients, late]) == [cast.teammate.pk] * 3


def test_a_failure_on_the_way_moves_nobody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    clients, actor = several(cast, 2), cast.actor("director")
    handover = planned(cast, actor, "teammate", leaves=True)
    monkeypatch.setattr(handing_over, "record", _broken)
    with pytest.raises(RuntimeError):
        services.handover_run(actor, handover_id=handover.pk)
    assert owners(clients) == [cast.owner.pk] * 2
    assert not Step.objects.visible_to(SYSTEM).exists()
    assert Employee.objects.get(pk=cast.owner.pk).is_active


def _broken(*_args: Any, **_named: Any) -> None:
    raise RuntimeError


def test_twice_is_refused(cast: Cast) -> None:
    several(cast, 1)
    handover = planned(cast, cast.actor("head"), "teammate")
    services.handover_run(cast.actor("head"), handover_id=handover.pk)
    with pytest.raises(NotPlanned):
        services.handover_run(cast.actor("head"), handover_id=handover.pk)


def test_who_may_and_who_may_not(cast: Cast) -> None:
    several(cast, 1)
    several(cast, 1, whose="stranger")
    with pytest.raises(NotAllowed):
        services.handover_plan(cast.actor("teammate"), leaver_id=cast.owner.pk)
    with pytest.raises(Invalid):
        services.handover_plan(cast.actor("head"), leaver_id=cast.stranger.pk)
    handover = planned(cast, cast.actor("director"), "teammate")
    with pytest.raises(NotVisible):
        services.handover_run(cast.actor("head"), handover_id=handover.pk)
    mine = planned(cast, cast.actor("head"), "teammate")
    with pytest.raises(NotAllowed):
        services.handover_settle(cast.actor("head"), handover_id=mine.pk, leaves=True)


def test_nobody_succeeds_themselves_or_who_left(cast: Cast) -> None:
    several(cast, 1)
    cast.teammate.is_active = False
    cast.teammate.save()
    actor = cast.actor("head")
    handover = services.handover_plan(actor, leaver_id=cast.owner.pk)
    for name in ("owner", "teammate"):
        with pytest.raises(Invalid):
            services.handover_split(actor, handover_id=handover.pk, rule="one", successors=[cast[name].pk])


def test_what_waits_is_counted_for_each(cast: Cast) -> None:
    one, two = several(cast, 2)
    agenda.promise_make(cast.actor("owner"), client_id=one.pk, text="Прайс", due_on=clock.today())
    agenda.step_set(cast.actor("owner"), client_id=one.pk, due_on=clock.today())
    waiting = belongings.waiting([one.pk, two.pk])
    assert {str(label): n for label, n in waiting[one.pk]} == {"open promises": 1, "open tasks": 1}
    assert two.pk not in waiting


def test_three_thousand_in_a_few_queries_a_batch(cast: Cast) -> None:
    counts = []
    for many in (1000, 2000):
        Client.objects.bulk_create([Client(name=f"К{n}", owner=cast.owner) for n in range(many)])
        actor = cast.actor("head")
        handover = planned(cast, actor, "teammate", "head")
        with CaptureQueriesContext(connection) as ran:
            services.handover_run(actor, handover_id=handover.pk)
        counts.append(len(ran))
        Handover.objects.unscoped(reason="test").update(state="taken_back")
    # a few a batch of five hundred, and one a day of calls
    assert counts[1] - counts[0] < 110 and counts[0] < 160, counts


def test_who_was_bound_to_the_person_is_in_a_list_for_three_months(cast: Cast) -> None:
    several(cast, 1)
    bound = make(cast, "Бурова", bond="mixed", held_by="person")
    handover = planned(cast, cast.actor("director"), "teammate")
    services.handover_run(cast.actor("director"), handover_id=handover.pk)
    rows = Client.objects.visible_to(SYSTEM)
    assert list(rows.filter(at_risk(SYSTEM))) == [bound]
    with clock.stopped(clock.now() + timedelta(days=91)):
        assert not rows.filter(at_risk(SYSTEM)).exists()
    services.handover_take_back(cast.actor("director"), handover_id=handover.pk)
    assert not rows.filter(at_risk(SYSTEM)).exists()
