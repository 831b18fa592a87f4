"""Getting one thing for somebody. Outside their scope it does not exist: 404, with nothing said of why."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from vernost.access.actor import Actor, Kind
from vernost.access.policies import require
from vernost.access.scoping import ScopedModel, ScopedQuerySet
from vernost.core.errors import NotSignedIn, NotVisible

T = TypeVar("T", bound=models.Model)
S = TypeVar("S", bound=ScopedModel)
BIGGEST_KEY = 2**63 - 1


def fetch(
    actor: Actor, rows: type[S] | ScopedQuerySet[S], pk: Any, *, verb: str = "", lock: bool = False
) -> S:
    """The row the actor sees, and may do ``verb`` with. ``lock``, in a transaction: nobody else changes it.

    ``rows``: the model, or a queryset of it with joins (``Client.objects.select_related("owner")``).
    """
    if actor.kind is Kind.ANONYMOUS:
        raise NotSignedIn
    found: Any = rows.objects.all() if isinstance(rows, type) else rows
    visible = found.visible_to(actor)
    if lock:
        visible = visible.select_for_update(of=("self",))
    row: S | None = visible.filter(pk=key(pk)).first()
    if row is None:
        raise NotVisible
    if verb:
        require(actor, verb, row)
    return row


def fetch_plain(actor: Actor, rows: type[T] | models.QuerySet[T], pk: Any, *, verb: str) -> T:
    """One row of a model that is nobody's own (employees, teams): the verb alone decides."""
    require(actor, verb)
    found = rows._default_manager.all() if isinstance(rows, type) else rows
    row = found.filter(pk=key(pk)).first()
    if row is None:
        raise NotVisible
    return row


def key(value: Any) -> int:
    """A key out of an address: whatever is none («10^30», a word) names nothing."""
    text = str(value)
    if not text.isascii() or not text.isdigit() or len(text) > 19:
        raise NotVisible
    number = int(text)
    if not 0 < number <= BIGGEST_KEY:
        raise NotVisible
    return number
