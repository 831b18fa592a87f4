"""Whether a letter may go, and to which address: asked when it is asked for, and again when it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from vernost.clients.models import Client, Consent, Email, Purpose
from vernost.core import clock
from vernost.core.practice import LETTERS_A_WEEK
from vernost.post import guards, letter_kinds, reasons, stops
from vernost.post.letter_kinds import LetterKind
from vernost.post.models import Letter, State, Stopped

WEEK = timedelta(days=7)
REASON = "the door asks about the reader, whoever wrote the letter"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``address`` where it may go; else ``reason``."""

    address: str = ""
    reason: str = ""


def verdict(client: Client, kind: LetterKind, *, now_sending: bool = False) -> Verdict:
    """Rules 1.10, 2.4, 8.2, 8.5. How often is counted at the moment of sending alone: a letter may be asked
    for long before its day."""
    if not client.is_live:
        return Verdict(reason=reasons.GONE)
    if client.is_closed:
        return Verdict(reason=reasons.CLOSED)
    rows = Email.objects.unscoped(reason=REASON).filter(client=client)
    addresses = sorted(rows, key=lambda one: (one.person_id is not None, one.pk))
    if not addresses:
        return Verdict(reason=reasons.NO_ADDRESS)
    stopped = stops.known([one.address for one in addresses])
    working = [one.address for one in addresses if Stopped.BOUNCED not in stopped[one.address]]
    if not working:
        return Verdict(reason=reasons.BOUNCED)
    address = working[0]
    if kind.needs:
        held = _without_consent(client, kind.needs, stopped[address].get(Stopped.LEFT))
        if held:
            return Verdict(reason=held)
    if kind.advertising:
        held = guards.held([client.pk]).get(client.pk, "") or (
            reasons.TOO_OFTEN if now_sending and _too_often(client) else ""
        )
        if held:
            return Verdict(reason=held)
    return Verdict(address=address)


def _without_consent(client: Client, purpose: Purpose, left: datetime | None) -> str:
    """Whoever left is written to again only after a new consent (rule 8.5)."""
    consents = list(Consent.objects.unscoped(reason=REASON).filter(client=client, purpose=purpose))
    valid = [one for one in consents if one.withdrawn_at is None]
    if left is not None and not any(one.given_at > left for one in valid):
        return reasons.UNSUBSCRIBED
    if valid:
        return ""
    return reasons.WITHDRAWN if consents else reasons.NO_CONSENT


def _too_often(client: Client) -> bool:
    """Rule 8.2, over all that is advertising; 0 is no limit."""
    most = LETTERS_A_WEEK.value()
    if not most:
        return False
    kinds = [one.name for one in letter_kinds.every() if one.advertising]
    rows = Letter.objects.unscoped(reason=REASON).filter(client=client, kind__in=kinds, state=State.SENT)
    return rows.filter(sent_at__gt=clock.now() - WEEK).count() >= most
