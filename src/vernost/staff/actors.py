"""An employee turned into an Actor: who they are today, and whose clients they see."""

from __future__ import annotations

from django.db.models import Q

from vernost.access.actor import Actor, Kind, Role
from vernost.core import clock
from vernost.staff.models import Deputy, Employee


def actor_of(employee: Employee, *, address: str = "") -> Actor:
    """One query, for whom they stand in; one more for who heads a team.

    A deputy stands in for the person, not for the post: their own clients, not the team they head.
    """
    role = Role(employee.role)
    sees_all = role is Role.DIRECTOR or employee.sees_all
    principals = frozenset(_principals(employee.pk))
    teams: frozenset[int] = frozenset()
    members: frozenset[int] = frozenset()
    if role is Role.HEAD:
        teams, members = _team(employee.pk)
    return Actor(
        kind=Kind.EMPLOYEE,
        employee_id=employee.pk,
        role=role,
        teams=teams,
        principals=principals,
        owners=frozenset({employee.pk}) | principals | members,
        sees_all=sees_all,
        name=employee.name,
        address=address,
    )


def _principals(employee_id: int) -> list[int]:
    today = clock.today()
    current = Deputy.objects.filter(Q(employee_id=employee_id), since__lte=today, until__gte=today)
    return list(current.values_list("stands_in_for_id", flat=True))


def _team(head_id: int) -> tuple[frozenset[int], frozenset[int]]:
    """The teams headed and everyone in them, also those who left: their clients are to be handed over."""
    rows = list(Employee.objects.filter(team__head_id=head_id).values_list("team_id", "pk"))
    return frozenset(team for team, _ in rows if team), frozenset(member for _, member in rows)
