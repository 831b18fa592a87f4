"""Who walks the path of an answer, and who is told when nobody did (rule 4.4)."""

from __future__ import annotations

from vernost.access.actor import Role
from vernost.clients.models import Client
from vernost.staff.models import Employee


def walker(client: Client) -> Employee | None:
    """The client's manager; of one who has left the head of their team; of nobody's client a director. A
    deputy sees it in their own Today by standing in for the manager."""
    owner = client.owner
    if owner is not None and owner.is_active:
        return owner
    return (_head(owner) if owner is not None else None) or _director()


def above(whose: Employee | None) -> Employee | None:
    """The head of whoever should have called; of a head, and of nobody, a director."""
    head = _head(whose) if whose is not None else None
    if head is not None and (whose is None or head.pk != whose.pk):
        return head
    return _director()


def _head(employee: Employee) -> Employee | None:
    head = employee.team.head if employee.team is not None else None
    return head if head is not None and head.is_active else None


def _director() -> Employee | None:
    return Employee.objects.active().filter(role=Role.DIRECTOR).order_by("pk").first()
