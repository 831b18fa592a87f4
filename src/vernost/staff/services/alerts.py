"""Who opens or exports far more than is their habit is told to the directors (rule 1.2): by a letter, once a
day and person, and by a mark in the menu.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM, Role
from vernost.core import clock
from vernost.journal.watch import sum_up, unusual
from vernost.journal.write import record
from vernost.staff import kinds
from vernost.staff.models import Alert, Employee


@transaction.atomic
def alerts_raise() -> int:
    """A row for each director and unusual reader of today; who has theirs already is not told again.

    A director who reads much is told to the other directors, and to themselves: somebody may be using their
    account.
    """
    today = clock.today()
    sum_up(today - timedelta(days=1))  # the last minutes of yesterday belong to a busy day too
    found = unusual(SYSTEM)
    if not found:
        return 0
    directors = list(Employee.objects.active().filter(role=Role.DIRECTOR).order_by("pk"))
    known = set(Alert.objects.filter(day=today).values_list("employee", "told"))
    names = Employee.objects.in_bulk([one.employee_id for one in found])
    rows = [
        Alert(employee=names[one.employee_id], told=director, day=today, cards=one.cards, rows=one.exported)
        for one in found
        for director in directors
        if (one.employee_id, director.pk) not in known
    ]
    Alert.objects.bulk_create(rows, ignore_conflicts=True)
    for employee in {row.employee for row in rows if row.employee_id not in {pk for pk, _told in known}}:
        record(SYSTEM, kinds.ALERTED, subject=employee, data={"employee": employee.name})
    return len(rows)


def alert_send(alert: Alert) -> None:
    """One letter, in the director's language. Raises what the mail server says."""
    with translation.override(alert.told.language):
        name = " ".join(alert.employee.name.split())
        subject = _("{name} opens or exports unusually much").format(name=name)
        told = _(
            "On {day} {name} opened {cards} cards and exported {rows} rows: more than three times a busy day "
            "of theirs."
        ).format(name=name, day=date_format(alert.day, "DATE_FORMAT"), cards=alert.cards, rows=alert.rows)
        advice = _("Ask what it was for. If it was not them, end their sessions on their page.")
        where = _("What it was, one by one: {address}").format(
            address=settings.ENVIRONMENT.url.rstrip("/")
            + reverse("looks", args=[alert.employee_id])
            + f"?day={alert.day}"
        )
        text = f"{told}\n\n{advice}\n\n{where}\n"
    EmailMessage(subject, text, to=[alert.told.email]).send()
