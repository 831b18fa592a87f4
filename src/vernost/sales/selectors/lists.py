"""The firm's own lists: pipelines with their stages, reasons by group."""

from __future__ import annotations

from typing import Any

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core.errors import NotVisible
from vernost.sales.models import Group, LostReason, Pipeline, Stage


def stages(actor: Actor) -> list[Stage]:
    """All that are in use, pipeline by pipeline; one query."""
    rows = Stage.objects.visible_to(actor).filter(is_retired=False, pipeline__is_retired=False)
    order = ("pipeline__place", "pipeline_id", "place", "id")
    return list(rows.select_related("pipeline").order_by(*order))


def pipelines(actor: Actor) -> list[tuple[Pipeline, list[Stage]]]:
    found: dict[int, tuple[Pipeline, list[Stage]]] = {}
    for one in stages(actor):
        found.setdefault(one.pipeline_id, (one.pipeline, []))[1].append(one)
    return list(found.values())


def stage_one(actor: Actor, pk: int) -> Stage:
    require(actor, "stages.edit")
    rows: Any = Stage.objects.visible_to(actor).filter(is_retired=False).select_related("pipeline")
    found: Stage | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def reason_groups(actor: Actor, *, retired: bool = False) -> list[tuple[str, list[LostReason]]]:
    """Group in words → its reasons, in the order of the list; empty groups are left out."""
    rows = LostReason.objects.visible_to(actor)
    found = list(rows if retired else rows.filter(is_retired=False))
    groups = [(str(group.label), [one for one in found if one.group == group]) for group in Group]
    return [(label, reasons) for label, reasons in groups if reasons]


def reason_one(actor: Actor, pk: int) -> LostReason:
    require(actor, "reasons.edit")
    found: LostReason | None = LostReason.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found
