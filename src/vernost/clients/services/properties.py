"""Tags, and the fields that the firm defines itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients import kinds
from vernost.clients.models import Client, ClientTag, CustomField, CustomValue, FieldKind, Tag
from vernost.clients.rules import tidy
from vernost.clients.services.saving import touched
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid, NotVisible
from vernost.core.searching import folded
from vernost.journal.write import draft, record, record_many

BIGGEST = Decimal(10) ** 13
MOST_OPTIONS = 200
AT_ONCE = 500


@transaction.atomic
def clients_tag(
    actor: Actor, *, client_ids: Sequence[int], add: Sequence[str] = (), remove: Sequence[str] = ()
) -> int:
    """Put tags on clients and take tags off: all of them or, where one is not the actor's, none."""
    require(actor, "client.tag")
    if len(client_ids) > 1:
        require(actor, "client.bulk_change")
    ids = visible_ids(actor, client_ids)
    adding, removing = (
        tags_named(add),
        list(Tag.objects.visible_to(actor).filter(key__in=[folded(one) for one in remove])),
    )
    changed: set[int] = set()
    for start in range(0, len(ids), AT_ONCE):
        changed |= _tag_some(actor, ids[start : start + AT_ONCE], adding, removing)
    if len(changed) > 1:
        record(actor, kinds.BULK_CHANGED, data={"rows": len(changed), "change": "tags"})
    return len(changed)


def _tag_some(actor: Actor, ids: list[int], adding: list[Tag], removing: list[Tag]) -> set[int]:
    """Whose tags changed."""
    had = set(
        ClientTag._base_manager.filter(client__in=ids, tag__in=[*adding, *removing]).values_list(
            "client", "tag"
        )
    )
    new = [(client, tag) for client in ids for tag in adding if (client, tag.pk) not in had]
    gone = [(client, tag) for client in ids for tag in removing if (client, tag.pk) in had]
    ClientTag.objects.bulk_create(
        [ClientTag(client_id=client, tag=tag) for client, tag in new], ignore_conflicts=True, batch_size=1000
    )
    ClientTag._base_manager.filter(client__in=ids, tag__in=removing).delete()
    for kind, pairs in ((kinds.TAGGED, new), (kinds.UNTAGGED, gone)):
        record_many(
            draft(actor, kind, client_id=client, data={"tags": ", ".join(names)})
            for client, names in _by_client(pairs).items()
        )
    return {client for client, _tag in [*new, *gone]}


@transaction.atomic
def client_tags_set(actor: Actor, *, client_id: int, tags: Sequence[str]) -> None:
    """Exactly these tags on one client."""
    client: Client = fetch(actor, Client, client_id, verb="client.tag", lock=True)
    wanted = {folded(name)[:60] for name in tags if folded(name)}
    has = Tag.objects.visible_to(actor).filter(tagged__client=client).values_list("key", "name")
    gone = [name for key, name in has if key not in wanted]
    clients_tag(actor, client_ids=[client.pk], add=tags, remove=gone)


