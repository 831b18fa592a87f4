"""The firm's list of causes behind answers: added, reworded, put away, two made one. None is deleted."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.voice import theme_kinds
from vernost.voice.models import Cause, Theme

WORDS = {"name": 120, "name_en": 120, "trains": 200, "trains_en": 200}
WHY = "the firm's list is of all its answers, whoever sees them"


@transaction.atomic
def cause_add(actor: Actor, **words: str) -> Cause:
    """``words``: name, name_en, trains, trains_en."""
    require(actor, "voice.causes")
    cause = Cause(**_checked(words), place=1 + Cause.objects.visible_to(actor).count())
    _once(actor, cause)
    cause.save(force_insert=True)
    record(actor, theme_kinds.CAUSES_CHANGED, subject=cause, data={"cause": cause.name})
    return cause


@transaction.atomic
def cause_reword(actor: Actor, *, cause_id: int, **words: str) -> Cause:
    """What is not among the ``words`` stays."""
    cause: Cause = fetch(actor, Cause, cause_id, verb="voice.causes", lock=True)
    said = _checked({"name": cause.name, **words})
    changes = {
        name: (getattr(cause, name), value) for name, value in said.items() if getattr(cause, name) != value
    }
    if not changes:
        return cause
    for name, value in said.items():
        setattr(cause, name, value)
    _once(actor, cause)
    cause.save(update_fields=list(said))
    record(actor, theme_kinds.CAUSES_CHANGED, subject=cause, changes=changes, data={"cause": cause.name})
    return cause


@transaction.atomic
def cause_put_away(actor: Actor, *, cause_id: int, away: bool) -> Cause:
    """Not offered any more; answers that name it keep it."""
    cause: Cause = fetch(actor, Cause, cause_id, verb="voice.causes", lock=True)
    if cause.is_active == away:
        cause.is_active = not away
        cause.save(update_fields=["is_active"])
        changes = {"is_active": (away, not away)}
        record(actor, theme_kinds.CAUSES_CHANGED, subject=cause, changes=changes, data={"cause": cause.name})
    return cause


@transaction.atomic
def cause_merge(actor: Actor, *, cause_id: int, into_id: int) -> Cause:
    """Two words for one thing: every answer that named the first names the second, once; the first is put
    away."""
    if cause_id == into_id:
        raise Invalid(into=_("Choose another cause."))
    pair = {pk: fetch(actor, Cause, pk, verb="voice.causes", lock=True) for pk in sorted((cause_id, into_id))}
    cause, into = pair[cause_id], pair[into_id]
    if not into.is_active:
        raise Invalid(into=_("This cause is put away."))
    rows: Any = Theme.objects.unscoped(reason=WHY)
    both = rows.filter(cause=into).values("response")
    rows.filter(cause=cause, response__in=both).delete()
    moved = rows.filter(cause=cause).update(cause=into)
    cause.is_active = False
    cause.save(update_fields=["is_active"])
    data = {"cause": cause.name, "into": into.name, "answers": moved}
    record(actor, theme_kinds.CAUSES_CHANGED, subject=cause, changes={"merged": (None, into.name)}, data=data)
    return into


def _checked(words: dict[str, str]) -> dict[str, str]:
    said = {name: tidy(value) for name, value in words.items() if name in WORDS}
    if not said.get("name"):
        raise Invalid(name=_("Write the cause."))
    for name, value in said.items():
        if len(value) > WORDS[name]:
            raise Invalid(**{name: _("At most {limit} signs.").format(limit=WORDS[name])})
    return said


def _once(actor: Actor, cause: Cause) -> None:
    others = Cause.objects.visible_to(actor).exclude(pk=cause.pk or 0).values_list("name", "name_en")
    taken = {name.casefold() for pair in others for name in pair if name}
    for column in ("name", "name_en"):
        if getattr(cause, column).casefold() in taken - {""}:
            raise Invalid(**{column: _("There is such a cause.")})
