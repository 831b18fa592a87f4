from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from vernost.access.actor import Actor
from vernost.access.fetch import fetch_plain
from vernost.access.policies import require
from vernost.core.errors import NotVisible
from vernost.journal.write import record
from vernost.staff import kinds
from vernost.staff.models import Employee, Session
from vernost.staff.selectors import open_name, sessions_of


@transaction.atomic
def password_link(actor: Actor, *, employee_id: int) -> str:
    """A link by which the employee sets a password, good once and for three days; for who has no mail
    server.
    """
    employee = fetch_plain(actor, Employee, employee_id, verb="staff.set_password")
    if not employee.is_active:
        raise NotVisible
    key = default_token_generator.make_token(employee)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(employee), key])
    record(actor, kinds.LINK_MADE, subject=employee, data={"employee": employee.name})
    return f"{settings.ENVIRONMENT.url.rstrip('/')}{path}"


@transaction.atomic
def session_end(actor: Actor, *, employee_id: int, session: str) -> int:
    """End one session, named by its open name: the key itself never leaves the server."""
    keys = [
        row.session_key for row in sessions_of(actor, employee_id=employee_id) if open_name(row) == session
    ]
    if not keys:
        raise NotVisible
    return _end(actor, employee_id, keys)


@transaction.atomic
def sessions_end(actor: Actor, *, employee_id: int, keep: str | None = None) -> int:
    """End all sessions of an employee but the one with the key ``keep`` (the one that asks).

    How many ended.
    """
    keys = [row.session_key for row in sessions_of(actor, employee_id=employee_id) if row.session_key != keep]
    return _end(actor, employee_id, keys)


def _end(actor: Actor, employee_id: int, keys: list[str]) -> int:
    employee = Employee.objects.get(pk=employee_id)
    if not actor.is_self(employee_id):
        require(actor, "session.end")
    ended, _ = Session.objects.filter(pk__in=keys).delete()
    if ended:
        record(
            actor, kinds.SESSIONS_ENDED, subject=employee, data={"employee": employee.name, "count": ended}
        )
    return ended
