"""What this context itself adds to the list and the card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.clients.facets import Choices, Column, Facet, Field, Kind, Panel, Preset, register
from vernost.clients.filters import Condition, Op
from vernost.clients.models import (
    Bond,
    Client,
    ClientTag,
    ClosedReason,
    Consent,
    CustomField,
    CustomValue,
    Email,
    FieldKind,
    Holds,
    KeyPerson,
    Level,
    Note,
    Partner,
    Phone,
    Purpose,
    Source,
    Tag,
)
from vernost.clients.models import Kind as ClientKind
from vernost.clients.selectors.pyramid import offers_of
from vernost.clients.selectors.searching import matching
from vernost.staff.models import Employee

PAGE_OF_CHOICES = 500


def _of(choices: type[models.TextChoices]) -> Callable[[Actor], Choices]:
    return lambda _actor: [(value, label) for value, label in choices.choices if value]


def managers(actor: Actor) -> Choices:
    """Only those whose clients the actor sees: nobody learns of a client by who looks after them."""
    rows = Employee.objects.order_by("name", "id")
    if not actor.sees_all:
        rows = rows.filter(pk__in=actor.owners)
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")[:PAGE_OF_CHOICES]]


def _tags(actor: Actor) -> Choices:
    return [(str(tag.pk), tag.name) for tag in Tag.objects.visible_to(actor)[:PAGE_OF_CHOICES]]


def _partners(actor: Actor) -> Choices:
    return [(str(one.pk), one.name) for one in Partner.objects.visible_to(actor)[:PAGE_OF_CHOICES]]


def _distinct(column: str) -> Callable[[Actor], Choices]:
    def choices(actor: Actor) -> Choices:
        rows = Client.objects.visible_to(actor).exclude(**{column: ""}).order_by(column)
        return [(value, value) for value in rows.values_list(column, flat=True).distinct()[:PAGE_OF_CHOICES]]

    return choices


def _text(actor: Actor, asked: Condition) -> Q:
    return matching(actor, asked.values[0])


FIELDS = (
    Field(
        name="client.text",
        label=_("name, phone, e-mail or tax number"),
        kind=Kind.TEXT,
        condition=_text,
        ops=(Op.CONTAINS,),
    ),
    Field(
        name="client.name",
        label=_("name"),
        kind=Kind.TEXT,
        path="name_key",
        ops=(Op.CONTAINS, Op.BEGINS, Op.IS),
    ),
    Field(
        name="client.kind",
        label=_("person or company"),
        kind=Kind.CHOICE,
        path="kind",
        choices=_of(ClientKind),
        ops=(Op.ANY_OF,),
    ),
    Field(
        name="client.owner", label=_("manager"), kind=Kind.CHOICE, path="owner", choices=managers, convert=int
    ),
    Field(
        name="client.level",
        label=_("level"),
        kind=Kind.CHOICE,
        path="level",
        choices=_of(Level),
        ops=(Op.ANY_OF, Op.NONE_OF),
    ),
    Field(
        name="client.competitor",
        label=_("competitor"),
        kind=Kind.CHOICE,
        path="competitor",
        choices=_distinct("competitor"),
    ),
    Field(name="client.is_key", label=_("key client"), kind=Kind.FLAG, path="is_key"),
    Field(
        name="client.segment",
        label=_("market segment"),
        kind=Kind.CHOICE,
        path="segment",
        choices=_distinct("segment"),
    ),
    Field(name="client.source", label=_("came from"), kind=Kind.CHOICE, path="source", choices=_of(Source)),
    Field(
        name="client.source_detail",
        label=_("came from: which one"),
        kind=Kind.CHOICE,
        path="source_detail",
        choices=_distinct("source_detail"),
    ),
    Field(
        name="client.partner",
        label=_("partner"),
        kind=Kind.CHOICE,
        path="partner",
        choices=_partners,
        convert=int,
    ),
    Field(
        name="client.recommended",
        label=_("recommended by somebody"),
        kind=Kind.FLAG,
        condition=lambda _actor, asked: Q(recommended_by__isnull=asked.op is Op.NO),
    ),
    Field(name="client.bond", label=_("bond"), kind=Kind.CHOICE, path="bond", choices=_of(Bond)),
    Field(
        name="client.held_by",
        label=_("what holds them"),
        kind=Kind.CHOICE,
        path="held_by",
        choices=_of(Holds),
    ),
    Field(name="client.held_until", label=_("held until"), kind=Kind.DATE, path="held_until"),
    Field(
        name="client.birthday",
        label=_("birthday"),
        kind=Kind.DATE,
        path="birthday",
        ops=(Op.YEARLY_WITHIN, Op.SINCE, Op.UNTIL, Op.EMPTY, Op.FILLED),
    ),
    Field(name="client.address", label=_("address"), kind=Kind.TEXT, path="address", prose=True),
    Field(name="client.about", label=_("about"), kind=Kind.TEXT, path="about", prose=True),
    Field(name="client.inn", label=_("tax number"), kind=Kind.TEXT, path="inn"),
    Field(
        name="client.rhythm", label=_("stated pause"), kind=Kind.NUMBER, path="rhythm_days", unit=_("days")
    ),
    Field(
        name="client.closed",
        label=_("closed"),
        kind=Kind.FLAG,
        condition=lambda _actor, asked: Q(closed_on__isnull=asked.op is Op.NO),
    ),
    Field(
        name="client.closed_reason",
        label=_("why closed"),
        kind=Kind.CHOICE,
        path="closed_reason",
        choices=_of(ClosedReason),
    ),
    Field(
        name="client.created",
        label=_("added"),
        kind=Kind.TIME,
        path="created_at",
        ops=(Op.WITHIN_LAST, Op.LONGER_AGO, Op.SINCE, Op.UNTIL, Op.BETWEEN),
    ),
    Field(
        name="client.changed",
        label=_("changed"),
        kind=Kind.TIME,
        path="changed_at",
        ops=(Op.WITHIN_LAST, Op.LONGER_AGO, Op.SINCE, Op.UNTIL, Op.BETWEEN),
    ),
    Field(
        name="client.tag",
        label=_("tag"),
        kind=Kind.CHOICE,
        path="tag",
        choices=_tags,
        convert=int,
        rows=ClientTag.objects.visible_to,
    ),
    Field(
        name="client.phone",
        label=_("phone"),
        kind=Kind.TEXT,
        path="number",
        ops=(Op.CONTAINS, Op.EMPTY, Op.FILLED),
        rows=Phone.objects.visible_to,
    ),
    Field(
        name="client.email",
        label=_("e-mail"),
        kind=Kind.TEXT,
        path="address",
        ops=(Op.CONTAINS, Op.EMPTY, Op.FILLED),
        rows=Email.objects.visible_to,
    ),
    Field(
        name="client.person_birthday",
        label=_("birthday of a key person"),
        kind=Kind.DATE,
        path="birthday",
        ops=(Op.YEARLY_WITHIN,),
        rows=KeyPerson.objects.visible_to,
    ),
    Field(
        name="client.consent",
        label=_("agreed to"),
        kind=Kind.CHOICE,
        path="purpose",
        choices=_of(Purpose),
        rows=lambda actor: Consent.objects.visible_to(actor).filter(withdrawn_at=None),
    ),
    Field(
        name="client.noted",
        label=_("noted"),
        kind=Kind.TIME,
        path="written_at",
        rows=Note.objects.visible_to,
    ),
)

_KINDS = {
    FieldKind.TEXT: (Kind.TEXT, "folded"),
    FieldKind.NUMBER: (Kind.NUMBER, "number"),
    FieldKind.DATE: (Kind.DATE, "day"),
    FieldKind.CHOICE: (Kind.CHOICE, "text"),
    FieldKind.FLAG: (Kind.FLAG, "flag"),
}


def _firms_own(actor: Actor) -> list[Field]:
    rows = CustomField.objects.visible_to(actor).filter(retired_at=None)
    return [_firms_field(field) for field in rows]


def _firms_field(field: CustomField) -> Field:
    kind, path = _KINDS[FieldKind(field.kind)]
    options = [(one, one) for one in field.options]
    return Field(
        name=f"own.{field.pk}",
        label=field.label,
        kind=kind,
        path=path,
        rows=lambda actor: CustomValue.objects.visible_to(actor).filter(field=field.pk),
        choices=(lambda _actor: options) if options else None,
    )


def _first_of(model: type[models.Model], column: str) -> Callable[[Actor, Sequence[int]], Mapping[int, Any]]:
    def many(actor: Actor, ids: Sequence[int]) -> Mapping[int, Any]:
        found: dict[int, Any] = {}
        for row in model.objects.visible_to(actor).filter(client__in=ids).order_by("id"):  # type: ignore[attr-defined]
            found.setdefault(row.client_id, getattr(row, column) if column else str(row))
        return found

    return many


def _tags_of(actor: Actor, ids: Sequence[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = ClientTag.objects.visible_to(actor).filter(client__in=ids).order_by("tag__key")
    for client, name in rows.values_list("client", "tag__name"):
        found.setdefault(client, []).append(name)
    return found


COLUMNS = (
    Column(name="name", label=_("Name"), path="name", sort="name_key", usual=True),
    Column(
        name="owner",
        label=_("Manager"),
        value=lambda client: client.owner.name if client.owner else "",
        usual=True,
    ),
    Column(name="phone", label=_("Phone"), many=_first_of(Phone, ""), usual=True),
    Column(name="email", label=_("E-mail"), many=_first_of(Email, "address")),
    Column(name="tags", label=_("Tags"), many=_tags_of),
    Column(name="kind", label=_("Person or company"), value=lambda client: client.get_kind_display()),
    Column(name="level", label=_("Level"), value=lambda client: client.get_level_display()),
    Column(name="segment", label=_("Market segment"), path="segment"),
    Column(
        name="source",
        label=_("Came from"),
        value=lambda client: client.get_source_display() if client.source else "",
    ),
    Column(
        name="bond", label=_("Bond"), value=lambda client: client.get_bond_display() if client.bond else ""
    ),
    Column(
        name="held_until",
        label=_("Held until"),
        path="held_until",
        sort="held_until",
        nullable=True,
        kind=Kind.DATE,
    ),
    Column(name="birthday", label=_("Birthday"), path="birthday", kind=Kind.DATE),
    Column(name="inn", label=_("Tax number"), path="inn"),
    Column(name="address", label=_("Address"), path="address"),
    Column(name="created", label=_("Added"), path="created_at", sort="created_at", kind=Kind.TIME),
    Column(name="changed", label=_("Changed"), path="changed_at", sort="changed_at", kind=Kind.TIME),
)


def _held(_actor: Actor) -> Q:
    return Q(bond__literally=Bond.FORCED.value)


PRESETS = (
    Preset(
        name="key",
        label=pgettext_lazy("preset", "Key clients"),
        phrase=_("are key clients"),
        where=lambda _actor: Q(is_key=True),
    ),
    Preset(
        name="held",
        label=pgettext_lazy("preset", "Loyal only while held"),
        phrase=_("are held by force"),
        where=_held,
    ),
)


def _offers(actor: Actor, client: Any) -> Mapping[str, Any] | None:
    """Of those who are not ours yet; of those who are, the timeline tells. No query for them."""
    return None if client.level == Level.OWN else {"offers": offers_of(actor, client)}


PANELS = (
    Panel(
        name="offers",
        title=_("First offers"),
        template="clients/offers_panel.html",
        load=_offers,
        rank=30,
        verb="pyramid.see",
    ),
)


def register_own() -> None:
    register(
        Facet(
            name="clients",
            label=_("The client"),
            fields=FIELDS,
            columns=COLUMNS,
            presets=PRESETS,
            panels=PANELS,
            more_fields=_firms_own,
        )
    )