def _by_client(pairs: Iterable[tuple[int, Tag]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for client, tag in pairs:
        found.setdefault(client, []).append(tag.name)
    return found


def visible_ids(actor: Actor, client_ids: Sequence[int]) -> list[int]:
    """The same ids, if every one is the actor's to see; else NotVisible, and nothing is done."""
    asked = list(dict.fromkeys(client_ids))
    found: set[int] = set()
    for start in range(0, len(asked), 500):
        part = Client.objects.visible_to(actor).filter(pk__in=asked[start : start + 500])
        found.update(part.values_list("pk", flat=True))
    if len(found) != len(asked):
        raise NotVisible
    return asked


def tags_named(names: Sequence[str]) -> list[Tag]:
    """Tags by name, however written; new ones are made."""
    wanted = {folded(name)[:60]: tidy(name)[:60] for name in names if folded(name)}
    known = {tag.key: tag for tag in Tag._base_manager.filter(key__in=wanted)}
    for key, name in wanted.items():
        if key not in known:
            known[key], _new = Tag.objects.unscoped(reason="tags are the firm's").get_or_create(
                key=key, defaults={"name": name}
            )
    return [known[key] for key in wanted]


@transaction.atomic
def field_define(actor: Actor, *, label: str, kind: str, options: Sequence[str] = ()) -> CustomField:
    require(actor, "custom_field.edit")
    name = tidy(label)[:80]
    field = CustomField(label=name, key=folded(name), kind=kind, options=_options(kind, options))
    field.position = CustomField._base_manager.count()
    if not name:
        raise Invalid(label=_("Write the name."))
    if kind not in FieldKind.values:
        raise Invalid(kind=_("There is no such kind of field."))
    if CustomField._base_manager.filter(key=field.key).exists():
        raise Invalid(label=_("There is such a field."))
    field.save(force_insert=True)
    record(actor, kinds.FIELD_DEFINED, subject=field, data={"field": field.label})
    return field


@transaction.atomic
def field_change(
    actor: Actor,
    *,
    field_id: int,
    label: str | None = None,
    options: Sequence[str] | None = None,
    retired: bool | None = None,
) -> CustomField:
    """What a field is of does not change; a retired one is shown nowhere, and its values stay."""
    require(actor, "custom_field.edit")
    field: CustomField = fetch(actor, CustomField, field_id, lock=True)
    if label is not None:
        field.label = tidy(label)[:80]
        field.key = folded(field.label)
        if not field.label:
            raise Invalid(label=_("Write the name."))
        if CustomField._base_manager.filter(key=field.key).exclude(pk=field.pk).exists():
            raise Invalid(label=_("There is such a field."))
    if options is not None:
        field.options = _options(field.kind, options)
    if retired is not None:
        field.retired_at = clock.now() if retired else None
    field.save()
    record(actor, kinds.FIELD_CHANGED, subject=field, data={"field": field.label})
    return field


def _options(kind: str, options: Sequence[str]) -> list[str]:
    if kind != FieldKind.CHOICE:
        return []
    found = list(dict.fromkeys(tidy(one)[:200] for one in options if tidy(one)))
    if not found or len(found) > MOST_OPTIONS:
        raise Invalid(
            options=_("Write the list to choose from, one a line, {limit} at most.").format(
                limit=MOST_OPTIONS
            )
        )
    return found


@transaction.atomic
def value_set(actor: Actor, *, client_id: int, field_id: int, value: Any, seen: Any = ...) -> None:
    """Set or (with an empty value) clear a field of the firm on a client. ``seen``: what the editor saw
    there."""
    client: Client = fetch(actor, Client, client_id, verb="client.edit", lock=True)
    field: CustomField = fetch(actor, CustomField, field_id)
    row = CustomValue._base_manager.filter(client=client, field=field).first()
    before = row.value if row else None
    wanted = read_value(field, value)
    if wanted == before:
        return
    if seen is not ... and read_value(field, seen) != before:
        raise Conflict(changes={f"field_{field.pk}": (seen, before)})
    if row is not None:
        row.delete()
    if wanted is not None:
        value_row(client.pk, field, wanted).save(force_insert=True)
    touched(client)
    record(actor, kinds.CHANGED, subject=client, client_id=client.pk, changes={field.label: (before, wanted)})


@transaction.atomic
def values_set(
    actor: Actor, *, client_id: int, values: Mapping[int, Any], seen: Mapping[int, Any] | None = None
) -> None:
    """Several fields of the firm at once: all or none.

    ``seen``: what the editor saw in each. What they left as it was stays as it is now; where somebody else
    changed the same field, a Conflict names every such field.
    """
    clashes: dict[str, tuple[Any, Any]] = {}
    for field_id, value in values.items():
        saw = seen.get(field_id) if seen is not None else ...
        field: CustomField = fetch(actor, CustomField, field_id)
        if saw is not ... and read_value(field, value) == read_value(field, saw):
            continue
        try:
            value_set(actor, client_id=client_id, field_id=field_id, value=value, seen=saw)
        except Conflict as error:
            clashes |= error.changes
    if clashes:
        raise Conflict(changes=clashes)


def value_row(client_id: int, field: CustomField, value: Any) -> CustomValue:
    row = CustomValue(client_id=client_id, field=field)
    if field.kind == FieldKind.NUMBER:
        row.number = value
    elif field.kind == FieldKind.DATE:
        row.day = value
    elif field.kind == FieldKind.FLAG:
        row.flag = value
    else:
        row.text, row.folded = value, folded(value)[:500]
    return row


def read_value(field: CustomField, value: Any) -> Any:
    """A value of the field's own type out of what somebody typed; None for nothing; Invalid with a
    sentence."""
    if value is None or (isinstance(value, str) and not tidy(value)):
        return None
    reading = {FieldKind.NUMBER: _number, FieldKind.DATE: _day, FieldKind.FLAG: _flag}
    try:
        if FieldKind(field.kind) in reading:
            return reading[FieldKind(field.kind)](value)
        text = tidy(str(value))
        if len(text) > 500 or (field.kind == FieldKind.CHOICE and text not in field.options):
            raise ValueError
    except (ValueError, InvalidOperation) as error:
        raise Invalid(
            **{f"field_{field.pk}": _("This value does not fit the field {field}.").format(field=field)}
        ) from error
    return text


def _number(value: Any) -> Decimal:
    if isinstance(value, bool):
        raise ValueError
    number = Decimal(str(value).replace("\u00a0", "").replace(" ", "").replace(",", "."))
    if not number.is_finite() or abs(number) >= BIGGEST:
        raise ValueError
    return number.quantize(Decimal("0.000001")).normalize() + 0


def _day(value: Any) -> date:
    day = value if isinstance(value, date) else parse_date(str(value))
    if day is None:
        raise ValueError
    return day


def _flag(value: Any) -> bool:
    known = {"true": True, "1": True, "on": True, "yes": True, "false": False, "0": False, "no": False}
    try:
        return known[str(value).lower()]
    except KeyError:
        raise ValueError from None
