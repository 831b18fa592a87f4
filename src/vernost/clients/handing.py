"""How a manager's clients are split among successors (rule 1.3), and on which days those call first.

A higher floor adds a way to group them, in AppConfig.ready:

    register(Grouping("abc", _("by class"), of=lambda client_ids: {7: ("A", "A"), …}))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vernost.clients.models import Client, ClientTag
from vernost.core.errors import Text
from vernost.core.worktime import LONGEST_REST, WorkCalendar

BATCH = 500
NONE = ""  # the group of whoever is in none
Group = tuple[str, Text]  # its value, and what people call it


@dataclass(frozen=True, slots=True)
class Grouping:
    """``of(client_ids)``: the group of each that has one; in a fixed number of queries a batch."""

    name: str
    label: Text
    of: Callable[[Sequence[int]], Mapping[int, Group]]


_GROUPINGS: dict[str, Grouping] = {}


def register(grouping: Grouping) -> None:
    if grouping.name in _GROUPINGS:
        raise ValueError(f"the grouping {grouping.name} is registered twice")
    _GROUPINGS[grouping.name] = grouping


def every() -> list[Grouping]:
    return list(_GROUPINGS.values())


def known(name: str) -> Grouping | None:
    return _GROUPINGS.get(name)


def groups_of(grouping: Grouping, client_ids: Sequence[int]) -> dict[int, Group]:
    """Everybody's group; whoever is in none is in NONE."""
    found: dict[int, Group] = {}
    for start in range(0, len(client_ids), BATCH):
        found |= grouping.of(client_ids[start : start + BATCH])
    return {pk: found.get(pk, (NONE, "")) for pk in client_ids}


def evenly(client_ids: Iterable[int], successors: Sequence[int]) -> dict[int, int]:
    """In turns, so that nobody gets two more than another."""
    return {pk: successors[place % len(successors)] for place, pk in enumerate(client_ids)}


def call_days(
    client_ids: Sequence[int], *, a_day: int, first: date, calendar: WorkCalendar
) -> dict[int, date]:
    """In the order given, so many a working day: three hundred do not fall on one morning."""
    days, day = {}, _working(calendar, first)
    for place, pk in enumerate(client_ids):
        if place and place % a_day == 0:
            day = _working(calendar, day + timedelta(days=1))
        days[pk] = day
    return days


def _working(calendar: WorkCalendar, day: date) -> date:
    for ahead in range(LONGEST_REST):
        if calendar.is_working_day(day + timedelta(days=ahead)):
            return day + timedelta(days=ahead)
    return day


def by_segment(client_ids: Sequence[int]) -> dict[int, Group]:
    rows = Client._base_manager.filter(pk__in=client_ids).exclude(segment="")
    return {pk: (segment, segment) for pk, segment in rows.values_list("pk", "segment")}


def by_tag(client_ids: Sequence[int]) -> dict[int, Group]:
    """A client with several tags is in the first by name."""
    rows = ClientTag._base_manager.filter(client__in=client_ids).order_by("-tag__key")
    return {pk: (str(tag), name) for pk, tag, name in rows.values_list("client_id", "tag_id", "tag__name")}
