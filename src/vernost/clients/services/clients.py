"""Adding, changing, closing and opening a client again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients import facets, kinds, owning
from vernost.clients.errors import EditedMeanwhile
from vernost.clients.models import EDITABLE, Client, ClosedReason, Kind, Partner
from vernost.clients.rules import email_of, phone_of, tidy
from vernost.clients.services.contacts import no_such_email, no_such_phone, put_email, put_phone
from vernost.clients.services.pyramid import level_moved
from vernost.clients.services.saving import (
    NAMING,
    client_checked,
    column,
    named,
    search_refresh,
    tidied,
)
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.core.practice import COUNTRY
from vernost.core.searching import folded
from vernost.journal.kinds import EntryKind
from vernost.journal.models import Entry
from vernost.journal.watch import card_opened
from vernost.journal.write import apply, record
from vernost.staff.models import Employee


@transaction.atomic
def client_add(
    actor: Actor,
    *,
    name: str,
    kind: str = Kind.PERSON,
    owner_id: int | None = None,
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    **values: Any,
) -> Client:
    """A new client, of the actor where nobody else is named. Naming another manager is handing over."""
    require(actor, "client.add")
    _only_editable(values)
    client = Client(owner_id=_first_owner(actor, owner_id), created_by_id=actor.employee_id)
    for field, value in tidied(Client, {"name": name, "kind": kind, **_with_partner(values)}).items():
        setattr(client, field, value)
    _recommender_visible(actor, client)
    named(client)
    client_checked(client)
    client.save(force_insert=True)
    for phone in phones:
        put_phone(client, phone)
    for email in emails:
        put_email(client, email)
    search_refresh(client)
    record(actor, kinds.ADDED, subject=client, client_id=client.pk)
    return client


def _first_owner(actor: Actor, owner_id: int | None) -> int | None:
    wanted = actor.employee_id if owner_id is None else owner_id
    if not actor.is_self(wanted) and wanted is not None:
        require(actor, "client.hand_over")
        if not Employee.objects.active().filter(pk=wanted).exists():
            raise Invalid(owner=_("There is no such employee."))
    owning.demand([wanted])
    return wanted


def _with_partner(values: Mapping[str, Any]) -> dict[str, Any]:
    """A partner may be given by name: a new name is a new partner."""
    given = values.get("partner")
    if not isinstance(given, str):
        return dict(values)
    name = tidy(given)[:120]
    partner = None
    if name:
        partner, _new = Partner.objects.unscoped(reason="the firm's list").get_or_create(
            key=folded(name)[:120], defaults={"name": name}
        )
    return {**values, "partner": partner}


def _only_editable(values: Mapping[str, Any]) -> None:
    unknown = values.keys() - set(EDITABLE)
    if unknown:
        raise TypeError(f"not for editing: {', '.join(sorted(unknown))}")


def _recommender_visible(actor: Actor, client: Client) -> None:
    """Whoever may not see a client does not learn of them by naming their number."""
    if client.recommended_by_id is None:
        return
    try:
        fetch(actor, Client, client.recommended_by_id)
    except NotVisible as error:
        raise Invalid(recommended_by=_("There is no such client.")) from error


@transaction.atomic
def client_change(actor: Actor, *, client_id: int, version: int, **values: Any) -> Client:
    """Save what differs from the ``version`` that the editor saw.

    Where somebody saved meanwhile, what they changed and this editor did not is kept as they left it; a
    field that both changed is a Conflict that says what it was and what it is now. Nothing is
    overwritten unseen.
    """
    client: Client = fetch(actor, Client, client_id, verb="client.edit", lock=True)
    _only_editable(values)
    wanted = tidied(Client, _with_partner(values))
    if version != client.version:
        wanted = _mine_only(client, version, wanted)
    changes = apply(client, wanted)
    if not changes:
        return client
    if "recommended_by" in changes:
        _recommender_visible(actor, client)
    client_checked(client)
    client.version += 1
    client.changed_at = clock.now()
    client.save(update_fields=[*changes, "version", "changed_at"])
    if NAMING & changes.keys():
        search_refresh(client)
    record(
        actor,
        kinds.CHANGED,
        subject=client,
        client_id=client.pk,
        changes=changes,
        data={"version": client.version},
    )
    if "level" in changes:
        level_moved(actor, client, *changes["level"])
    return client


def _mine_only(client: Client, version: int, wanted: dict[str, Any]) -> dict[str, Any]:
    """What this editor changed against what they saw; Conflict where somebody else changed the same."""
    seen = _as_seen(client, version)
    if seen is None:
        differing = {
            name: (None, _now(client, name)) for name in wanted if _now(client, name) != _plain(wanted[name])
        }
        raise EditedMeanwhile(changes=differing, fresh={}, version=client.version)
    mine: dict[str, Any] = {}
    clashes: dict[str, tuple[Any, Any]] = {}
    for name, value in wanted.items():
        before = seen.get(name, _now(client, name))
        if _plain(value) == _plain(before):
            continue
        mine[name] = value
        if name in seen and _plain(value) != _plain(_now(client, name)):
            clashes[name] = (before, _now(client, name))
    if clashes:
        fresh = {name: _now(client, name) for name in wanted if name not in mine}
        raise EditedMeanwhile(changes=clashes, fresh=fresh, version=client.version)
    return mine


def _as_seen(client: Client, version: int) -> dict[str, Any] | None:
    """The fields that were changed after ``version``, as they were then. None where the journal does not
    know."""
    entries = Entry.objects.filter(client_id=client.pk, data__version__gt=version).order_by("id")
    seen: dict[str, Any] = {}
    known = 0
    for entry in entries:
        known += 1
        for name, (before, _after) in entry.changes.items():
            if name in EDITABLE:
                seen.setdefault(name, column(name).to_python(before))
    return seen if known == client.version - version and version > 0 else None


def _now(client: Client, name: str) -> Any:
    return getattr(client, column(name).attname)


def _plain(value: Any) -> Any:
    return getattr(value, "pk", value)


@transaction.atomic
def client_close(actor: Actor, *, client_id: int, reason: str, on: date | None = None) -> Client:
    """Nobody writes to a closed client (rule 2.4). Closing again changes nothing."""
    client: Client = fetch(actor, Client, client_id, verb="client.close", lock=True)
    if reason not in ClosedReason.values or not reason:
        raise Invalid(reason=_("Say why."))
    day = on or clock.today()
    if day > clock.today():
        raise Invalid(on=_("This day is in the future."))
    if client.is_closed:
        return client
    _state(actor, client, kinds.CLOSED, closed_on=day, closed_reason=reason)
    return client


@transaction.atomic
def client_reopen(actor: Actor, *, client_id: int) -> Client:
    client: Client = fetch(actor, Client, client_id, verb="client.close", lock=True)
    if client.is_closed:
        _state(actor, client, kinds.REOPENED, closed_on=None, closed_reason="")
    return client


def _state(actor: Actor, client: Client, kind: EntryKind, **values: Any) -> None:
    changes = apply(client, values)
    client.version += 1
    client.changed_at = clock.now()
    client.save(update_fields=[*changes, "version", "changed_at"])
    record(
        actor, kind, subject=client, client_id=client.pk, changes=changes, data={"version": client.version}
    )


@transaction.atomic
def client_open(actor: Actor, *, client_id: int) -> Client:
    """A card is shown: the look is counted, and at another's card written down (rule 1.2)."""
    along = ("owner", "partner", "recommended_by", *facets.joined())
    rows: Any = Client.objects.all().select_related(*along)
    client: Client = fetch(actor, rows, client_id)
    card_opened(actor, client, kinds.LOOKED)
    return client


def contacts_checked(phones: Sequence[str], emails: Sequence[str]) -> None:
    """Whether all of them can be saved; for a form that shows its errors before anything is written."""
    country = COUNTRY.value()
    for phone in phones:
        if phone_of(phone, country) is None:
            raise no_such_phone()
    for email in emails:
        if email_of(email) is None:
            raise no_such_email()
