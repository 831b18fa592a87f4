"""The six people of the sample firm."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from vernost.access.actor import SYSTEM, Role
from vernost.staff.models import Employee, Team
from vernost.staff.services.employees import employee_add

PASSWORD = "tikhiy-dvor-2026"
DOMAIN = "tikhiy-dvor.example"


@dataclass(frozen=True, slots=True)
class Line:
    login: str
    name: str
    role: Role
    team: str = ""
    sees_all: bool = False

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


PEOPLE = (
    Line("director", "Елена Соболева", Role.DIRECTOR),
    Line("head", "Михаил Громов", Role.HEAD, "Опт"),
    Line("anna", "Анна Петрова", Role.MANAGER, "Опт"),
    Line("dmitry", "Дмитрий Орлов", Role.MANAGER, "Опт"),
    Line("olga", "Ольга Ким", Role.MANAGER, "Розница"),
    Line("marketing", "Тимур Алиев", Role.MARKETER, sees_all=True),
)


@transaction.atomic
def hire() -> dict[str, Employee]:
    teams = {name: Team.objects.create(name=name) for name in ("Опт", "Розница")}
    found = {
        line.login: employee_add(
            SYSTEM,
            email=line.email,
            name=line.name,
            role=line.role,
            team=teams.get(line.team),
            sees_all=line.sees_all,
            language="ru",
            password=PASSWORD,
        )
        for line in PEOPLE
    }
    teams["Опт"].head = found["head"]
    teams["Опт"].save()
    return found
