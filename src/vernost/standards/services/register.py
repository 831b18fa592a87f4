"""The firm's register: standards of its own, the shipped ones reworded, what competitors do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.standards import kinds
from vernost.standards.models import Rival, Standard


@transaction.atomic
def standard_save(
    actor: Actor,
    *,
    standard_id: int | None = None,
    name: str,
    target: Decimal,
    measure: str = "",
    way: str = "",
    about: str = "",
) -> Standard:
    """A new one, or another wording and target. What a standard is counted by stays: figures of two measures
    cannot be one line. An empty name of a shipped one: as it came."""
    require(actor, "standard.edit")
    if standard_id is None:
        place = 1 + Standard.objects.visible_to(actor).count()
        standard = Standard(place=place, measure=measure or "hand")
    else:
        standard = fetch(actor, Standard, standard_id, verb="standard.edit", lock=True)
    standard.name, standard.about, standard.target = tidy(name), tidy(about), target
    standard.way = way or standard.way
    if not standard.name and not standard.code:
        raise Invalid(name=_("Write the standard in one sentence."))
    checked(standard)
    standard.save()
    record(actor, kinds.SAVED, subject=standard, data={"standard": str(standard)})
    return standard


@transaction.atomic
def standard_retire(actor: Actor, *, standard_id: int, retired: bool) -> Standard:
    standard: Standard = fetch(actor, Standard, standard_id, verb="standard.edit", lock=True)
    if standard.is_retired != retired:
        standard.is_retired = retired
        standard.save(update_fields=["is_retired"])
        record(actor, kinds.RETIRED, subject=standard, data={"standard": str(standard)})
    return standard


@transaction.atomic
def rival_add(actor: Actor, *, standard_id: int, name: str, does: str, seen_on: date | None = None) -> Rival:
    standard: Standard = fetch(actor, Standard, standard_id, verb="standard.rival")
    rival = Rival(standard=standard, name=tidy(name), does=tidy(does), seen_on=seen_on or clock.today())
    if not rival.name or not rival.does:
        raise Invalid(**{"does" if rival.name else "name": _("Write who, and what they do.")})
    if rival.seen_on > clock.today():
        raise Invalid(seen_on=_("This day has not come yet."))
    checked(rival)
    rival.save(force_insert=True)
    record(actor, kinds.RIVAL, subject=rival, data={"standard": str(standard)})
    return rival


@transaction.atomic
def rival_drop(actor: Actor, *, rival_id: int) -> int:
    """What they did is no more so; the standard it stood by."""
    rows: Any = Rival.objects.select_related("standard")
    rival: Rival = fetch(actor, rows, rival_id, verb="standard.rival", lock=True)
    record(actor, kinds.RIVAL, subject=rival, data={"standard": str(rival.standard)})
    rival.delete()
    return rival.standard_id
