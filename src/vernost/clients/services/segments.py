"""Saved filters of the client list."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import may, require
from vernost.clients import facets, kinds
from vernost.clients.conditions import compiled
from vernost.clients.filters import EVERYBODY, from_json, to_json
from vernost.clients.models import Segment
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid, NotAllowed
from vernost.journal.write import record


@transaction.atomic
def segment_save(
    actor: Actor,
    *,
    name: str,
    tree: Any,
    shared: bool = False,
    segment_id: int | None = None,
    version: int = 0,
) -> Segment:
    """A new segment, or another filter for one's own. The filter must run for whoever saves it."""
    require(actor, "segment.save")
    if shared:
        require(actor, "segment.share")
    called = tidy(name)[:120]
    if not called:
        raise Invalid(name=_("Write the name."))
    asked = from_json(tree)
    if asked == EVERYBODY:
        raise Invalid(tree=_("Choose at least one condition."))
    compiled(actor, asked, facets.fields(actor))
    if actor.employee_id is None:
        raise NotAllowed(verb="segment.save")
    segment = _mine(actor, segment_id) if segment_id else Segment(owner_id=actor.employee_id)
    if segment_id and version != segment.version:
        raise Conflict(changes={"name": (None, segment.name)})
    taken = Segment._base_manager.filter(owner=segment.owner_id, name=called).exclude(pk=segment.pk)
    if taken.exists():
        raise Invalid(name=_("You have a segment of this name."))
    segment.name, segment.tree, segment.shared = called, to_json(asked), shared
    segment.changed_at = clock.now()
    segment.version += 1 if segment_id else 0
    segment.save()
    record(actor, kinds.SEGMENT_SAVED, subject=segment, data={"segment": segment.name})
    return segment


@transaction.atomic
def segment_remove(actor: Actor, *, segment_id: int) -> None:
    segment = _mine(actor, segment_id)
    record(actor, kinds.SEGMENT_REMOVED, subject=segment, data={"segment": segment.name})
    segment.delete()


def _mine(actor: Actor, segment_id: int) -> Segment:
    """One's own; a shared one may be changed by whoever may share, too."""
    segment: Segment = fetch(actor, Segment, segment_id, verb="segment.save", lock=True)
    if not actor.is_self(segment.owner_id) and not may(actor, "segment.share"):
        raise NotAllowed(verb="segment.save")
    return segment
