"""Which column of a file of deals means what: by the names of amoCRM, Bitrix24, and people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from vernost.files import FileProblem
from vernost.files.columns import key
from vernost.files.shape import FileShape, inspect_table

N_ = str  # marks a text for the catalogue; it is translated when said
# fmt: off
FIELDS: dict[str, Sequence[str]] = {
    "number": (
        "id сделки", "deal id", "opportunity id", "opportunity_id", "номер сделки", "record id", "id",
        "ид", "номер",
    ),
    "title": (
        "название сделки", "deal name", "opportunity name", "сделка", "название", "тема", "title",
        "deal", "name", "наименование", "product", "товар", "услуга",
    ),
    "client": (
        "компания", "account", "account name", "компания контакта", "название компании", "клиент",
        "контрагент", "client", "customer", "company", "company name", "organization", "организация",
    ),
    "person": (
        "основной контакт", "контакт", "полное имя контакта", "contact", "contact name", "фио",
        "имя контакта",
    ),
    "phone": (
        "рабочий телефон", "телефон", "мобильный телефон", "phone", "телефон контакта", "work phone",
    ),
    "email": (
        "рабочий email", "email", "e-mail", "почта", "email контакта", "work email",
    ),
    "inn": (
        "инн", "инн компании", "tax id",
    ),
    "amount": (
        "бюджет", "сумма", "сумма сделки", "close value", "close_value", "amount", "value",
        "deal value", "budget", "стоимость", "бюджет сделки", "бюджет ₽", "бюджет руб",
    ),
    "stage": (
        "этап сделки", "стадия сделки", "deal stage", "deal_stage", "этап", "стадия", "stage", "статус",
        "status", "статус сделки",
    ),
    "pipeline": (
        "воронка", "направление", "pipeline", "воронка сделки",
    ),
    "opened": (
        "дата создания сделки", "дата начала", "engage date", "engage_date", "дата создания", "created",
        "created at", "create date", "создана", "open date", "начата",
    ),
    "expected": (
        "предполагаемая дата закрытия", "expected close date", "ожидаемая дата закрытия", "ожидается",
        "expected", "планируемая дата закрытия",
    ),
    "closed": (
        "дата закрытия", "close date", "close_date", "дата закрытия сделки", "дата завершения",
        "closed at", "closed", "завершена",
    ),
    "seller": (
        "ответственный", "sales agent", "sales_agent", "менеджер", "продавец", "owner", "deal owner",
        "seller", "manager", "ответственный менеджер",
    ),
    "reason": (
        "причина отказа", "причина потери", "loss reason", "lost reason", "closed lost reason",
        "reason",
    ),
    "note": (
        "комментарий", "примечание", "примечания", "note", "notes", "comment", "описание",
    ),
}
WON = (
    "won", "closed won", "успешно реализовано", "сделка успешна", "сделка выиграна", "выиграна",
    "успех", "успешна", "реализовано", "продано", "win",
)
LOST = (
    "lost", "closed lost", "закрыто и не реализовано", "сделка провалена", "провалена", "проиграна",
    "отказ", "анализ причины провала", "не реализовано", "loss", "потеряна",
)
# fmt: on
NEEDED = ("client", "stage")
_WON, _LOST = frozenset(map(key, WON)), frozenset(map(key, LOST))


def is_won(stage: str) -> bool:
    return key(stage) in _WON


def is_lost(stage: str) -> bool:
    return key(stage) in _LOST


def look(path: Path, chosen: Mapping[str, str] | None = None) -> FileShape:
    """The file with its columns; FileProblem where it is no table, or one without clients and stages."""
    bare = inspect_table(path)
    places: dict[str, int] = {}
    for field, header in (chosen or {}).items():
        if field not in FIELDS or header not in bare.headers:
            raise _without(bare, field if field in FIELDS else "client")
        places[field] = bare.headers.index(header)
    for field, names in FIELDS.items():
        place = _place(bare.headers, names, set(places.values()))
        if field not in places and place is not None:
            places[field] = place
    if "client" not in places and "person" in places:
        places["client"] = places.pop("person")
    for field in NEEDED:
        if field not in places:
            raise _without(bare, field)
    return replace(
        bare, places=places, choice={field: bare.headers[place] for field, place in places.items()}
    )


def _place(headers: Sequence[str], names: Sequence[str], taken: set[int]) -> int | None:
    for name in names:
        for place, header in enumerate(headers):
            if place not in taken and key(header) == key(name):
                return place
    return None


def _without(bare: FileShape, field: str) -> FileProblem:
    return FileProblem(
        "no_column",
        N_("%(file)s has no column of deals for “%(field)s”. Its columns: %(headers)s."),
        N_("Say which one it is: --column %(field)s=HEADER."),
        {"file": bare.path.name, "field": field, "headers": ", ".join(bare.headers[:30])},
    )
