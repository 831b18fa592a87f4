"""Clients, as programs read them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from vernost.clients.models import Client, Kind, Level, Source
from vernost.core.rest import Out


class ClientOut(Out):
    id: int
    kind: Kind
    name: str
    address_as: str
    manager: str | None
    level: Level
    source: Source
    inn: str
    address: str
    is_key: bool
    closed_on: date | None
    changed_at: datetime


class ClientWholeOut(ClientOut):
    phones: list[str]
    emails: list[str]
    about: str


def shown(one: Client) -> ClientOut:
    return ClientOut(**_fields(one))


def _fields(one: Client) -> dict[str, Any]:
    return {
        "id": one.pk,
        "kind": one.kind,
        "name": one.name,
        "address_as": one.address_as,
        "manager": one.owner.name if one.owner else None,
        "level": one.level,
        "source": one.source,
        "inn": one.inn,
        "address": one.address,
        "is_key": one.is_key,
        "closed_on": one.closed_on,
        "changed_at": one.changed_at,
    }


def shown_whole(one: Client, phones: list[str], emails: list[str]) -> ClientWholeOut:
    return ClientWholeOut(**_fields(one), phones=phones, emails=emails, about=one.about)
