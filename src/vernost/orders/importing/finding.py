"""Whose the rows are: clients known by their number in the source, phone, e-mail, tax number or exact name.

By a number of the same source the whole base is asked: it is the firm's own key. By anything else only
clients whom the importing person sees, and only where exactly one fits: nothing is given to a namesake.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from vernost.access.actor import Actor
from vernost.clients import forgetting, owning
from vernost.clients.models import Client, Email, ExternalId, Kind, Phone
from vernost.clients.models.contacts import backwards
from vernost.clients.rules import email_of, inn_is_right, name_key, name_sound, phone_of, search_of, tidy
from vernost.core import clock
from vernost.core.practice import COUNTRY
from vernost.core.searching import FORMS, folded, words
from vernost.files.columns import tier_of
from vernost.orders.importing.writing import among, rows_of
from vernost.staff.models import Employee

BATCH = 2000
LONGEST_KEY = 120
_COMPANIES = FORMS - {"ип", "индивидуальный", "предприниматель"}
# Tiers of names of the client's column (files.columns.NAMES["client"]) that say what is in it.
_SAID = {0: "number", 4: "name", 5: "email", 6: "phone", 7: "name", 8: "inn", 9: "name"}


@dataclass(slots=True)
class Hint:
    """What a file says of one client. ``key`` is their number, or whatever the file calls them by."""

    key: str
    name: str = ""
    phones: list[tuple[str, str]] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    inn: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    owner_id: int | None = None


class Reader:
    """Turns the texts of a row into a Hint. ``header`` is that of the column by which clients are named."""

    def __init__(self, header: str) -> None:
        tier = tier_of("client", header) if header else None
        self.said = "" if tier is None else _SAID.get(tier, "")
        self.country = COUNTRY.value()

    def hint(self, row: dict[str, Any]) -> Hint:
        """Of a row of orders: what cannot be read as a phone or an e-mail is left out, the order is not."""
        key = tidy(str(row["client"])) or "?"
        hint = Hint(key[:LONGEST_KEY], name=tidy(row.get("client_name") or "")[:200])
        phones, emails, inn = [row.get("phone")], [row.get("email")], tidy(row.get("inn") or "")
        said = self.said or _guessed(key)
        if said == "phone":
            phones.append(key)
        elif said == "email":
            emails.append(key)
        elif said == "inn":
            inn = inn or key
        elif said == "name" and not hint.name:
            hint.name = key[:200]
        hint.phones = [number for one in phones if one and (number := phone_of(one, self.country))]
        hint.emails = [address for one in emails if one and (address := email_of(one))]
        hint.inn = inn if inn_is_right(inn) else ""
        hint.values = {"segment": tidy(row.get("segment") or "")[:80]}
        return hint


def _guessed(key: str) -> str:
    if "@" in key:
        return "email"
    if key.startswith("+"):
        return "phone"
    return "" if key.replace(".", "").isdigit() or len(key) < 3 or " " not in key else "name"


def find(actor: Actor, source: str, hints: Sequence[Hint]) -> dict[str, int]:
    """Key → client, of those in the base. A handful of queries, however many hints."""
    found = _by_number(source, [hint.key for hint in hints if hint.key])
    for ask in (_by_phone, _by_email, _by_inn, _by_name):
        missing = [hint for hint in hints if hint.key not in found]
        if not missing:
            break
        found |= ask(actor, missing)
    return found


def _by_number(source: str, keys: Sequence[str]) -> dict[str, int]:
    if not keys:
        return {}
    asked, parameters = among("value", keys)
    sql = f"SELECT value, client_id FROM clients_externalid WHERE source = %s AND {asked}"
    return dict(rows_of(sql, [source, *parameters]))


def _by_phone(actor: Actor, hints: Sequence[Hint]) -> dict[str, int]:
    wanted = {hint.key: [number for number, _extension in hint.phones] for hint in hints}
    return _single(wanted, Phone.objects.visible_to(actor).filter(client__is_live=True), "number", "client")


def _by_email(actor: Actor, hints: Sequence[Hint]) -> dict[str, int]:
    rows = Email.objects.visible_to(actor).filter(client__is_live=True)
    return _single({hint.key: hint.emails for hint in hints}, rows, "address", "client")


def _by_inn(actor: Actor, hints: Sequence[Hint]) -> dict[str, int]:
    wanted = {hint.key: [hint.inn] if hint.inn else [] for hint in hints}
    return _single(wanted, Client.objects.visible_to(actor), "inn", "pk")


def _by_name(actor: Actor, hints: Sequence[Hint]) -> dict[str, int]:
    """Exactly the same name, and nothing else by which the two would differ for certain."""
    wanted = {}
    for hint in hints:
        known = hint.phones or hint.emails or hint.inn
        wanted[hint.key] = [name_key(hint.name)] if hint.name and not known else []
    return _single(wanted, Client.objects.visible_to(actor), "name_key", "pk")


def _single(wanted: dict[str, list[str]], rows: Any, column: str, client: str) -> dict[str, int]:
    every = list({value for values in wanted.values() for value in values if value})
    owners: dict[str, set[int]] = {}
    for start in range(0, len(every), BATCH):
        asked = rows.filter(**{f"{column}__in": every[start : start + BATCH]})
        for value, pk in asked.values_list(column, client):
            owners.setdefault(value, set()).add(pk)
    found = {}
    for key, values in wanted.items():
        fits = set().union(*(owners.get(value, set()) for value in values))
        if len(fits) == 1:
            found[key] = fits.pop()
    return found


def create(hints: Sequence[Hint], *, owner_id: int | None, by: int | None) -> dict[str, int]:
    """New clients, set by set. Inside the chunk's transaction; the caller asked the policy.

    Who may not be given clients yet gets none: theirs go to ``owner_id``, and to nobody where it is theirs.
    """
    held = owning.refused({owner_id, *(hint.owner_id for hint in hints)})
    given = None if owner_id in held else owner_id
    clients = [
        _client(hint, owner_id=given if hint.owner_id in held else hint.owner_id or given, by=by)
        for hint in hints
    ]
    Client._base_manager.bulk_create(clients, batch_size=BATCH)
    made = {hint.key: client.pk for hint, client in zip(hints, clients, strict=True)}
    phones = [
        Phone(client_id=made[hint.key], number=number, extension=extension, backwards=backwards(number))
        for hint in hints
        for number, extension in dict.fromkeys(hint.phones)
    ]
    Phone._base_manager.bulk_create(phones, batch_size=BATCH)
    emails = [
        Email(client_id=made[hint.key], address=address)
        for hint in hints
        for address in dict.fromkeys(hint.emails)
    ]
    Email._base_manager.bulk_create(emails, batch_size=BATCH)
    return made


def name_by(source: str, pairs: Iterable[tuple[str, int]]) -> None:
    """Remember under which number the source knows them; a number that is taken stays where it is."""
    rows = [ExternalId(source=source, value=key, client_id=client) for key, client in pairs if key]
    ExternalId._base_manager.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _client(hint: Hint, *, owner_id: int | None, by: int | None) -> Client:
    now = clock.now()
    name = hint.name or hint.key or (hint.phones or [("", "")])[0][0] or "".join(hint.emails[:1])
    others = [hint.key] if hint.key and hint.key != name else []
    search = search_of(
        name=name,
        inn=hint.inn,
        phones=[number for number, _ in hint.phones],
        emails=hint.emails,
        others=others,
    )
    return Client(
        name=name, kind=_kind(name, hint.inn), inn=hint.inn, owner_id=owner_id,
        created_by_id=by,
        name_key=name_key(name), name_sound=name_sound(name), search=search, created_at=now, changed_at=now,
        **{column: value for column, value in hint.values.items() if value},
    )  # fmt: skip


def _kind(name: str, inn: str) -> str:
    """A legal form in the name, or a company's tax number: a company."""
    formed = not _COMPANIES.isdisjoint(words(name))
    return Kind.COMPANY if formed or len(inn) == 10 else Kind.PERSON


