"""Whether a letter may go, and to which address: asked when it is asked for, and again when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
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
    return _unagreed(_consents([client.pk], purpose).get(client.pk, []), left)


def _unagreed(consents: Sequence[tuple[datetime, datetime | None]], left: datetime | None) -> str:
    """Of consents as (given, withdrawn); ``left``: since when the address is unsubscribed."""
    valid = [given for given, withdrawn in consents if withdrawn is None]
    if left is not None and not any(given > left for given in valid):
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


def held_back(client_ids: Sequence[int], kind: LetterKind) -> dict[int, str]:
    """``verdict`` over many at once: client → why no letter of this kind may go to them; whoever may be
    written to is not in it. As many queries as questions, whatever the number of clients (a few thousand)."""
    ids = sorted(set(client_ids))
    rows = Client._base_manager.filter(pk__in=ids).values_list("pk", "is_live", "closed_on")
    standing = {pk: (live, closed) for pk, live, closed in rows}
    addresses = _addresses(ids)
    stopped = stops.known([one for theirs in addresses.values() for one in theirs])
    consents = _consents(ids, kind.needs) if kind.needs else {}
    guarded = guards.held(ids) if kind.advertising else {}
    found: dict[int, str] = {}
    for pk in ids:
        live, closed = standing.get(pk, (False, None))
        working = [one for one in addresses.get(pk, ()) if Stopped.BOUNCED not in stopped[one]]
        if not live:
            found[pk] = reasons.GONE
        elif closed is not None:
            found[pk] = reasons.CLOSED
        elif not addresses.get(pk):
            found[pk] = reasons.NO_ADDRESS
        elif not working:
            found[pk] = reasons.BOUNCED
        elif kind.needs and (why := _unagreed(consents.get(pk, []), stopped[working[0]].get(Stopped.LEFT))):
            found[pk] = why
        elif pk in guarded:
            found[pk] = guarded[pk]
    return found


def _addresses(ids: Sequence[int]) -> dict[int, list[str]]:
    """The client's own before those of key people, as in ``verdict``."""
    rows = Email.objects.unscoped(reason=REASON).filter(client__in=ids)
    found: dict[int, list[str]] = {}
    told = rows.order_by("pk").values_list("client", "person", "address")
    for client, _person, address in sorted(told, key=lambda one: one[1] is not None):
        found.setdefault(client, []).append(address)
    return found


def _consents(ids: Sequence[int], purpose: Purpose) -> dict[int, list[tuple[datetime, datetime | None]]]:
    rows = Consent.objects.unscoped(reason=REASON).filter(client__in=ids, purpose=purpose).order_by()
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for client, given, withdrawn in rows.values_list("client", "given_at", "withdrawn_at"):
        found.setdefault(client, []).append((given, withdrawn))
    return found
