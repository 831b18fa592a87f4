"""An employee turned into an Actor: who they are today, and whose clients they see."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

from django.db.models import Q

from vernost.access.actor import Actor, Kind, Role
from vernost.core import clock
from vernost.staff.models import ApiToken, Deputy, Employee

SEEN_EVERY = timedelta(minutes=5)


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


def actor_of_token(secret: str, *, address: str = "") -> Actor | None:
    """Whom a program acts for, as they are today; None for a token that is unknown, ended, or of somebody who
    has left. Its verbs are those of the employee, or fewer."""
    rows = ApiToken.objects.filter(hashed=hashed(secret), ended_at=None, employee__is_active=True)
    token = rows.select_related("employee").first()
    if token is None:
        return None
    now = clock.now()
    if token.seen_at is None or now - token.seen_at > SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(seen_at=now)
    actor = actor_of(token.employee, address=address)
    return actor if token.verbs is None else replace(actor, verbs=frozenset(token.verbs))


def hashed(secret: str) -> str:
    """It is random and long: a plain hash is enough, and quick."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _principals(employee_id: int) -> list[int]:
    today = clock.today()
    current = Deputy.objects.filter(Q(employee_id=employee_id), since__lte=today, until__gte=today)
    return list(current.values_list("stands_in_for_id", flat=True))


def _team(head_id: int) -> tuple[frozenset[int], frozenset[int]]:
    """The teams headed and everyone in them, also those who left: their clients are to be handed over."""
    rows = list(Employee.objects.filter(team__head_id=head_id).values_list("team_id", "pk"))
    return frozenset(team for team, _ in rows if team), frozenset(member for _, member in rows)
