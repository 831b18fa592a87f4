from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vernost.access.actor import Actor, Role
from vernost.access.fetch import fetch_plain
from vernost.access.policies import require
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.core.practice import COUNTRY
from vernost.journal.write import apply, record
from vernost.staff import kinds, leaving
from vernost.staff.errors import LastDirector
from vernost.staff.models import Employee, Team
from vernost.staff.rules import cleaned

OWN_FIELDS = frozenset({"name", "phone", "language", "time_zone"})


@transaction.atomic
def employee_add(
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role | str = Role.MANAGER,
    team: Team | None = None,
    phone: str = "",
    sees_all: bool = False,
    language: str = "ru",
    password: str | None = None,
) -> Employee:
    """A new employee. Without a password they set one by the link of ``password_link``."""
    require(actor, "staff.add")
    values = cleaned({"email": email, "name": name, "phone": phone}, country=COUNTRY.value())
    employee = Employee(**values, role=Role(role), team=team, sees_all=sees_all, language=language)
    _set_password(employee, password)
    _check(employee)
    employee.save()
    EmailAddress.objects.create(user=employee, email=employee.email, verified=True, primary=True)
    record(actor, kinds.ADDED, subject=employee, data={"employee": employee.name, "role": employee.role})
    return employee


@transaction.atomic
def employee_edit(actor: Actor, *, employee_id: int, **values: Any) -> Employee:
    """Name, phone, language, time zone by oneself; the e-mail (it is the key to the house) by a director."""
    own = actor.is_self(employee_id) and values.keys() <= OWN_FIELDS
    employee = fetch_plain(actor, _locked(), employee_id, verb="staff.edit_self" if own else "staff.edit")
    unknown = values.keys() - OWN_FIELDS - {"email", "team"}
    if unknown:
        raise TypeError(f"employee_edit does not change {', '.join(sorted(unknown))}")
    changes = apply(employee, cleaned(values, country=COUNTRY.value()))
    if changes:
        _check(employee)
        employee.save(update_fields=[*changes])
        if "email" in changes:
            _change_sign_in_address(employee)
        record(actor, kinds.CHANGED, subject=employee, changes=changes, data={"employee": employee.name})
    return employee


@transaction.atomic
def employee_change_role(actor: Actor, *, employee_id: int, role: Role | str, sees_all: bool) -> Employee:
    employee = fetch_plain(actor, _locked(), employee_id, verb="staff.change_role")
    if employee.role == Role.DIRECTOR and role != Role.DIRECTOR:
        _refuse_last_director(employee)
    changes = apply(employee, {"role": Role(role).value, "sees_all": sees_all})
    if changes:
        employee.save(update_fields=[*changes])
        record(actor, kinds.ROLE_CHANGED, subject=employee, changes=changes, data={"employee": employee.name})
    return employee


@transaction.atomic
def employee_deactivate(actor: Actor, *, employee_id: int) -> Employee:
    """Closes the house to them at once: every session ends with the transaction.

    Clients are handed over apart.
    """
    employee = fetch_plain(actor, _locked(), employee_id, verb="staff.deactivate")
    if not employee.is_active:
        return employee
    if employee.role == Role.DIRECTOR:
        _refuse_last_director(employee)
    employee.is_active, employee.left_at = False, clock.now()
    employee.save(update_fields=["is_active", "left_at"])
    ended = leaving.all_ends(actor, employee)
    data = {"employee": employee.name, "sessions": ended}
    record(actor, kinds.DEACTIVATED, subject=employee, data=data)
    return employee


@transaction.atomic
def employee_reactivate(actor: Actor, *, employee_id: int) -> Employee:
    employee = fetch_plain(actor, _locked(), employee_id, verb="staff.deactivate")
    if not employee.is_active:
        employee.is_active, employee.left_at = True, None
        employee.save(update_fields=["is_active", "left_at"])
        record(actor, kinds.REACTIVATED, subject=employee, data={"employee": employee.name})
    return employee


def _locked() -> QuerySet[Employee]:
    return Employee.objects.select_for_update()


def _set_password(employee: Employee, password: str | None) -> None:
    if password is None:
        employee.set_unusable_password()
        return
    try:
        validate_password(password, employee)
    except ValidationError as error:
        raise Invalid(password=error.messages) from error
    employee.set_password(password)


def _check(employee: Employee) -> None:
    try:
        employee.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Invalid.of(error, whole_row="email") from error


def _refuse_last_director(employee: Employee) -> None:
    # The row of every director is locked, so two demoting each other at once cannot both succeed.
    directors = Employee.objects.select_for_update().filter(role=Role.DIRECTOR, is_active=True)
    if not [one for one in directors if one.pk != employee.pk]:
        raise LastDirector


def _change_sign_in_address(employee: Employee) -> None:
    EmailAddress.objects.filter(user=employee).delete()
    if EmailAddress.objects.filter(email__iexact=employee.email).exists():
        raise Invalid(email=_("Somebody has this e-mail already."))
    EmailAddress.objects.create(user=employee, email=employee.email, verified=True, primary=True)
