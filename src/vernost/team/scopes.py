"""What colleagues see of each other: one's own; a head, their team's; a role so named, everybody's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from vernost.access.actor import Actor, Role
from vernost.access.scopes import SelfScope
from vernost.staff.models import Employee


class PeopleScope(SelfScope):
    """Unlike ``OwnerScope`` a deputy sees nothing here: they stand in for clients, not for the person.

    ``heads`` is asked each time whether heads see their teams' rows at all.
    """

    def __init__(self, path: str, *, also: str, heads: Callable[[], bool] = lambda: True) -> None:
        super().__init__(path, also=also)
        self.heads = heads

    def rows(self, actor: Actor) -> Q:
        own = super().rows(actor)
        if own and self._sees_team(actor):
            return own | Q(**{f"{self.path}__team__head": actor.employee_id})
        return own

    def holds(self, actor: Actor, row: Any) -> bool:
        if super().holds(actor, row):
            return True
        team = Employee.objects.filter(pk=self.owner_of(row) or 0, team__head=actor.employee_id)
        return self._sees_team(actor) and team.exists()

    def _sees_team(self, actor: Actor) -> bool:
        return actor.role is Role.HEAD and actor.employee_id is not None and self.heads()
