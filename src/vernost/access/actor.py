"""Who acts. Made once per request, job or command; the first argument of every selector and service."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    MANAGER = "manager", pgettext_lazy("role", "Manager")
    HEAD = "head", pgettext_lazy("role", "Head of a team")
    MARKETER = "marketer", pgettext_lazy("role", "Marketer")
    SUPPORT = "support", pgettext_lazy("role", "Support")
    DIRECTOR = "director", pgettext_lazy("role", "Director")


class Kind(Enum):
    ANONYMOUS = "anonymous"
    EMPLOYEE = "employee"
    TOKEN = "token"  # a public page: one client, a few verbs
    SYSTEM = "system"  # jobs and commands


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """``owners`` are the employees whose clients this actor sees: own, deputised, the teams' they head."""

    kind: Kind
    employee_id: int | None = None
    role: Role | None = None
    teams: frozenset[int] = frozenset()
    principals: frozenset[int] = frozenset()
    owners: frozenset[int] = frozenset()
    sees_all: bool = False
    verbs: frozenset[str] | None = None  # None: by role; else nothing but these
    client_id: int | None = None
    name: str = field(default="", compare=False)
    address: str = field(default="", compare=False)

    @property
    def is_employee(self) -> bool:
        return self.kind is Kind.EMPLOYEE

    @property
    def is_anonymous(self) -> bool:
        return self.kind is Kind.ANONYMOUS

    def is_self(self, employee_id: int | None) -> bool:
        return employee_id is not None and self.employee_id == employee_id

    def stands_in_for(self, employee_id: int | None) -> bool:
        return employee_id in self.principals


ANONYMOUS = Actor(kind=Kind.ANONYMOUS)
SYSTEM = Actor(kind=Kind.SYSTEM, sees_all=True, name="Vernost")


def public_token(*, client_id: int, verbs: frozenset[str]) -> Actor:
    """The actor behind a link in a letter: one client's rows, and only what the link is for."""
    return Actor(kind=Kind.TOKEN, client_id=client_id, verbs=verbs)
