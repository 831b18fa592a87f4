"""What every service of clients/ does on the way to the database: tidy, check, keep the search text true."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from vernost.clients.models import Client, Email, ExternalId, KeyPerson, Phone
from vernost.clients.rules import inn_is_right, name_key, name_sound, search_of, tidy
from vernost.core import clock
from vernost.core.errors import Invalid

NAMING = frozenset({"kind", "name", "address_as", "inn"})


def column(name: str) -> models.Field[Any, Any]:
    """A column of Client; none of those that we write is a relation backward."""
    field = Client._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def tidied(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts without what no eye sees; a text column is never null."""
    clean: dict[str, Any] = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        if isinstance(field, models.CharField | models.TextField):
            clean[name] = tidy(str(value or ""), lines=isinstance(field, models.TextField))
        elif field.is_relation:
            clean[name] = value
        else:
            clean[name] = _typed(field, name, value)
    return clean


def _typed(field: Any, name: str, value: Any) -> Any:
    try:
        return field.to_python(None if value == "" else value)
    except ValidationError as error:
        told: dict[str, Any] = {name: list(error.messages)}
        raise Invalid(**told) from error


def checked(row: models.Model, *, exclude: Iterable[str] = ()) -> None:
    """Every rule of the model, told in our own error."""
    try:
        row.full_clean(exclude=set(exclude))
    except ValidationError as error:
        fields: dict[str, Any] = {
            ("" if name == "__all__" else name): list(texts) for name, texts in error.message_dict.items()
        }
        raise Invalid(**fields) from error


def client_checked(client: Client) -> None:
    """What the model's own constraints cannot say."""
    if client.inn and not inn_is_right(client.inn):
        raise Invalid(inn=_("This is no tax number: it has 10 or 12 digits, and the last ones must agree."))
    if client.time_zone and client.time_zone not in zoneinfo.available_timezones():
        raise Invalid(time_zone=_("There is no such time zone."))
    if client.birthday and client.birthday > clock.today():
        raise Invalid(birthday=_("The birthday is in the future."))
    checked(client)


def named(client: Client) -> None:
    """Set what is derived from the name (not saved)."""
    client.name_key, client.name_sound = name_key(client.name), name_sound(client.name)


def search_refresh(client: Client) -> None:
    """Write the search text anew from everything by which the client is looked for; one UPDATE."""
    rows: dict[type[models.Model], str] = {
        Phone: "number",
        Email: "address",
        KeyPerson: "name",
        ExternalId: "value",
    }
    found = {
        model: list(
            model._base_manager.filter(client=client.pk).order_by("pk").values_list(column, flat=True)
        )
        for model, column in rows.items()
    }
    client.search = search_of(
        name=client.name,
        address_as=client.address_as,
        inn=client.inn,
        phones=found[Phone],
        emails=found[Email],
        people=found[KeyPerson],
        others=found[ExternalId],
    )
    named(client)
    client.changed_at = clock.now()
    client.save(update_fields=["search", "name_key", "name_sound", "changed_at"])


def touched(client: Client) -> None:
    client.changed_at = clock.now()
    client.save(update_fields=["changed_at"])
