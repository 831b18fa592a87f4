"""The names under which people's files hold the columns of an order log.

``NAMES`` is the table: field → tiers, best first. Inside a tier the names are equally good: two
columns of a file that match one tier are a question for the person. A column of an earlier tier is
preferred to one of a later tier without asking. Names are compared without case, spaces and punctuation,
with ё as е; so ``InvoiceNo``, ``invoice_no`` and ``Invoice No.`` are one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

Tiers = tuple[tuple[str, ...], ...]

# fmt: off
NAMES: dict[str, Tiers] = {
    "client": (
        (
            "client id", "customer id", "id клиента", "id покупателя", "код клиента", "код контрагента",
            "код покупателя", "клиент id", "покупатель id", "user id", "buyer id", "account id",
            "member id", "customer number", "client number", "номер клиента", "customer code",
            "client code", "customer no", "номер карты", "card number", "cust id", "id контрагента",
            "идентификатор клиента",
        ),
        (
            "client", "customer", "клиент", "покупатель", "заказчик", "компания", "company", "account",
            "buyer", "user", "потребитель", "гость", "пациент", "клиенты", "customers", "clients",
        ),
        ("контрагент", "контрагенты", "counterparty",),
        ("партнер", "partner", "грузополучатель", "плательщик",),
        (
            "client name", "customer name", "имя клиента", "фио клиента", "наименование клиента",
            "название клиента", "название компании", "company name", "компания клиента", "имя покупателя",
            "фио покупателя", "buyer name", "account name", "фио", "наименование контрагента",
            "заказчик фио",
        ),
        (
            "email", "customer email", "client email", "billing email", "e mail", "email billing",
            "email клиента", "email покупателя", "электронная почта", "почта", "эл почта",
        ),
        ("phone", "телефон", "billing phone", "customer phone", "телефон клиента", "мобильный", "тел",),
        ("контакт", "основной контакт", "contact", "contact name", "billing name", "полное имя контакта",),
        ("инн", "инн клиента", "инн контрагента", "tax id", "tin",),
        ("имя", "full name", "person",),
    ),
    "date": (
        (
            "order date", "invoice date", "purchase date", "transaction date", "sale date", "sales date",
            "дата заказа", "дата покупки", "дата продажи", "дата реализации", "дата чека",
            "дата документа", "дата отгрузки", "order datetime", "дата и время заказа",
            "order purchase timestamp", "дата сделки", "date of purchase", "date of order",
            "purchased at", "ordered at",
        ),
        (
            "дата закрытия", "close date", "closed at", "closed date", "дата закрытия сделки",
            "дата завершения", "closing date",
        ),
        (
            "date", "дата", "дата время", "дата и время", "datetime", "date time", "order time",
            "transaction time", "дата операции",
        ),
        (
            "created at", "created", "дата создания", "создан", "создана", "date created",
            "creation date", "дата создания заказа", "дата создания сделки", "timestamp", "когда создан",
            "created on",
        ),
        ("paid at", "paid date", "дата оплаты", "payment date", "date paid", "дата платежа",),
        ("day", "день", "период", "период день", "date gmt",),
    ),
    "amount": (
        (
            "order total", "order amount", "total amount", "invoice total", "invoice amount",
            "grand total", "сумма заказа", "сумма документа", "сумма продажи", "сумма чека",
            "сумма сделки", "стоимость заказа", "итого по заказу", "сумма покупки", "purchase amount",
            "order value", "сумма реализации", "сумма отгрузки", "order total amount", "total price",
            "сумма к оплате",
        ),
        (
            "amount", "sum", "сумма", "total", "итого", "всего", "revenue", "выручка", "sales", "бюджет",
            "dollar value", "close value", "оборот", "продажи", "money", "budget", "price total",
            "сумма и валюта", "transaction amount", "monetary", "spend", "deal value", "value",
            "сумма оплаты", "выручка от продажи", "сумма продаж",
        ),
        ("сумма с ндс", "сумма со скидкой", "всего с ндс", "стоимость", "amount with tax", "net sales",),
        (
            "subtotal", "оплачено", "paid", "payment", "item total", "line total", "order subtotal",
            "сумма без ндс", "total sales", "gross sales",
        ),
    ),
    "quantity": (
        (
            "quantity", "qty", "количество", "кол во", "lineitem quantity", "item quantity", "колво",
            "units", "количество товара", "штук",
        ),
    ),
    "price": (
        (
            "unit price", "цена за единицу", "цена за шт", "item cost", "lineitem price", "item price",
            "unit cost", "цена продажи",
        ),
        ("price", "цена",),
    ),
    "order": (
        (
            "order id", "order number", "invoice no", "invoice number", "invoice id", "номер заказа",
            "номер документа", "номер чека", "id заказа", "order no", "transaction id", "номер сделки",
            "id сделки", "opportunity id", "deal id", "receipt number", "receipt id", "код заказа",
            "номер счета", "номер накладной", "document number", "purchase id", "номер реализации",
        ),
        (
            "invoice", "order", "заказ", "номер", "документ", "number", "чек", "receipt",
            "документ продажи", "заказ клиента", "регистратор", "ссылка",
        ),
        ("id", "ид", "код",),
    ),
    "manager": (
        (
            "manager", "менеджер", "ответственный", "ответственный менеджер", "sales agent",
            "salesperson", "sales rep", "seller", "продавец", "owner", "основной менеджер", "assigned to",
            "employee", "сотрудник", "ответственный сотрудник", "sales manager", "менеджер по продажам",
            "assigned by",
        ),
    ),
    "margin": (
        (
            "margin", "маржа", "валовая прибыль", "прибыль", "profit", "gross profit", "gross margin",
            "маржинальный доход", "маржа руб",
        ),
    ),
    "segment": (
        (
            "segment", "сегмент", "customer segment", "client segment", "сегмент клиента",
            "группа клиентов", "client group", "customer group", "категория клиента", "тип клиента",
            "customer type",
        ),
    ),
    "status": (
        (
            "financial status", "order status", "статус заказа", "статус", "status", "этап сделки",
            "стадия сделки", "deal stage", "стадия", "этап", "stage", "состояние", "payment status",
            "статус оплаты", "состояние заказа", "статус сделки",
        ),
    ),
    "kind": (
        (
            "вид документа", "тип документа", "document type", "вид операции", "тип операции",
            "transaction type", "operation type", "хозяйственная операция", "order type", "тип заказа",
        ),
        ("type", "тип",),
    ),
    "refunded": (
        (
            "refunded amount", "сумма возврата", "refund amount", "amount refunded",
            "order refund amount", "total refunded", "возвращено",
        ),
    ),
    "currency": (
        ("currency", "валюта", "currency code", "order currency", "валюта документа", "код валюты",),
    ),
}
# fmt: on

NEEDED = ("client", "date")
# Which command-line option names the column for a field; the cure in every question about columns.
OPTIONS = {field: f"--{field}" for field in NAMES}

_NOT_LETTER = re.compile(r"[\W_]+")
# "Сумма, руб." and "Amount (USD)" say the unit after the name.
_UNIT = re.compile(
    r"[\s,(\[]+(руб(лей|\.)?|р\.?|₽|rub|rur|usd|eur|byn|kzt|[$€£₸]|шт\.?)[\s)\].]*$", re.IGNORECASE
)
_PARENTHESES = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


def key(name: str) -> str:
    """The name as it is compared: lower case, ё as е, letters and digits only."""
    return _NOT_LETTER.sub("", name.casefold().replace("ё", "е"))


_KEYS: dict[str, tuple[frozenset[str], ...]] = {
    field: tuple(frozenset(key(name) for name in tier) for tier in tiers) for field, tiers in NAMES.items()
}
_SHOPIFY_SIGNS = frozenset({"lineitemname", "lineitemquantity", "financialstatus"})


def tier_of(field: str, header: str) -> int | None:
    """How good a name ``header`` is for ``field`` (0 is best), or None if it is no name of it."""
    for variant in (header, _UNIT.sub("", header), _PARENTHESES.sub("", header)):
        name = key(variant)
        for tier, names in enumerate(_KEYS[field]):
            if name and name in names:
                return tier
    return None


def known(header: str) -> bool:
    """Whether ``header`` is a name of any field."""
    return any(tier_of(field, header) is not None for field in NAMES)


def candidates(field: str, headers: Sequence[str], empty: frozenset[int] = frozenset()) -> list[list[int]]:
    """Positions of the columns that may be ``field``, as groups of equally good ones, best group first.

    Columns in ``empty`` (nothing in the first rows) are taken only where nothing else is there.
    """
    tiers: dict[tuple[bool, int], list[int]] = {}
    shopify = not _SHOPIFY_SIGNS.isdisjoint(key(header) for header in headers)
    for position, header in enumerate(headers):
        tier = tier_of(field, header)
        # In Shopify's export "Name" is the number of the order, "#1001"; elsewhere it is a person.
        if key(header) == "name" and field == "order" and shopify:
            tier = -1
        elif key(header) == "name" and field == "client" and not shopify:
            tier = len(_KEYS[field])
        if tier is not None:
            tiers.setdefault((position in empty, tier), []).append(position)
    return [tiers[rank] for rank in sorted(tiers)]


def position_of(name: str, headers: Sequence[str]) -> int | None:
    """The column that a person meant by ``name``: its header (exact, then loosely), or its number from 1."""
    if name in headers:
        return headers.index(name)
    loose = [position for position, header in enumerate(headers) if key(header) == key(name) and key(name)]
    if loose:
        return loose[0]
    if name.strip().isdecimal() and 1 <= int(name) <= len(headers):
        return int(name) - 1
    return None


def table() -> Mapping[str, Sequence[str]]:
    """Field → its names, best first: for the documentation."""
    return {field: [name for tier in tiers for name in tier] for field, tiers in NAMES.items()}


def matched(headers: Iterable[str]) -> int:
    """How many headers are names we know: tells a header row from a title above it."""
    return sum(known(header) for header in headers)
