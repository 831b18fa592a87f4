"""Which column of a file means what: found by name, said by a person, remembered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Text
from vernost.files import FileProblem
from vernost.files.columns import NAMES, key
from vernost.files.shape import FileShape, inspect, inspect_table
from vernost.orders.models import ColumnMap, ImportKind

N_ = str  # marks a text for the catalogue; it is translated when said
SAY_BELOW = N_("Say below which column is which.")
_CLIENT = NAMES["client"]
# fmt: off
ORDER_FIELDS: dict[str, Text] = {
    "client": _("Client: number, name, phone or e-mail"), "date": _("Day of the order"), "amount": _("Sum"),
    "quantity": _("Quantity"), "price": _("Price"), "order": _("Number of the order"), "margin": _("Margin"),
    "manager": _("Manager"), "status": _("State"), "kind": _("Kind of document"),
    "refunded": _("Sum given back"),
    "product": _("What was bought"), "sku": _("Article"), "client_name": _("Client's name"),
    "phone": _("Phone"),
    "email": _("E-mail"), "inn": _("Tax number"), "segment": _("Market segment"),
    "address": _("Delivery address"),
}
CLIENT_FIELDS: dict[str, Text] = {
    "external": _("Number in the other system"), "name": _("Name"), "phone": _("Phone"),
    "phone2": _("Second phone"),
    "email": _("E-mail"), "inn": _("Tax number"), "birthday": _("Birthday"), "address": _("Address"),
    "segment": _("Market segment"), "manager": _("Manager"), "about": _("About"),
}
_CARRIED: dict[str, Sequence[str]] = {
    "product": (
        "description", "product", "product name", "item", "item name", "lineitem name", "товар",
        "наименование",
        "номенклатура", "название товара", "наименование товара", "услуга",
    ),
    "sku": ("stock code", "stockcode", "sku", "артикул", "lineitem sku", "код товара", "article"),
    "client_name": _CLIENT[4], "phone": _CLIENT[6], "email": _CLIENT[5], "inn": _CLIENT[8],
    "address": ("адрес доставки", "shipping address", "адрес", "address", "delivery address"),
}
_OF_CLIENTS: dict[str, Sequence[str]] = {
    "external": (*_CLIENT[0], "id", "ид", "код", "внешний код", "external id"),
    "name": (
        *_CLIENT[4], *_CLIENT[1], *_CLIENT[2], "name", "имя", "наименование", "название", "full name",
        "фамилия имя отчество",
    ),
    "phone": (*_CLIENT[6], "рабочий телефон", "мобильный телефон", "phone number", "номер телефона"),
    "phone2": ("телефон 2", "phone 2", "второй телефон", "домашний телефон", "другой телефон"),
    "email": _CLIENT[5], "inn": _CLIENT[8],
    "birthday": ("день рождения", "дата рождения", "birthday", "birth date", "date of birth"),
    "address": ("адрес", "address", "город", "city"), "segment": NAMES["segment"][0],
    "manager": NAMES["manager"][0],
    "about": ("комментарий", "примечание", "о клиенте", "comment", "note", "notes", "about"),
    "card": ("vcard",),  # of an address book; not for choosing
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Look:
    """What a file shows before anything is done. ``choice``: field → header; ``problem``: what lacks."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    choice: dict[str, str]
    problem: FileProblem | None = None
    shape: FileShape | None = None


def signature(headers: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps([key(one) for one in headers]).encode()).hexdigest()


def remembered(kind: str, headers: Sequence[str]) -> dict[str, str]:
    rows = ColumnMap.objects.unscoped(reason="the firm's own columns").filter(
        kind=kind, headers=signature(headers)
    )
    found = rows.values_list("mapping", flat=True).first()
    return dict(found or {})


def remember(kind: str, headers: Sequence[str], mapping: Mapping[str, str]) -> None:
    ColumnMap.objects.unscoped(reason="the firm's own columns").update_or_create(
        kind=kind, headers=signature(headers), defaults={"mapping": dict(mapping)}
    )


def look(path: Path, kind: str, mapping: Mapping[str, str]) -> Look:
    """Raises FileProblem where the file is no table at all; a missing column is told in ``problem``."""
    bare = inspect_table(path)
    # A remembered column that this file does not have is as good as none.
    wanted = {field: header for field, header in mapping.items() if header in bare.headers}
    if kind == ImportKind.CLIENTS:
        return _clients(bare, wanted)
    try:
        shape = inspect(path, wanted)
    except FileProblem as problem:
        return Look(bare.headers, bare.rows, wanted, problem)
    shape = _carrying(shape, wanted)
    return Look(shape.headers, shape.rows, shape.choice, None, shape)


def _carrying(shape: FileShape, wanted: Mapping[str, str]) -> FileShape:
    """With the columns that only an import asks for, out of those that mean nothing else."""
    places = {
        field: place for field, place in shape.places.items() if field in ORDER_FIELDS or field == "currency"
    }
    taken = set(places.values())
    for field, names in _CARRIED.items():
        place = _place(shape.headers, names, taken)
        if field not in places and place is not None and wanted.get(field, "") is not None:
            places[field] = place
            taken.add(place)
    return _with(shape, places)


def _clients(bare: FileShape, wanted: Mapping[str, str]) -> Look:
    places = {field: bare.headers.index(header) for field, header in wanted.items() if field in CLIENT_FIELDS}
    taken = set(places.values())
    for field, names in _OF_CLIENTS.items():
        place = _place(bare.headers, names, taken)
        if field not in places and place is not None:
            places[field] = place
            taken.add(place)
    shape = _with(bare, places)
    problem = None
    if not {"name", "phone", "email"} & places.keys():
        listed = ", ".join(bare.headers[:30])
        problem = FileProblem(
            "no_name_column",
            N_("%(file)s has no column with the client's name, phone or e-mail. Its columns: %(headers)s."),
            SAY_BELOW,
            {"file": bare.path.name, "headers": listed},
        )
    return Look(bare.headers, bare.rows, shape.choice, problem, shape)


def _place(headers: Sequence[str], names: Sequence[str], taken: set[int]) -> int | None:
    for name in names:
        for place, header in enumerate(headers):
            if place not in taken and key(header) == key(name):
                return place
    return None


def _with(shape: FileShape, places: dict[str, int]) -> FileShape:
    choice = {field: shape.headers[place] for field, place in places.items()}
    return replace(shape, places=places, choice=choice)
