"""One client, whole: for the card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Max, Q, Value
from django.db.models.functions import Coalesce

from vernost.access.actor import Actor
from vernost.access.fetch import key
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
class Person:
    """A key person, and the names of those of us who know them."""

    row: KeyPerson
    known_by: list[str]


@dataclass(frozen=True, slots=True)
class Card:
    client: Client
    phones: list[Phone]
    emails: list[Email]
    people: list[Person]
    tags: list[Tag]
    own_fields: list[OwnField]
    notes: list[Note]
    merges: list[Merge]
    history: Page[Entry]
    panels: dict[str, list[tuple[Panel, dict[str, Any]]]]


def client_card(actor: Actor, client: Client, *, after: str = "") -> Card:
    """Everything of the card but the client's own row: five queries, one more after a merge, and those of
    the panels."""
    require(actor, "client.see", client)
    phones, emails, tags, is_merged = _reached(actor, client)
    absorbed = _absorbed(client) if is_merged else []
    merges = [one for one in absorbed if one.survivor_id == client.pk]
    return Card(
        client=client,
        phones=phones,
        emails=emails,
        people=people_of(actor, client),
        tags=tags,
        own_fields=_own_filled(actor, client),
        notes=list(Note.objects.visible_to(actor).filter(client=client).select_related("author")[:50]),
        merges=merges,
        history=timeline(actor, client, merged=[one.absorbed_id for one in absorbed], after=after, limit=20),
        panels={place.value: panels_of(actor, client, place) for place in facets.CARD},
    )


def _absorbed(client: Client) -> list[Merge]:
    """Who was merged in directly, and whom these had absorbed before; newest first. Who sees the client sees
    its past."""
    return list(_merges(client).select_related("absorbed", "by"))


def _merges(client: Client) -> Any:
    rows: Any = Merge.objects.unscoped(reason="the past of a client that the actor sees")
    return rows.filter(undone_at=None, absorbed__merged_into=client)


def _reached(actor: Actor, client: Client) -> tuple[list[Phone], list[Email], list[Tag], bool]:
    """Phones, e-mails and tags, and whether others were merged in: short lists of one shape, in one query."""
    shape = ("what", "pk", "first", "second", "third", "whose")

    def rows(what: str, found: Any, first: str, second: str, third: str, whose: str) -> Any:
        said = {"what": Value(what), "first": _text(first), "second": _text(second), "third": _text(third)}
        return found.order_by().annotate(**said, whose=_text(whose)).values_list(*shape)

    every = rows(
        "1",
        Phone.objects.visible_to(actor).filter(client=client),
        "number",
        "extension",
        "label",
        "person__name",
    ).union(
        rows(
            "2", Email.objects.visible_to(actor).filter(client=client), "address", "", "label", "person__name"
        ),
        rows("3", Tag.objects.visible_to(actor).filter(tagged__client=client), "name", "key", "", ""),
        rows("4", _merges(client), "", "", "", ""),
        all=True,
    )
    phones: list[Phone] = []
    emails: list[Email] = []
    tags: list[Tag] = []
    is_merged = False
    for what, pk, first, second, third, whose in sorted(every, key=lambda row: (row[0], row[1])):
        person = KeyPerson(name=whose) if whose else None
        if what == "1":
            phones.append(
                Phone(pk=pk, client=client, number=first, extension=second, label=third, person=person)
            )
        elif what == "2":
            emails.append(Email(pk=pk, client=client, address=first, label=third, person=person))
        elif what == "3":
            tags.append(Tag(pk=pk, name=first, key=second))
        else:
            is_merged = True
    return phones, emails, sorted(tags, key=lambda tag: tag.key), is_merged


def _text(column: str) -> Any:
    return Coalesce(F(column), Value("")) if column else Value("")


def people_of(actor: Actor, client: Client) -> list[Person]:
    """Key people with those of us who know them, in one query: a row for each who knows."""
    rows = KeyPerson.objects.visible_to(actor).filter(client=client).order_by("id", "known_by__name")
    found: dict[int, Person] = {}
    row: Any
    for row in rows.annotate(knower=F("known_by__name")):
        knower = row.knower
        found.setdefault(row.pk, Person(row, [])).known_by.extend([knower] if knower else [])
    return list(found.values())


def own_fields(actor: Actor) -> list[CustomField]:
    return list(CustomField.objects.visible_to(actor).filter(retired_at=None))


def recommender_of(actor: Actor, client: Client) -> Client | None:
    """Who recommended them, if the actor may see that client."""
    known = client.recommended_by
    return known if known is not None and Client.scope.holds(actor, known) else None


def merged_into(actor: Actor, pk: Any) -> int | None:
    """The client who remained of a merge of ``pk`` into another, if the actor may see them."""
    rows = Client.objects.visible_to(actor).filter(merged__pk=key(pk))
    return rows.values_list("pk", flat=True).first()


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
    return timeline(actor, client, merged=[one.absorbed_id for one in _absorbed(client)], after=after)


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


def panel_of(actor: Actor, client: Client, name: str) -> tuple[Panel, dict[str, Any]] | None:
    """One panel that the card left for later, if the actor may see it and it has something to show."""
    require(actor, "client.see", client)
    for place in facets.CARD:
        for panel in facets.panels(actor, place):
            if panel.lazy and panel.name == name:
                context = panel.load(actor, client)
                return None if context is None else (panel, dict(context))
    return None


def panels_of(actor: Actor, client: Client, place: Place) -> list[tuple[Panel, dict[str, Any]]]:
    """The panels of the contexts that have something to show."""
    found = []
    for panel in facets.panels(actor, place):
        context: Mapping[str, Any] | None = {} if panel.lazy else panel.load(actor, client)
        if context is not None:
            found.append((panel, dict(context)))
    return found
