"""The firm's catalogue of reasons, and why one client left (rules 6.2, 6.3)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import apply, record
from vernost.winback import kinds
from vernost.winback.models import ClientReason, Group, Reason, Says, Sure
from vernost.winback.services.ranking import ranked_again


@transaction.atomic
def reason_add(actor: Actor, *, name: str, group: str = Group.OURSELVES, remedy: str = "") -> Reason:
    require(actor, "winback.reasons")
    reason = Reason(name=_named(name), group=group, remedy=tidy(remedy, lines=True)[:1000])
    reason.place = 1 + Reason.objects.visible_to(actor).count()
    _once(actor, reason)
    checked(reason)
    reason.save(force_insert=True)
    record(actor, kinds.REASONS_CHANGED, subject=reason, data={"reason": reason.name})
    return reason


@transaction.atomic
def reason_edit(actor: Actor, *, reason_id: int, name: str, group: str, remedy: str) -> Reason:
    reason: Reason = fetch(actor, Reason, reason_id, verb="winback.reasons", lock=True)
    wanted = {"name": _named(name), "group": group, "remedy": tidy(remedy, lines=True)[:1000]}
    changes = apply(reason, wanted)
    _once(actor, reason)
    checked(reason)
    if changes:
        reason.save(update_fields=list(changes))
        record(actor, kinds.REASONS_CHANGED, subject=reason, changes=changes, data={"reason": str(reason)})
    return reason


@transaction.atomic
def reason_put_away(actor: Actor, *, reason_id: int, away: bool) -> Reason:
    """Not offered any more; clients who left for it keep it."""
    reason: Reason = fetch(actor, Reason, reason_id, verb="winback.reasons", lock=True)
    if reason.is_retired != away:
        reason.is_retired = away
        reason.save(update_fields=["is_retired"])
        changes = {"is_retired": (not away, away)}
        record(actor, kinds.REASONS_CHANGED, subject=reason, changes=changes, data={"reason": str(reason)})
    return reason


@transaction.atomic
def why_say(
    actor: Actor,
    *,
    client_id: int,
    reason_id: int,
    says: str = Says.EMPLOYEE,
    sure: int = Sure.LIKELY,
    note: str = "",
    real: bool = False,
) -> ClientReason:
    """Why this client left, who says so, how sure. The same reason again corrects what was said of it."""
    client: Client = fetch(actor, Client, client_id, verb="winback.reason", lock=True)
    reason = Reason.objects.visible_to(actor).filter(pk=reason_id).first()
    if reason is None:
        raise Invalid(reason=_("There is no such reason."))
    row = ClientReason.objects.visible_to(actor).filter(client=client, reason=reason).first()
    if row is None:
        if reason.is_retired:
            raise Invalid(reason=_("This reason is not used any more."))
        row = ClientReason(client=client, reason=reason, said_by_id=actor.employee_id)
    row.says, row.sure, row.note = says, sure, tidy(note)[:500]
    checked(row, exclude=("client", "reason", "said_by", "confirmed_by"))
    row.save()
    data = {"reason": str(reason), "note": row.note}
    record(actor, kinds.REASON_SAID, subject=row, client_id=client.pk, data=data)
    if real:
        why_confirm(actor, why_id=row.pk)
    ranked_again([client.pk])
    return row


@transaction.atomic
def why_confirm(actor: Actor, *, why_id: int) -> ClientReason:
    """The real reason; of several there is one."""
    rows: Any = ClientReason.objects.select_related("reason", "client")
    row: ClientReason = fetch(actor, rows, why_id, verb="winback.confirm", lock=True)
    if row.is_real:
        return row
    others = ClientReason.objects.visible_to(actor).filter(client=row.client_id, is_real=True)
    others.update(is_real=False, confirmed_at=None, confirmed_by=None)
    row.is_real, row.confirmed_at, row.confirmed_by_id = True, clock.now(), actor.employee_id
    row.save(update_fields=["is_real", "confirmed_at", "confirmed_by"])
    data = {"reason": str(row.reason)}
    record(actor, kinds.REASON_CONFIRMED, subject=row, client_id=row.client_id, data=data)
    ranked_again([row.client_id])
    return row


def _named(name: str) -> str:
    said = tidy(name)
    if not said:
        raise Invalid(name=_("Write the reason."))
    if len(said) > 120:
        raise Invalid(name=_("At most {limit} signs.").format(limit=120))
    return said


def _once(actor: Actor, reason: Reason) -> None:
    others = Reason.objects.visible_to(actor).exclude(pk=reason.pk or 0)
    if any(str(one).casefold() == reason.name.casefold() for one in others):
        raise Invalid(name=_("There is such a reason."))
