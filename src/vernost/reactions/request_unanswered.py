"""A request was not answered in its time: the head of whoever has it gets a letter (rule 7.1).

The request itself stands among the late ones, and its clock in Today. One letter an hour, however many there
are: a morning without anybody must not fill a mailbox.
"""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vernost.access.actor import SYSTEM, Role
from vernost.core import clock
from vernost.intake import kinds
from vernost.intake.models import OPEN, Request
from vernost.journal.models import Entry
from vernost.post.letter_kinds import letter_kind
from vernost.post.services import letter_to_employee
from vernost.reactions.declaring import reaction
from vernost.reactions.speaking import in_language_of
from vernost.staff.models import Employee

LATE_REQUEST = letter_kind("request.late", gettext_lazy("Requests past their time"))


@reaction(
    "request_unanswered",
    on=(kinds.ESCALATED,),
    rule="7.1",
    does="The head of whoever has it (the directors, if nobody has) gets a letter, once an hour at most.",
)
def tell_the_head(entry: Entry) -> None:
    rows = Request.objects.visible_to(SYSTEM).select_related("assigned_to__team__head")
    request: Request | None = rows.filter(pk=entry.subject_id).first()
    if request is None or request.state not in OPEN or request.first_answer_at is not None:
        return  # answered meanwhile
    for head in _heads(request):
        _write(head, request)


def _heads(request: Request) -> list[Employee]:
    whose = request.assigned_to
    head = whose.team.head if whose and whose.team else None
    if head is not None and head.is_active and head != whose:
        return [head]
    directors: QuerySet[Employee] = Employee.objects.active().filter(role=Role.DIRECTOR)
    return list(directors.order_by("pk"))


def _write(head: Employee, request: Request) -> None:
    hour = clock.now().astimezone(clock.firm_zone())
    address = settings.ENVIRONMENT.url.rstrip("/") + reverse("request", args=[request.pk])
    with in_language_of(head):
        whose = request.assigned_to.name if request.assigned_to else _("nobody")
        subject = _("A request is past its time")
        told = _("It came at {at}, and nobody has answered. Who has it: {employee}.").format(
            at=f"{request.arrived_at.astimezone(clock.firm_zone()):%H:%M}", employee=whose
        )
        rest = _("Whatever else is late by now stands in the list of requests.")
    letter_to_employee(
        SYSTEM,
        employee_id=head.pk,
        kind=LATE_REQUEST,
        subject=subject,
        text=f"{told}\n\n{address}\n\n{rest}",
        key=f"request.late:{head.pk}:{hour:%Y%m%d%H}",
        about=request,
    )
