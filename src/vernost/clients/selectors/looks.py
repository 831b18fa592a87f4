"""What an employee opened and exported on a day: cards by name, exports with their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vernost.access.actor import Actor
from vernost.access.fetch import fetch_plain
from vernost.clients.models import Client
from vernost.journal import watch
from vernost.journal.models import Activity, Entry
from vernost.journal.read import AuditFilter, audit
from vernost.staff.models import Employee

TAKEN_OUT = ("client.exported", "order.exported", "client.personal_data_exported")


@dataclass(frozen=True, slots=True)
class Opened:
    at: datetime
    client: Client | None  # None: erased, or merged into another
    is_own: bool


@dataclass(frozen=True, slots=True)
class Looks:
    employee: Employee
    cards: int
    exported: int
    opened: list[Opened]
    exports: Sequence[Entry]
    next: str


def looks(actor: Actor, *, employee_id: int, day: date, after: str = "") -> Looks:
    """A page of the cards; the day's exports, a fixed number of queries."""
    employee: Employee = fetch_plain(actor, Employee, employee_id, verb="alerts.see")
    page = watch.looks_of(actor, employee_id=employee.pk, day=day, after=after)
    ids = [look.client_id for look in page.rows]
    known = Client.objects.visible_to(actor).select_related("owner").in_bulk(ids)
    counted = watch.activity_of(actor, employee_id=employee.pk, day=day) or Activity()
    exports: list[Entry] = []
    for kind in TAKEN_OUT:
        asked = AuditFilter(employee_id=employee.pk, kind=kind, since=day, until=day)
        exports += audit(actor, asked).rows
    exports.sort(key=lambda entry: entry.at)
    opened = []
    for look in page.rows:
        client = known.get(look.client_id)
        opened.append(Opened(look.at, client, client is not None and client.owner_id == employee.pk))
    return Looks(employee, counted.cards, counted.exported, opened, exports, page.next)
