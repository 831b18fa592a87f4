"""The base must not walk away with an employee (rule 1.2): looks and exports counted, the unusual noticed.

The rule is simple so that a director can check it by hand: a day is unusual when it is above the floor and
above three times the person's own busy day (the 90th percentile of their last working days, as many as 60).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core import clock
from vernost.core.paging import Page, keyset_page
from vernost.core.practice import EXPORTED_ROWS_FLOOR, OPENED_CARDS_FLOOR
from vernost.journal.kinds import EntryKind
from vernost.journal.models import Activity, Look
from vernost.journal.write import record

TIMES = 3
BUSY = 0.9
DAYS_BACK = 60
LOOKS_KEPT = 90  # days


@dataclass(frozen=True, slots=True)
class Unusual:
    employee_id: int
    day: date
    cards: int
    exported: int
    usual_cards: int
    usual_exported: int


def card_opened(actor: Actor, client: Any, kind: EntryKind) -> None:
    """Call it when a card is shown.

    Keeps whose card it was: once a day, however often it is opened, and in one query. Another's card is an
    audit entry besides (a privileged look).
    """
    if actor.employee_id is None:
        return
    look = Look(employee_id=actor.employee_id, day=clock.today(), client_id=client.pk)
    Look.objects.bulk_create([look], ignore_conflicts=True)
    owner = client.scope.owner_of(client)
    if not actor.is_self(owner) and not actor.stands_in_for(owner):
        record(actor, kind, subject=client, client_id=client.pk, data={"client": str(client)})


def count(employee_id: int, *, cards: int = 0, exported: int = 0) -> None:
    today = clock.today()
    mine = Activity.objects.filter(employee_id=employee_id, day=today)
    if not mine.update(cards=F("cards") + cards, exported=F("exported") + exported):
        Activity.objects.bulk_create([Activity(employee_id=employee_id, day=today)], ignore_conflicts=True)
        mine.update(cards=F("cards") + cards, exported=F("exported") + exported)


def sum_up(day: date) -> None:
    """The cards of a day, counted out of the looks: by whoever asks, not by whoever opens."""
    rows = Look.objects.filter(day=day).order_by().values_list("employee").annotate(n=Count("pk"))
    seen = dict(rows)
    by_employee = {one.employee_id: one for one in Activity.objects.filter(day=day, employee__in=seen)}
    new = [Activity(employee_id=pk, day=day, cards=n) for pk, n in seen.items() if pk not in by_employee]
    Activity.objects.bulk_create(new, ignore_conflicts=True)
    for pk, one in by_employee.items():
        if one.cards < seen[pk]:
            Activity.objects.filter(pk=one.pk, cards__lt=seen[pk]).update(cards=seen[pk])


def unusual(actor: Actor, *, day: date | None = None) -> list[Unusual]:
    """Who opened or exported unusually much on ``day`` (today)."""
    require(actor, "alerts.see")
    day = day or clock.today()
    sum_up(day)
    rows = list(Activity.objects.filter(day=day))
    past = _past({row.employee_id for row in rows}, day)
    floor_cards, floor_rows = OPENED_CARDS_FLOOR.value(), EXPORTED_ROWS_FLOOR.value()
    found = []
    for row in rows:
        usual_cards = _busy_day([cards for cards, _ in past[row.employee_id]])
        usual_rows = _busy_day([exported for _, exported in past[row.employee_id]])
        if row.cards > max(floor_cards, TIMES * usual_cards) or row.exported > max(
            floor_rows, TIMES * usual_rows
        ):
            found.append(Unusual(row.employee_id, day, row.cards, row.exported, usual_cards, usual_rows))
    return found


def _past(employees: set[int], day: date) -> dict[int, list[tuple[int, int]]]:
    past: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = Activity.objects.filter(
        employee_id__in=employees, day__lt=day, day__gte=day - timedelta(days=DAYS_BACK)
    )
    for employee, cards, exported in rows.values_list("employee_id", "cards", "exported"):
        past[employee].append((cards, exported))
    return past


def _busy_day(counts: Sequence[int]) -> int:
    return sorted(counts)[int(BUSY * (len(counts) - 1))] if counts else 0


def looks_of(actor: Actor, *, employee_id: int, day: date, after: str = "") -> Page[Look]:
    """The cards an employee opened on a day, in the order they did."""
    require(actor, "alerts.see")
    rows = Look.objects.filter(employee_id=employee_id, day=day)
    return keyset_page(rows, order=("at", "id"), after=after)


def activity_of(actor: Actor, *, employee_id: int, day: date) -> Activity | None:
    require(actor, "alerts.see")
    sum_up(day)
    return Activity.objects.filter(employee_id=employee_id, day=day).first()


def looks_forget() -> int:
    gone, _by_model = Look.objects.filter(day__lt=clock.today() - timedelta(days=LOOKS_KEPT)).delete()
    return gone
