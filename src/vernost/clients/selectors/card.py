"""One client, whole: for the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Max, Prefetch, Q

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients import facets
from vernost.clients.facets import Panel, Place
from vernost.clients.models import (
    Client,
    Consent,
    CustomField,
    CustomValue,
    Email,
    KeyPerson,
    Merge,
    Note,
    Phone,
    Purpose,
    Tag,
)
from vernost.core.paging import Page
from vernost.journal.models import Entry
from vernost.journal.read import timeline
from vernost.staff.models import Employee


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a consent is in force: the last word counts, whichever row it stands in."""

    purpose: Purpose
    in_force: bool
    given_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnField:
    field: CustomField
    value: Any


@dataclass(frozen=True, slots=True)
class Card:
    client: Client
    phones: list[Phone]
    emails: list[Email]
    people: list[KeyPerson]
    tags: list[Tag]
    own_fields: list[OwnField]
    consents: list[Standing]
    notes: list[Note]
    merges: list[Merge]
    history: Page[Entry]
    panels: dict[str, list[tuple[Panel, dict[str, Any]]]]


def client_card(actor: Actor, client: Client, *, after: str = "") -> Card:
    """Everything of the card but the client's own row: ten queries or eleven, and those of the panels."""
    require(actor, "client.see", client)
    known_by = Prefetch("known_by", queryset=Employee.objects.order_by("name"))
    merges = list(
        Merge.objects.visible_to(actor)
        .filter(survivor=client, undone_at=None)
        .select_related("absorbed", "by")
    )
    return Card(
        client=client,
        phones=list(Phone.objects.visible_to(actor).filter(client=client).select_related("person")),
        emails=list(Email.objects.visible_to(actor).filter(client=client).select_related("person")),
        people=list(KeyPerson.objects.visible_to(actor).filter(client=client).prefetch_related(known_by)),
        tags=list(Tag.objects.visible_to(actor).filter(tagged__client=client)),
        own_fields=_own_filled(actor, client),
        consents=consents_of(actor, client),
        notes=list(Note.objects.visible_to(actor).filter(client=client).select_related("author")[:50]),
        merges=merges,
        history=timeline(actor, client, merged=merged_ids(merges, client), after=after, limit=20),
        panels={place.value: panels_of(actor, client, place) for place in Place},
    )


def merged_ids(merges: Sequence[Merge], client: Client) -> list[int]:
    """Those merged in directly, and those whom these had absorbed before."""
    if not merges:
        return []
    rows = Client._base_manager.filter(merged_into=client).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def own_fields(actor: Actor) -> list[CustomField]:
    return list(CustomField.objects.visible_to(actor).filter(retired_at=None))


def recommender_of(actor: Actor, client: Client) -> Client | None:
    """Who recommended them, if the actor may see that client."""
    known = client.recommended_by
    return known if known is not None and Client.scope.holds(actor, known) else None


def own_values(actor: Actor, client: Client) -> dict[int, Any]:
    return {row.field_id: row.value for row in CustomValue.objects.visible_to(actor).filter(client=client)}


def _own_filled(actor: Actor, client: Client) -> list[OwnField]:
    """The firm's fields with this client's values, in one query."""
    fields: Any = CustomField.objects.visible_to(actor).filter(retired_at=None)
    mine = FilteredRelation("values", condition=Q(values__client=client.pk))
    columns = ("text", "number", "day", "flag")
    rows = fields.annotate(mine=mine).annotate(**{f"its_{name}": F(f"mine__{name}") for name in columns})
    found = []
    for field in rows:
        value = CustomValue(**{name: getattr(field, f"its_{name}") for name in columns}).value
        found.append(OwnField(field, None if value in (None, "") else value))
    return found


def client_history(actor: Actor, client: Client, *, after: str = "") -> Page[Entry]:
    merges = list(Merge.objects.visible_to(actor).filter(survivor=client, undone_at=None)[:1])
    return timeline(actor, client, merged=merged_ids(merges, client), after=after)


def every_field(actor: Actor) -> list[CustomField]:
    """The retired ones too: for the page on which they are defined."""
    return list(CustomField.objects.visible_to(actor).order_by("retired_at", "position", "id"))


def consents_of(actor: Actor, client: Client) -> list[Standing]:
    rows = Consent.objects.visible_to(actor).filter(client=client).order_by().values("purpose")
    found = {
        row["purpose"]: (row["given"], row["withdrawn"])
        for row in rows.annotate(given=Max("given_at"), withdrawn=Max("withdrawn_at"))
    }
    standing = []
    for purpose in Purpose:
        given, withdrawn = found.get(purpose.value, (None, None))
        in_force = given is not None and (withdrawn is None or given > withdrawn)
        standing.append(Standing(purpose, in_force, given, withdrawn))
    return standing


def may_be_told(actor: Actor, client: Client, purpose: Purpose) -> bool:
    """Whether the client agreed to this and has not taken it back; for post/ and whoever writes or calls."""
    return any(one.in_force for one in consents_of(actor, client) if one.purpose is purpose)


def panels_of(actor: Actor, client: Client, place: Place) -> list[tuple[Panel, dict[str, Any]]]:
    """The panels of the contexts that have something to show."""
    found = []
    for panel in facets.panels(actor, place):
        context = panel.load(actor, client)
        if context is not None:
            found.append((panel, dict(context)))
    return found
