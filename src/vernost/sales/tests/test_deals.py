"""A deal opened, changed, moved; its next step; two people at one deal; who may."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from vernost.agenda import services as of_agenda
from vernost.agenda.models import Step
from vernost.clients import services as of_clients
from vernost.clients.tests.factories import make as make_client
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.sales import services
from vernost.sales.errors import Ended, MovedAlready
from vernost.sales.models import Deal, StageChange
from vernost.sales.tests.factories import TEST, deal, fresh, kinds, reason, stages


def days(count: int) -> date:
    return clock.today() + timedelta(days=count)


def test_it_begins_on_the_first_stage_with_a_step(cast: Cast) -> None:
    client = make_client(cast, source="review")
    made = deal(cast, client, expected_on=days(10), step="Отправить образцы", step_on=days(1))
    assert (made.stage, made.furthest, made.seller, made.source) == (
        stages()[0],
        stages()[0],
        cast.owner,
        "review",
    )
    assert made.next_step is not None and made.next_step.text == "Отправить образцы"
    stay = StageChange.objects.visible_to(cast.actor("owner")).get()
    assert (stay.deal, stay.stage, stay.until, stay.by) == (made, stages()[0], None, cast.owner)
    assert kinds() == ["deal.opened", "step.set"]
    assert "Партия Кении" in Entry.objects.get(kind="deal.opened").text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"amount": Decimal(-1)}, ""),
        ({"amount": Decimal("0.001")}, "amount"),
        ({"expected_on": date(2020, 1, 1)}, "expected_on"),
        ({"stage_id": 10**9}, "stage"),
        ({"step": "x"}, "step_on"),
        ({"step_on": date(2020, 1, 1)}, "step_on"),
        ({"source": "stars"}, "source"),
    ],
)
def test_what_is_refused_leaves_nothing(cast: Cast, values: dict[str, Any], field: str) -> None:
    client = make_client(cast)
    with pytest.raises(Invalid) as refused:
        deal(cast, client, **values)
    assert list(refused.value.fields) == [field]
    assert not Deal.objects.unscoped(reason=TEST).exists()
    assert kinds() == []


def test_nothing_begins_with_a_closed_client(cast: Cast) -> None:
    client = make_client(cast)
    of_clients.client_close(cast.actor("owner"), client_id=client.pk, reason="let_go")
    with pytest.raises(Invalid) as refused:
        deal(cast, client)
    assert "closed" in str(refused.value)


def test_moved_forth_and_back_it_remembers_how_far_it_was(cast: Cast) -> None:
    with clock.stopped(clock.now()) as time:
        made, actor = deal(cast), cast.actor("owner")
        time.pass_by(days=2)
        services.deal_move(actor, deal_id=made.pk, stage_id=stages()[2].pk)
        services.deal_move(actor, deal_id=made.pk, stage_id=stages()[2].pk)  # a second click
        time.pass_by(days=1)
        moved = services.deal_move(actor, deal_id=made.pk, stage_id=stages()[1].pk)
    assert (moved.stage, moved.furthest, moved.version) == (stages()[1], stages()[2], 3)
    rows = StageChange.objects.visible_to(actor).order_by("at", "id")
    stays = [
        (one.stage.place, one.until and (one.until - one.at).days) for one in rows.select_related("stage")
    ]
    assert stays == [(1, 2), (3, 1), (2, None)]
    assert kinds() == ["deal.opened", "deal.moved", "deal.moved"]


def test_of_two_people_who_move_it_the_second_is_told(cast: Cast) -> None:
    made = deal(cast)
    services.deal_move(cast.actor("owner"), deal_id=made.pk, stage_id=stages()[1].pk, version=made.version)
    with pytest.raises(MovedAlready) as told:
        services.deal_move(cast.actor("head"), deal_id=made.pk, stage_id=stages()[3].pk, version=made.version)
    assert "Owner" in str(told.value) and "Need understood" in str(told.value)
    # Both meant the same: nobody is bothered.
    services.deal_move(cast.actor("head"), deal_id=made.pk, stage_id=stages()[1].pk, version=made.version)
    # One person in two windows means what was said last.
    services.deal_move(cast.actor("owner"), deal_id=made.pk, stage_id=stages()[2].pk, version=made.version)
    assert fresh(made).stage == stages()[2]


def test_of_two_windows_the_older_one_is_told_what_changed(cast: Cast) -> None:
    made, actor = deal(cast), cast.actor("owner")
    seen = made.version
    services.deal_change(actor, deal_id=made.pk, version=seen, amount=Decimal(1500))
    with pytest.raises(Conflict) as told:
        services.deal_change(actor, deal_id=made.pk, version=seen, amount=Decimal(900), title="Партия")
    assert told.value.changes["amount"] == (Decimal(900), Decimal(1500))
    assert kinds() == ["deal.opened", "deal.changed"]
    same = services.deal_change(actor, deal_id=made.pk, version=seen + 1, amount=Decimal(1500))
    assert (same.version, len(kinds())) == (seen + 1, 2)


def test_a_past_day_that_stands_is_no_hindrance_to_other_changes(cast: Cast) -> None:
    with clock.stopped(clock.now()) as time:
        made, actor = deal(cast, expected_on=days(1)), cast.actor("owner")
        time.pass_by(days=3)
        assert fresh(made).is_overdue
        services.deal_change(actor, deal_id=made.pk, version=1, note="Ждём", expected_on=made.expected_on)
        with pytest.raises(Invalid):
            services.deal_change(actor, deal_id=made.pk, version=2, expected_on=days(-1))


def test_a_new_step_means_the_old_one_is_done(cast: Cast) -> None:
    made, actor = deal(cast, step="Позвонить", step_on=days(1)), cast.actor("owner")
    services.deal_step(actor, deal_id=made.pk, text="Послать договор", due_on=days(2))
    assert list(Step.objects.visible_to(actor).order_by("id").values_list("text", "state")) == [
        ("Позвонить", "done"),
        ("Послать договор", "open"),
    ]
    step = fresh(made).step
    assert step is not None
    of_agenda.step_settle(actor, step_id=step.pk, done=True)  # from Today
    assert fresh(made).next_step is None
    with pytest.raises(Invalid):
        services.deal_step(actor, deal_id=made.pk, text="Когда-нибудь")


def test_removed_while_it_is_open(cast: Cast) -> None:
    made, actor = deal(cast, step="Позвонить", step_on=days(1)), cast.actor("owner")
    lost = deal(cast, made.client)
    services.deal_lose(actor, deal_id=lost.pk, reason_id=reason().pk)
    services.deal_remove(actor, deal_id=made.pk)
    assert list(Deal.objects.visible_to(actor)) == [lost]
    assert Step.objects.visible_to(actor).get().state == "dropped"
    with pytest.raises(Ended):
        services.deal_remove(actor, deal_id=lost.pk)


def test_strangers_and_those_who_may_not(cast: Cast) -> None:
    made, stranger = deal(cast), cast.actor("stranger")
    for act in (
        lambda: deal(cast, made.client, whose="stranger"),
        lambda: services.deal_change(stranger, deal_id=made.pk, version=1, title="x"),
        lambda: services.deal_move(stranger, deal_id=made.pk, stage_id=stages()[1].pk),
        lambda: services.deal_step(stranger, deal_id=made.pk, due_on=days(1)),
        lambda: services.deal_win(stranger, deal_id=made.pk),
        lambda: services.deal_lose(stranger, deal_id=made.pk, reason_id=reason().pk),
        lambda: services.deal_reopen(stranger, deal_id=made.pk),
        lambda: services.deal_remove(stranger, deal_id=made.pk),
        lambda: services.deal_move(cast.actor("marketer"), deal_id=made.pk, stage_id=stages()[1].pk),
    ):
        with pytest.raises(NotVisible):
            act()
    with pytest.raises(NotAllowed):
        services.deal_move(cast.actor("support"), deal_id=made.pk, stage_id=stages()[1].pk)
    assert services.deal_move(cast.actor("deputy"), deal_id=made.pk, stage_id=stages()[1].pk).version == 2


def test_who_else_works_on_it_is_said_by_a_head(cast: Cast) -> None:
    made = deal(cast)
    with pytest.raises(NotAllowed):
        services.deal_change(cast.actor("owner"), deal_id=made.pk, version=1, seller_id=cast.teammate.pk)
    changed = services.deal_change(cast.actor("head"), deal_id=made.pk, version=1, seller_id=cast.teammate.pk)
    assert changed.seller == cast.teammate
    # Whoever looks after the client takes it back.
    assert (
        services.deal_change(
            cast.actor("owner"), deal_id=made.pk, version=2, seller_id=cast.owner.pk
        ).seller_id
        == cast.owner.pk
    )
    with pytest.raises(Invalid):
        services.deal_change(cast.actor("head"), deal_id=made.pk, version=3, seller_id=10**9)


@pytest.mark.parametrize(
    "values",
    [
        {"amount": Decimal(-1)},
        {"title": ""},
        {"state": "held"},
        {"state": "won"},
        {"state": "lost", "closed_at": clock.now()},
        {"closed_at": clock.now()},
    ],
)
def test_the_database_refuses_too(cast: Cast, values: dict[str, Any]) -> None:
    made = deal(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deal.objects.unscoped(reason=TEST).filter(pk=made.pk).update(**values)
