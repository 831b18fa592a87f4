"""What a client agreed to, and took back (rule 1.10)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients import kinds
from vernost.clients.models import Client, Consent, Purpose
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record


@transaction.atomic
def consent_record(
    actor: Actor, *, client_id: int, purpose: str, how: str, proof: str = "", given_at: datetime | None = None
) -> Consent:
    client: Client = fetch(actor, Client, client_id, verb="consent.record", lock=True)
    at = given_at or clock.now()
    if at > clock.now():
        raise Invalid(given_at=_("This day is in the future."))
    consent = Consent(
        client=client,
        purpose=purpose,
        how=how,
        proof=tidy(proof, lines=True),
        given_at=at,
        recorded_by_id=actor.employee_id,
    )
    checked(consent)
    consent.save(force_insert=True)
    record(
        actor, kinds.CONSENTED, subject=consent, client_id=client.pk, data={"purpose": purpose, "how": how}
    )
    return consent


@transaction.atomic
def consent_withdraw(
    actor: Actor, *, client_id: int, purpose: str, how: str = "", at: datetime | None = None
) -> int:
    """Take back every giving of this purpose; how many there were. Works on a consent never given too:
    it forbids."""
    client: Client = fetch(actor, Client, client_id, verb="consent.record", lock=True)
    if purpose not in Purpose.values:
        raise Invalid(purpose=_("There is no such consent."))
    moment = at or clock.now()
    rows = Consent._base_manager.filter(
        client=client, purpose=purpose, withdrawn_at=None, given_at__lte=moment
    )
    withdrawn = rows.update(withdrawn_at=moment, withdrawn_how=tidy(how)[:200])
    if withdrawn:
        record(actor, kinds.CONSENT_WITHDRAWN, subject=client, client_id=client.pk, data={"purpose": purpose})
    return withdrawn
