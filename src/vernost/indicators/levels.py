"""Of whom a day's sum is one: the firm, the team as it stood on that day, the manager."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from vernost.core import clock
from vernost.indicators.models import Level
from vernost.journal.models import Entry
from vernost.staff.models import Employee


class Teams:
    """Who was in which team on a day: as it is now, and back through the journal of changes of employees."""

    def __init__(self) -> None:
        self.now: dict[int, int | None] = dict(Employee.objects.values_list("pk", "team"))
        self.moves: dict[int, list[tuple[date, Any]]] = defaultdict(list)  # until when, which team before
        rows = Entry.objects.filter(
            subject_type=Employee._meta.label_lower, in_audit=True, changes__has_key="team"
        )
        for subject, at, changes in rows.order_by("at", "pk").values_list("subject_id", "at", "changes"):
            self.moves[int(subject or 0)].append(
                (at.astimezone(clock.firm_zone()).date(), changes["team"][0])
            )

    def team_of(self, employee: int, day: date) -> int | None:
        """On the day of a move the new team has them."""
        moves = self.moves.get(employee)
        if not moves:
            return self.now.get(employee)
        place = bisect_right([on for on, _team in moves], day)
        found = moves[place][1] if place < len(moves) else self.now.get(employee)
        return int(found) if found is not None else None

    def subjects(self, day: date, employee: int | None) -> Iterator[tuple[int, int]]:
        yield Level.FIRM.value, 0
        if employee is None:
            return
        yield Level.MANAGER.value, employee
        team = self.team_of(employee, day)
        if team is not None:
            yield Level.TEAM.value, team
