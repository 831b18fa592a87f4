"""The firm's own pipelines and stages. A stage with deals is never deleted without saying where they go."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.journal.write import apply, draft, record, record_many
from vernost.sales import kinds
from vernost.sales.errors import StageTaken
from vernost.sales.models import Deal, Pipeline, Stage, StageChange, State
from vernost.sales.rules import further

EVERYBODYS = "a stage is the firm's: every deal on it moves, whoever sees it"
MOST_STAGES = 15


@transaction.atomic
def pipeline_add(actor: Actor, *, name: str, first_stage: str) -> Pipeline:
    require(actor, "stages.edit")
    pipeline = Pipeline(name=_named(name, "name"), place=_after(Pipeline.objects.visible_to(actor)))
    checked(pipeline)
    pipeline.save(force_insert=True)
    record(actor, kinds.PIPELINE_SAVED, subject=pipeline, data={"pipeline": str(pipeline)})
    _add(actor, pipeline, _named(first_stage, "first_stage"), 50)
    return pipeline


@transaction.atomic
def pipeline_rename(actor: Actor, *, pipeline_id: int, name: str) -> Pipeline:
    pipeline = _pipeline(actor, pipeline_id)
    changes = apply(pipeline, {"name": _named(name, "name")})
    if changes:
        checked(pipeline)
        pipeline.save(update_fields=["name"])
        data = {"pipeline": str(pipeline)}
        record(actor, kinds.PIPELINE_SAVED, subject=pipeline, changes=changes, data=data)
    return pipeline


@transaction.atomic
def pipeline_remove(actor: Actor, *, pipeline_id: int) -> None:
    """Only an empty one, and never the last."""
    pipeline = _pipeline(actor, pipeline_id)
    others = Pipeline.objects.visible_to(actor).filter(is_retired=False).exclude(pk=pipeline.pk)
    if not others.exists():
        raise Invalid(_("This is the only pipeline: deals would have nowhere to stand."))
    open_deals = Deal.objects.unscoped(reason=EVERYBODYS).filter(stage__pipeline=pipeline, state=State.OPEN)
    if open_deals.exists():
        raise Invalid(_("Deals stand in this pipeline: move or end them first."))
    pipeline.is_retired = True
    pipeline.save(update_fields=["is_retired"])
    record(actor, kinds.PIPELINE_REMOVED, subject=pipeline, data={"pipeline": str(pipeline)})


@transaction.atomic
def stage_add(actor: Actor, *, pipeline_id: int, name: str, probability: int = 50) -> Stage:
    """At the end of the pipeline."""
    return _add(actor, _pipeline(actor, pipeline_id), _named(name, "name"), probability)


@transaction.atomic
def stage_change(actor: Actor, *, stage_id: int, name: str, probability: int) -> Stage:
    stage = _stage(actor, stage_id)
    # The shipped word typed as it is stays the shipped one, in every reader's language.
    typed = _named(name, "name")
    wanted = {"name": "" if not stage.name and typed == str(stage) else typed, "probability": probability}
    changes = apply(stage, wanted)
    if changes:
        _own_name(actor, stage)
        checked(stage, exclude=("pipeline",))
        stage.save(update_fields=["name", "probability"])
        record(actor, kinds.STAGE_SAVED, subject=stage, changes=changes, data={"stage": str(stage)})
    return stage


@transaction.atomic
def stage_shift(actor: Actor, *, stage_id: int, back: bool) -> None:
    """One place towards the beginning or the end; at the edge it stays."""
    stage = _stage(actor, stage_id)
    order = list(_stages(actor, stage.pipeline))
    now = [one.pk for one in order].index(stage.pk)
    then = now - 1 if back else now + 1
    if not 0 <= then < len(order):
        return
    order[now], order[then] = order[then], order[now]
    for place, one in enumerate(order, start=1):
        one.place = place
    Stage.objects.unscoped(reason=EVERYBODYS).bulk_update(order, ["place"])
    record(actor, kinds.STAGE_SAVED, subject=stage, data={"stage": str(stage)})


@transaction.atomic
def stage_delete(actor: Actor, *, stage_id: int, move_to: int | None = None) -> int:
    """Deals on it go to ``move_to``; how many went. Kept, out of sight, while some history speaks of it."""
    stage = _stage(actor, stage_id)
    if len(_stages(actor, stage.pipeline)) == 1:
        raise Invalid(_("A pipeline has at least one stage."))
    on_it = Deal.objects.unscoped(reason=EVERYBODYS).filter(stage=stage, state=State.OPEN).select_for_update()
    deals = list(on_it.order_by("pk"))
    if deals:
        _move_all(actor, deals, _target(actor, stage, move_to))
    data = {"stage": str(stage)}
    record(actor, kinds.STAGE_REMOVED, subject=stage, data=data)
    spoken_of = Deal.objects.unscoped(reason=EVERYBODYS).filter(Q(stage=stage) | Q(furthest=stage)).exists()
    if spoken_of or StageChange.objects.unscoped(reason=EVERYBODYS).filter(stage=stage).exists():
        stage.is_retired = True
        stage.save(update_fields=["is_retired"])
    else:
        stage.delete()
    return len(deals)


def _move_all(actor: Actor, deals: list[Deal], target: Stage) -> None:
    now, keys = clock.now(), [deal.pk for deal in deals]
    changes = StageChange.objects.unscoped(reason=EVERYBODYS)
    reached = {stage.pk: stage for stage in Stage.objects.unscoped(reason=EVERYBODYS)}
    changes.filter(deal__in=keys, until=None).update(until=now)
    changes.bulk_create(
        [StageChange(deal=deal, stage=target, at=now, by_id=actor.employee_id) for deal in deals],
        batch_size=500,
    )
    rows = Deal.objects.unscoped(reason=EVERYBODYS)
    beyond = [deal.pk for deal in deals if further(target.place, reached[deal.furthest_id].place)]
    rows.filter(pk__in=keys).update(stage=target, moved_at=now, version=F("version") + 1)
    rows.filter(pk__in=beyond).update(furthest=target)
    record_many(
        draft(
            actor, kinds.MOVED, subject=deal, client_id=deal.client_id,
            data={"deal": deal.title, "stage": str(target)},
        )
        for deal in deals
    )  # fmt: skip


def _target(actor: Actor, stage: Stage, move_to: int | None) -> Stage:
    alive = Stage.objects.visible_to(actor).filter(is_retired=False, pipeline__is_retired=False)
    found = alive.exclude(pk=stage.pk).filter(pk=move_to).first() if move_to else None
    if found is None:
        raise StageTaken
    target: Stage = found
    return target


def _add(actor: Actor, pipeline: Pipeline, name: str, probability: int) -> Stage:
    require(actor, "stages.edit")
    rows = Stage.objects.visible_to(actor).filter(pipeline=pipeline)
    if rows.filter(is_retired=False).count() >= MOST_STAGES:
        raise Invalid(name=_("A pipeline has at most {n} stages: more nobody reads.").format(n=MOST_STAGES))
    stage = Stage(pipeline=pipeline, name=name, probability=probability, place=_after(rows))
    _own_name(actor, stage)
    checked(stage, exclude=("pipeline",))
    stage.save(force_insert=True)
    record(actor, kinds.STAGE_SAVED, subject=stage, data={"stage": str(stage)})
    return stage


def _own_name(actor: Actor, stage: Stage) -> None:
    taken = [str(one).casefold() for one in _stages(actor, stage.pipeline) if one.pk != stage.pk]
    if str(stage).casefold() in taken:
        raise Invalid(name=_("This pipeline has a stage of this name."))


def _stages(actor: Actor, pipeline: Pipeline) -> list[Stage]:
    rows = Stage.objects.visible_to(actor).filter(pipeline=pipeline, is_retired=False)
    return list(rows.order_by("place", "id"))


def _pipeline(actor: Actor, pk: int) -> Pipeline:
    require(actor, "stages.edit")
    pipeline: Pipeline = _row(Pipeline.objects.visible_to(actor).filter(is_retired=False), pk)
    return pipeline


def _stage(actor: Actor, pk: int) -> Stage:
    require(actor, "stages.edit")
    rows = Stage.objects.visible_to(actor).filter(is_retired=False).select_related("pipeline")
    stage: Stage = _row(rows, pk)
    return stage


def _row(rows: Any, pk: int) -> Any:
    found = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def _after(rows: Any) -> int:
    return (rows.aggregate(last=Max("place"))["last"] or 0) + 1


def _named(name: str, field: str) -> str:
    named = tidy(name)
    if not named:
        raise Invalid(**{field: _("Give it a name.")})
    return named