def strangers(hints: Collection[Hint], found: dict[str, int]) -> list[Hint]:
    """Those who are not in the base, each once."""
    return list({hint.key: hint for hint in hints if hint.key not in found}.values())


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom of the clients of a file of orders the base knows to be erased."""

    source: str
    actor: Actor
    header: str

    def erased(self, rows: list[dict[str, Any]]) -> set[str]:
        """What the file calls them; rows as ``Reader.hint`` takes them."""
        if forgetting.is_empty():
            return set()
        reader = Reader(self.header)
        hints = [reader.hint(row) for row in rows]
        missing = strangers(hints, find(self.actor, self.source, hints))
        gone = erased(self.source, missing)
        return {row["client"] for row, hint in zip(rows, hints, strict=True) if hint.key in gone}


def erased(source: str, hints: Collection[Hint]) -> set[str]:
    """The keys of those who are somebody whose data was erased: they are not made anew."""
    if not hints or forgetting.is_empty():
        return set()
    marks = {hint.key: _marks(source, hint) for hint in hints}
    known = forgetting.known({mark for one in marks.values() for mark in one})
    return {key for key, one in marks.items() if not known.isdisjoint(one)}


def _marks(source: str, hint: Hint) -> set[str]:
    marks = {forgetting.of_source(source, hint.key)} if hint.key else set()
    marks |= {forgetting.of_phone(number) for number, _extension in hint.phones}
    marks |= {forgetting.of_email(address) for address in hint.emails}
    return marks | ({forgetting.of_inn(hint.inn)} if hint.inn else set())


def managers_by_name() -> dict[str, int]:
    """Employees by name and by address, as files write them; a name that two bear names nobody."""
    found: dict[str, int] = {}
    twice = set()
    for pk, name, email in Employee.objects.values_list("pk", "name", "email"):
        for known in (folded(name), folded(email)):
            if known in found and found[known] != pk:
                twice.add(known)
            found[known] = pk
    return {name: pk for name, pk in found.items() if name and name not in twice}
