"""One chunk of clients into the base. Who is known gets what they lacked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from vernost.access.actor import Actor
from vernost.clients.models import Client, Email, Phone
from vernost.clients.models.contacts import backwards
from vernost.clients.rules import email_of, inn_is_right, phone_of, tidy
from vernost.clients.services.saving import search_refresh
from vernost.core import birthdays, clock
from vernost.core.practice import COUNTRY
from vernost.core.searching import folded
from vernost.files import sources
from vernost.files.shape import FileShape
from vernost.files.vcards import TROUBLES
from vernost.journal.write import draft, record_many
from vernost.orders import kinds
from vernost.orders.importing import finding
from vernost.orders.importing.finding import Hint
from vernost.orders.models import ImportRun

CHUNK = 2000
N_ = str
REASONS = {
    "nameless": N_("There is no name, phone or e-mail."),
    "phone": N_("The phone is none."),
    "email": N_("The e-mail address is none."),
    "inn": N_("The tax number is wrong."),
    "birthday": N_("The birthday cannot be read."),
    "card": N_("The card is damaged and cannot be read."),
    "card_letters": N_("The letters of the card are in an unknown encoding."),
    "card_open": N_("The card has a beginning and no end."),
    "erased": N_("The person's data was erased on request; they are not brought back."),
}
_TEXTS = {"address": 300, "segment": 80, "about": 4000}


@dataclass(slots=True)
class People:
    """The file's rows by place, as text; blank ones are none."""

    connection: duckdb.DuckDBPyConnection
    relation: str
    fields: tuple[str, ...]
    first_row: int
    total: int

    def chunk(self, start: int, size: int) -> list[tuple[int, dict[str, str]]]:
        rows = self.connection.execute(
            f"SELECT * FROM {self.relation} WHERE place >= {start:d} AND place < {start + size:d}"
            " ORDER BY place"
        ).fetchall()
        return [
            (
                row[0] + self.first_row,
                {
                    field: tidy(text or "", lines=field == "about")
                    for field, text in zip(self.fields, row[1:], strict=True)
                },
            )
            for row in rows
        ]


@contextmanager
def people(connection: duckdb.DuckDBPyConnection, shape: FileShape, progress: Any) -> Iterator[People]:
    fields = tuple(shape.places)
    with sources.opened(connection, shape, set(shape.places.values()), progress=progress) as source:
        listed = ", ".join(
            f'CAST({source.columns[shape.places[field]][0]} AS VARCHAR) AS "{field}"' for field in fields
        )
        connection.execute(
            f"CREATE TABLE people AS SELECT {source.row_id} AS place, {listed} FROM {source.relation}"
        )
    total = connection.execute("SELECT COALESCE(max(place) + 1, 0) FROM people").fetchall()[0][0]
    yield People(connection, "people", fields, shape.header_row + 1, int(total))


