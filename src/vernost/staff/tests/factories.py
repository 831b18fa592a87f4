"""Employees and teams for the tests of every context; the ten of tests/cast.py come first."""

from __future__ import annotations

import itertools

from vernost.access.actor import Role
from vernost.staff.models import Employee, Team

_number = itertools.count(1)


def make_employee(
    *, name: str = "", role: Role = Role.MANAGER, team: Team | None = None, sees_all: bool = False
) -> Employee:
    n = next(_number)
    employee = Employee(
        email=f"employee{n}@firm.test",
        name=name or f"Employee {n}",
        role=role,
        team=team,
        sees_all=sees_all,
        language="en",
    )
    employee.set_unusable_password()
    employee.save()
    return employee
