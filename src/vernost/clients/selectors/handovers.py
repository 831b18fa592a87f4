"""Reading handovers: those there are, the split as it stands, a page of it, what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients import belongings, handing
from vernost.clients.handing import Group, Grouping
from vernost.clients.models import Bond, Client, Email, Handover, HandoverClient
from vernost.core import clock, worktime
from vernost.core.errors import Text
from vernost.core.paging import Page, keyset_page
from vernost.staff.models import Employee

BATCH = 500
SHOWN = 50


def handovers(actor: Actor) -> list[Handover]:
    """One's own, or everybody's for who sees all of them; the newest first, with how many clients."""
    require(actor, "client.hand_over")
    rows: Any = Handover.objects.visible_to(actor).select_related("leaver", "by")
    return list(rows.annotate(number=Count("clients")).order_by("-created_at", "-pk")[:SHOWN])


def handover_of(actor: Actor, pk: int) -> Handover:
    rows: Any = Handover.objects.select_related("leaver", "by")
    handover: Handover = fetch(actor, rows, pk, verb="client.hand_over")
    return handover


def leavers(actor: Actor) -> list[Employee]:
    """Whose clients the actor may hand over; those who left already among them."""
    require(actor, "client.hand_over")
    rows = Employee.objects.order_by("-is_active", "name", "pk")
    return list(rows if actor.sees_all else rows.filter(pk__in=actor.owners))


def successors(handover: Handover) -> list[Employee]:
    return list(Employee.objects.active().exclude(pk=handover.leaver_id).order_by("name", "pk"))


@dataclass(frozen=True, slots=True)
class Share:
    """What one successor gets."""

    successor: Employee | None
    clients: int
    personal: int
    last_call: date | None
    waiting: list[tuple[Text, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Split:
    shares: list[Share]
    clients: int
    personal: int
    undecided: int
    no_address: int  # who cannot be written to

    @property
    def written_to(self) -> int:
        return self.clients - self.no_address


def split_of(actor: Actor, handover: Handover, *, whole: bool = False) -> Split:
    """``whole``: with what waits at each successor's clients and when they are called: a query a model and
    batch."""
    rows = HandoverClient._base_manager.filter(handover=handover)
    counted = rows.values("successor").annotate(
        n=Count("pk"), bound=Count("pk", filter=Q(personal=True)), last=Max("first_call_on")
    )
    names = Employee.objects.in_bulk([one["successor"] for one in counted if one["successor"]])
    waiting = _waiting_of_each(rows) if whole else {}
    shares = [
        Share(
            successor=names.get(one["successor"]),
            clients=one["n"],
            personal=one["bound"],
            last_call=one["last"] or (_last_call(handover, one["n"]) if whole else None),
            waiting=waiting.get(one["successor"], []),
        )
        for one in counted.order_by()
    ]
    shares.sort(
        key=lambda share: (share.successor is not None, share.successor.name if share.successor else "")
    )
    addressed = Email._base_manager.filter(client__in=rows.values("client")).values("client").distinct()
    number = sum(share.clients for share in shares)
    return Split(
        shares=shares,
        clients=number,
        personal=sum(share.personal for share in shares),
        undecided=sum(share.clients for share in shares if share.successor is None),
        no_address=number - addressed.count() if whole else 0,
    )


def _last_call(handover: Handover, clients: int) -> date:
    """As it will be if it is run today."""
    days = handing.call_days(
        range(clients), a_day=handover.calls_a_day, first=clock.today(), calendar=worktime.of_firm()
    )
    return max(days.values(), default=clock.today())


def _waiting_of_each(rows: Any) -> dict[int | None, list[tuple[Text, int]]]:
    of: dict[int, int | None] = dict(rows.values_list("client", "successor"))
    found: dict[int | None, dict[str, tuple[Text, int]]] = {}
    ids = list(of)
    for start in range(0, len(ids), BATCH):
        for pk, things in belongings.waiting(ids[start : start + BATCH]).items():
            sums = found.setdefault(of[pk], {})
            for label, number in things:
                sums[str(label)] = (label, sums.get(str(label), (label, 0))[1] + number)
    return {successor: list(sums.values()) for successor, sums in found.items()}


def groups_in(handover: Handover, grouping: Grouping) -> list[tuple[Group, int]]:
    """The groups of the plan's clients with how many are in each; whoever is in none last."""
    rows = HandoverClient._base_manager.filter(handover=handover).order_by("client_id")
    found: dict[str, tuple[Group, int]] = {}
    for group in handing.groups_of(grouping, list(rows.values_list("client_id", flat=True))).values():
        found[group[0]] = (group, found.get(group[0], (group, 0))[1] + 1)
    return sorted(found.values(), key=lambda one: (one[0][0] == handing.NONE, str(one[0][1])))


@dataclass(frozen=True, slots=True)
class Line:
    row: HandoverClient
    client: Client
    waiting: list[tuple[Text, int]]

    @property
    def is_forced(self) -> bool:
        return self.client.bond == Bond.FORCED


def page_of(
    actor: Actor, handover: Handover, *, undecided: bool = False, after: str = ""
) -> tuple[list[Line], Page[HandoverClient]]:
    """A page of the clients, with what hangs on each; of those the actor sees."""
    rows: Any = HandoverClient.objects.visible_to(actor).filter(handover=handover)
    if undecided:
        rows = rows.filter(successor=None)
    rows = rows.select_related("client", "successor")
    page: Page[HandoverClient] = keyset_page(rows, order=("client__name_key", "id"), after=after)
    waiting = belongings.waiting([row.client_id for row in page.rows])
    return [Line(row, row.client, waiting.get(row.client_id, [])) for row in page.rows], page


def example_of(handover: Handover) -> HandoverClient | None:
    """For the preview of the letter: the first who has a successor."""
    rows = HandoverClient._base_manager.filter(handover=handover, successor__isnull=False)
    return rows.select_related("client", "successor").order_by("-personal", "client_id").first()


def grouping_names() -> Sequence[Grouping]:
    return handing.every()
