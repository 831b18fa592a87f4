"""The shared cast: the same ten people in every test of who sees what.

owner       manager of the first team; the thing in question is theirs
teammate    manager of the same team
deputy      manager of the other team; stands in for ``owner`` today
head        heads the first team
director    sees and may everything
marketer    writes to many; sees no client unless marked
support     marked as seeing all clients
stranger    manager of the other team
anonymous   nobody is signed in
revoked     was signed in; the session has been ended
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta

import pytest
from django.test import Client

from vernost.access.actor import ANONYMOUS, Actor, Role
from vernost.core import clock
from vernost.staff.actors import actor_of
from vernost.staff.models import Deputy, Employee, Session, Team

PASSWORD = "sesame-open-please"
NAMES = ("owner", "teammate", "deputy", "head", "director", "marketer", "support", "stranger")
EVERYBODY = (*NAMES, "anonymous", "revoked")


@dataclass(frozen=True, slots=True)
class Cast:
    owner: Employee
    teammate: Employee
    deputy: Employee
    head: Employee
    director: Employee
    marketer: Employee
    support: Employee
    stranger: Employee
    revoked: Employee

    def __getitem__(self, name: str) -> Employee:
        employee: Employee = getattr(self, name)
        return employee

    def actor(self, name: str) -> Actor:
        """As a request would make it: read anew, with the teams and deputyships of now."""
        if name in ("anonymous", "revoked"):
            return ANONYMOUS
        return actor_of(Employee.objects.get(pk=self[name].pk))

    def browser(self, name: str) -> Client:
        """A browser in which they are signed in; that of ``revoked`` holds the cookie of an ended session."""
        browser = Client()
        if name == "anonymous":
            return browser
        browser.force_login(self[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        if name == "revoked":
            Session.objects.filter(employee=self.revoked).delete()
        return browser


def assemble() -> Cast:
    first, second = Team.objects.create(name="First"), Team.objects.create(name="Second")
    people = {
        "owner": _employee("owner", team=first),
        "teammate": _employee("teammate", team=first),
        "deputy": _employee("deputy", team=second),
        "head": _employee("head", Role.HEAD, team=first),
        "director": _employee("director", Role.DIRECTOR),
        "marketer": _employee("marketer", Role.MARKETER),
        "support": _employee("support", Role.SUPPORT, sees_all=True),
        "stranger": _employee("stranger", team=second),
        "revoked": _employee("revoked", team=first),
    }
    first.head = people["head"]
    first.save()
    today = clock.today()
    Deputy.objects.create(
        employee=people["deputy"],
        stands_in_for=people["owner"],
        since=today - timedelta(days=1),
        until=today + timedelta(days=1),
    )
    return Cast(**people)


def _employee(
    name: str, role: Role = Role.MANAGER, *, team: Team | None = None, sees_all: bool = False
) -> Employee:
    employee = Employee(
        email=f"{name}@firm.test",
        name=name.capitalize(),
        role=role,
        team=team,
        sees_all=sees_all,
        language="en",
    )
    employee.set_password(PASSWORD)
    employee.save()
    return employee


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


assert {field.name for field in fields(Cast)} == {*NAMES, "revoked"}
