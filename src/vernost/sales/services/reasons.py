"""The firm's list of reasons (rule 7.4): renamed, regrouped, merged, taken out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.services.saving import checked
from vernost.core.errors import Conflict, Invalid, NotVisible
from vernost.journal.write import apply, record
from vernost.orders.services.values import tidied
from vernost.sales import kinds
from vernost.sales.models import Deal, LostReason

EVERYBODYS = "a reason is the firm's: every deal that was lost for it"


@transaction.atomic
def reason_add(actor: Actor, *, group: str, name: str, remedy: str = "") -> LostReason:
    require(actor, "reasons.edit")
    rows = LostReason.objects.visible_to(actor)
    reason = LostReason(
        place=(rows.aggregate(last=Max("place"))["last"] or 0) + 1,
        **tidied(LostReason, {"group": group, "name": name, "remedy": remedy}),
    )
    _named(actor, reason)
    reason.save(force_insert=True)
    record(actor, kinds.REASON_SAVED, subject=reason, data={"reason": str(reason)})
    return reason


@transaction.atomic
def reason_change(
    actor: Actor, *, reason_id: int, version: int, group: str, name: str, remedy: str = ""
) -> LostReason:
    """Words left as they came stay the shipped ones, in every reader's language."""
    reason = _reason(actor, reason_id)
    wanted = tidied(LostReason, {"group": group, "name": name, "remedy": remedy})
    for field, shown in (("name", str(reason)), ("remedy", reason.cure)):
        if not getattr(reason, field) and wanted[field] == shown:
            wanted[field] = ""
    if version != reason.version:
        raise Conflict(changes={name: (wanted[name], getattr(reason, name)) for name in wanted})
    changes = apply(reason, wanted)
    if changes:
        _named(actor, reason)
        reason.version += 1
        reason.save()
        record(actor, kinds.REASON_SAVED, subject=reason, changes=changes, data={"reason": str(reason)})
    return reason


@transaction.atomic
def reason_remove(actor: Actor, *, reason_id: int, merge_into: int | None = None) -> LostReason:
    """Nobody can choose it any more. With ``merge_into`` what was lost for it counts under the other."""
    reason = _reason(actor, reason_id)
    if merge_into is not None:
        target = LostReason.objects.visible_to(actor).filter(is_retired=False).exclude(pk=reason.pk)
        if (into := target.filter(pk=merge_into).first()) is None:
            raise Invalid(merge_into=_("There is no such reason."))
        Deal.objects.unscoped(reason=EVERYBODYS).filter(reason=reason).update(reason=into)
    if not reason.is_retired:
        reason.is_retired = True
        reason.version += 1
        reason.save(update_fields=["is_retired", "version"])
        record(actor, kinds.REASON_REMOVED, subject=reason, data={"reason": str(reason)})
    return reason


@transaction.atomic
def reason_restore(actor: Actor, *, reason_id: int) -> LostReason:
    reason = _reason(actor, reason_id)
    if reason.is_retired:
        reason.is_retired = False
        reason.version += 1
        reason.save(update_fields=["is_retired", "version"])
        record(actor, kinds.REASON_SAVED, subject=reason, data={"reason": str(reason)})
    return reason


def _reason(actor: Actor, pk: int) -> LostReason:
    require(actor, "reasons.edit")
    found: Any = LostReason.objects.visible_to(actor).select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotVisible
    reason: LostReason = found
    return reason


def _named(actor: Actor, reason: LostReason) -> None:
    if not reason.name and not reason.code:
        raise Invalid(name=_("Give it a name."))
    checked(reason)
    others = LostReason.objects.visible_to(actor).filter(is_retired=False).exclude(pk=reason.pk)
    if str(reason).casefold() in {str(one).casefold() for one in others}:
        raise Invalid(name=_("There is such a reason already."))
