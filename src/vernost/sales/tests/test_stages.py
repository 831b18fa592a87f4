"""The firm's own pipelines and stages; a stage deleted with deals on it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.sales import services
from vernost.sales.errors import StageTaken
from vernost.sales.models import Pipeline, Stage, StageChange
from vernost.sales.tests.factories import TEST, deal, fresh, reason, stages


def names() -> list[str]:
    return [str(one) for one in stages()]


def test_a_pipeline_comes_with_the_program(cast: Cast) -> None:
    assert names() == ["First talk", "Need understood", "Offer made", "Agreed in words"]
    assert [one.probability for one in stages()] == [10, 30, 50, 80]


def test_added_renamed_moved(cast: Cast) -> None:
    actor, pipeline = cast.actor("head"), Pipeline.objects.unscoped(reason=TEST).get()
    added = services.stage_add(actor, pipeline_id=pipeline.pk, name="Проба", probability=60)
    services.stage_shift(actor, stage_id=added.pk, back=True)
    services.stage_change(actor, stage_id=stages()[0].pk, name="Знакомство", probability=15)
    assert names() == ["Знакомство", "Need understood", "Offer made", "Проба", "Agreed in words"]
    services.stage_shift(actor, stage_id=stages()[0].pk, back=True)  # at the edge it stays
    services.stage_change(actor, stage_id=stages()[1].pk, name="Need understood", probability=35)
    kept = stages()[1]
    assert (kept.name, kept.probability) == ("", 35)  # still said in every reader's language
    assert Entry.objects.filter(kind="stage.saved").count() == 4


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": " "}, "name"), ({"name": "offer made"}, "name"), ({"probability": 101}, "")],
)
def test_what_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    pipeline = Pipeline.objects.unscoped(reason=TEST).get()
    with pytest.raises(Invalid) as refused:
        services.stage_add(cast.actor("head"), **{"pipeline_id": pipeline.pk, "name": "Проба", **values})
    assert list(refused.value.fields) == [field]
    assert len(names()) == 4


def test_a_stage_with_deals_asks_where_they_go(cast: Cast) -> None:
    first, second, third, _last = stages()
    made, lost = deal(cast), deal(cast)
    services.deal_lose(cast.actor("owner"), deal_id=lost.pk, reason_id=reason().pk)
    actor = cast.actor("director")
    for nowhere in (None, first.pk, 10**9):
        with pytest.raises(StageTaken) as refused:
            services.stage_delete(actor, stage_id=first.pk, move_to=nowhere)
        assert list(refused.value.fields) == ["move_to"]
    assert fresh(made).stage == first
    assert services.stage_delete(actor, stage_id=first.pk, move_to=third.pk) == 1
    moved = fresh(made)
    assert (moved.stage, moved.furthest, moved.version) == (third, third, 2)
    stays = StageChange.objects.unscoped(reason=TEST).filter(deal=made).order_by("id")
    assert [(one.stage_id, one.until is None) for one in stays] == [(first.pk, False), (third.pk, True)]
    assert Entry.objects.filter(kind="deal.moved", client_id=made.client_id).count() == 1
    # The lost deal's history still says where it was lost; nobody else is offered the stage.
    assert fresh(lost).stage == first
    assert str(fresh(lost).stage) == "First talk"
    assert first.pk not in [one.pk for one in stages()]
    with pytest.raises(Invalid):
        services.deal_move(actor, deal_id=made.pk, stage_id=first.pk)
    with pytest.raises(Invalid):
        services.deal_reopen(actor, deal_id=lost.pk)
    # One that nobody ever stood on is simply gone.
    services.stage_delete(actor, stage_id=second.pk)
    assert not Stage.objects.unscoped(reason=TEST).filter(pk=second.pk).exists()


def test_the_head_moves_deals_that_only_others_see(cast: Cast) -> None:
    from vernost.clients.tests.factories import make as make_client

    theirs = deal(cast, make_client(cast, whose="stranger"), whose="stranger")
    with pytest.raises(NotVisible):
        services.deal_move(cast.actor("head"), deal_id=theirs.pk, stage_id=stages()[1].pk)
    with pytest.raises(StageTaken):
        services.stage_delete(cast.actor("head"), stage_id=stages()[0].pk)
    services.stage_delete(cast.actor("head"), stage_id=stages()[0].pk, move_to=stages()[1].pk)
    assert fresh(theirs).stage == stages()[0]


def test_the_last_stage_and_the_last_pipeline_stay(cast: Cast) -> None:
    actor = cast.actor("head")
    for one in stages()[1:]:
        services.stage_delete(actor, stage_id=one.pk)
    with pytest.raises(Invalid):
        services.stage_delete(actor, stage_id=stages()[0].pk)
    with pytest.raises(Invalid):
        services.pipeline_remove(actor, pipeline_id=Pipeline.objects.unscoped(reason=TEST).get().pk)


def test_a_second_pipeline(cast: Cast) -> None:
    actor = cast.actor("head")
    made = services.pipeline_add(actor, name="Опт", first_stage="Прайс послан")
    moved = services.deal_move(actor, deal_id=deal(cast).pk, stage_id=stages()[4].pk)
    assert str(moved.furthest) == "Прайс послан"
    services.pipeline_rename(actor, pipeline_id=made.pk, name="Оптовые")
    with pytest.raises(Invalid):
        services.pipeline_remove(actor, pipeline_id=made.pk)
    services.deal_lose(actor, deal_id=moved.pk, reason_id=reason().pk)
    services.pipeline_remove(actor, pipeline_id=made.pk)
    assert len(names()) == 4
    with pytest.raises(Invalid):
        services.deal_move(actor, deal_id=deal(cast).pk, stage_id=moved.stage_id)


def test_managers_do_not_define_stages(cast: Cast) -> None:
    actor, stage = cast.actor("owner"), stages()[0]
    for act in (
        lambda: services.pipeline_add(actor, name="x", first_stage="y"),
        lambda: services.pipeline_rename(actor, pipeline_id=stage.pipeline_id, name="x"),
        lambda: services.pipeline_remove(actor, pipeline_id=stage.pipeline_id),
        lambda: services.stage_add(actor, pipeline_id=stage.pipeline_id, name="x"),
        lambda: services.stage_change(actor, stage_id=stage.pk, name="x", probability=1),
        lambda: services.stage_shift(actor, stage_id=stage.pk, back=False),
        lambda: services.stage_delete(actor, stage_id=stage.pk),
    ):
        with pytest.raises(NotAllowed):
            act()
