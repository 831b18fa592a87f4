from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor, Role
from vernost.access.fetch import fetch_plain
from vernost.access.policies import require
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.journal.write import apply, record
from vernost.staff import kinds
from vernost.staff.models import Deputy, Employee, Team
from vernost.staff.rules import check_deputy_days


@transaction.atomic
def team_save(actor: Actor, *, name: str, head: Employee | None, team_id: int | None = None) -> Team:
    """A new team, or a changed one. Its head sees the clients of everyone in it."""
    require(actor, "team.edit")
    if head is not None and (head.role != Role.HEAD or not head.is_active):
        raise Invalid(head=_("Only an employee with the role of a head leads a team."))
    team = (
        fetch_plain(actor, Team.objects.select_for_update(), team_id, verb="team.edit") if team_id else Team()
    )
    changes = apply(team, {"name": " ".join(name.split()), "head": head})
    try:
        team.full_clean()
    except ValidationError as error:
        raise Invalid.of(error, whole_row="name") from error
    if changes:
        team.save()
        record(actor, kinds.TEAM_SAVED, subject=team, changes=changes, data={"team": team.name})
    return team


@transaction.atomic
def deputy_set(actor: Actor, *, employee_id: int, deputy: Employee, since: date, until: date) -> Deputy:
    """``deputy`` stands in for the employee on these days.

    By a head for their team, by a director for anyone.
    """
    employee = fetch_plain(actor, Employee, employee_id, verb="deputy.set")
    _refuse_other_teams(actor, employee.pk)
    check_deputy_days(since, until, clock.today())
    if deputy.pk == employee.pk:
        raise Invalid(deputy=_("Nobody stands in for themselves."))
    if not deputy.is_active:
        raise Invalid(deputy=_("This employee does not work here any more."))
    overlapping = Deputy.objects.filter(
        employee=deputy, stands_in_for=employee, since__lte=until, until__gte=since
    )
    if overlapping.exists():
        raise Invalid(since=_("They stand in on some of these days already."))
    row = Deputy.objects.create(employee=deputy, stands_in_for=employee, since=since, until=until)
    data = {
        "deputy": deputy.name,
        "employee": employee.name,
        "since": since.isoformat(),
        "until": until.isoformat(),
    }
    record(actor, kinds.DEPUTY_SET, subject=employee, data=data)
    return row


@transaction.atomic
def deputy_end(actor: Actor, *, deputy_id: int) -> None:
    row = fetch_plain(
        actor, Deputy.objects.select_related("employee", "stands_in_for"), deputy_id, verb="deputy.set"
    )
    _refuse_other_teams(actor, row.stands_in_for_id)
    data = {"deputy": row.employee.name, "employee": row.stands_in_for.name}
    record(actor, kinds.DEPUTY_ENDED, subject=row.stands_in_for, data=data)
    row.delete()


def _refuse_other_teams(actor: Actor, employee_id: int) -> None:
    """A head arranges their own team; whose clients they do not see, they may not let others see."""
    if actor.role is Role.HEAD and employee_id not in actor.owners:
        raise NotVisible