class ClientsImport:
    def __init__(self, run: ImportRun, actor: Actor) -> None:
        self.run, self.actor = run, actor
        self.country, self.managers = COUNTRY.value(), finding.managers_by_name()

    def read(self, row: dict[str, str]) -> Hint | str | None:
        """The client of a row; a reason why it cannot be taken; None of a blank row."""
        if not any(row.values()):
            return None
        if row.get("card") in TROUBLES:
            return row["card"]
        hint = Hint(row.get("external", "")[: finding.LONGEST_KEY], name=row.get("name", "")[:200])
        if (wrong := self._reached(hint, row)) is not None:
            return wrong
        if row.get("inn"):
            if not inn_is_right(row["inn"]):
                return "inn"
            hint.inn = row["inn"]
        if row.get("birthday"):
            day = birthdays.read(row["birthday"])
            if day is None or day > clock.today():
                return "birthday"
            hint.values["birthday"] = day
        if not (hint.name or hint.phones or hint.emails):
            return "nameless"
        hint.values |= {field: row[field][:most] for field, most in _TEXTS.items() if row.get(field)}
        hint.owner_id = self.managers.get(folded(row.get("manager", "")))
        hint.key = hint.key or _identity(hint)
        return hint

    def _reached(self, hint: Hint, row: dict[str, str]) -> str | None:
        """Phones and addresses, several parted by semicolons; a reason if one is none. In an address book a
        short inner number is usual: it stays with the client as a word."""
        words = []
        for text in _several(row, "phone", "phone2"):
            known = phone_of(text, self.country)
            if known is None and "card" not in row:
                return "phone"
            (words.append(text) if known is None else hint.phones.append(known))
        for text in _several(row, "email"):
            address = email_of(text)
            if address is None and "card" not in row:
                return "email"
            (words.append(text) if address is None else hint.emails.append(address))
        if words:
            row["about"] = "\n".join(part for part in (row.get("about", ""), ", ".join(words)) if part)
        return None

    def hints(self, rows: Sequence[tuple[int, dict[str, str]]]) -> list[Hint]:
        """Those of a chunk who can be taken, each once: two rows of one client make one."""
        found: dict[str, Hint] = {}
        for _number, row in rows:
            hint = self.read(row)
            if not isinstance(hint, Hint):
                continue
            if hint.key in found:
                _join(found[hint.key], hint)
            else:
                found[hint.key] = hint
        return list(found.values())

    def erased(self, hints: Sequence[Hint]) -> set[str]:
        """The keys of those who are not in the base and whose data was erased."""
        missing = finding.strangers(hints, finding.find(self.actor, self.run.source, hints))
        return finding.erased(self.run.source, missing)

    def write(self, rows: Sequence[tuple[int, dict[str, str]]], counts: Counter[str]) -> None:
        hints = self.hints(rows)
        gone = self.erased(hints)
        hints = [hint for hint in hints if hint.key not in gone]
        found = finding.find(self.actor, self.run.source, hints)
        missing = finding.strangers(hints, found)
        owner = self.run.owner_id or self.run.created_by_id
        made = finding.create(missing, owner_id=owner, by=self.run.created_by_id)
        completed = self._complete([hint for hint in hints if hint.key in found], found)
        finding.name_by(self.run.source, ((hint.key, (found | made)[hint.key]) for hint in hints))
        counts["clients_new"] += len(made)
        counts["clients_found"] += len(hints) - len(made)
        counts["clients_completed"] += completed
        record_many(
            draft(
                self.actor,
                kinds.CLIENT_CAME,
                client_id=pk,
                data={"file": self.run.file_name, "run": self.run.pk},
            )
            for pk in made.values()
        )

    def try_out(self, rows: Sequence[tuple[int, dict[str, str]]], counts: Counter[str]) -> None:
        hints = self.hints(rows)
        gone = self.erased(hints)
        hints = [hint for hint in hints if hint.key not in gone]
        found = finding.find(self.actor, self.run.source, hints)
        counts["clients_found"] += len(found)
        counts["clients_new"] += len(finding.strangers(hints, found))

    def _complete(self, hints: Sequence[Hint], found: dict[str, int]) -> int:
        """What the base lacks of clients it knows. Only who changes is saved."""
        pks = [found[hint.key] for hint in hints]
        clients = Client._base_manager.in_bulk(pks)
        phones = set(Phone._base_manager.filter(client__in=pks).values_list("client", "number", "extension"))
        emails = set(Email._base_manager.filter(client__in=pks).values_list("client", "address"))
        changed = 0
        for hint in hints:
            client = clients[found[hint.key]]
            changed += self._completed(client, hint, phones, emails)
        return changed

    def _completed(
        self, client: Client, hint: Hint, phones: set[tuple[Any, ...]], emails: set[tuple[Any, ...]]
    ) -> int:
        lacking = {name: value for name, value in hint.values.items() if value and not getattr(client, name)}
        if hint.inn and not client.inn:
            lacking["inn"] = hint.inn
        more = [one for one in dict.fromkeys(hint.phones) if (client.pk, *one) not in phones]
        letters = [one for one in dict.fromkeys(hint.emails) if (client.pk, one) not in emails]
        if not (lacking or more or letters):
            return 0
        for name, value in lacking.items():
            setattr(client, name, value)
        client.version += 1
        client.save(update_fields=[*lacking, "version"])
        Phone._base_manager.bulk_create(
            [Phone(client=client, number=n, extension=e, backwards=backwards(n)) for n, e in more]
        )
        Email._base_manager.bulk_create([Email(client=client, address=one) for one in letters])
        search_refresh(client)
        return 1


def _several(row: dict[str, str], *fields: str) -> list[str]:
    return [part.strip() for name in fields for part in row.get(name, "").split(";") if part.strip()]


def _identity(hint: Hint) -> str:
    """By what a client without a number of their own is the same one when the file comes again."""
    known = [number for number, _ in hint.phones[:1]] or hint.emails[:1] or [hint.inn or hint.name.casefold()]
    return known[0][: finding.LONGEST_KEY]


def _join(kept: Hint, other: Hint) -> None:
    kept.name = kept.name or other.name
    kept.phones += [one for one in other.phones if one not in kept.phones]
    kept.emails += [one for one in other.emails if one not in kept.emails]
    kept.inn = kept.inn or other.inn
    kept.values = {**other.values, **{name: value for name, value in kept.values.items() if value}}
