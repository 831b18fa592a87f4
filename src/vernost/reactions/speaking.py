"""What reactions have in common: of whom an entry speaks, who heads their manager, in whose language."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date

from django.conf import settings
from django.utils import translation

from vernost.access.actor import SYSTEM
from vernost.agenda import services as agenda
from vernost.agenda.models import Step
from vernost.clients.models import Client
from vernost.journal.models import Entry
from vernost.staff.models import Employee


def client_of(entry: Entry) -> Client | None:
    """Whom it speaks of; nobody, where they are closed, erased or merged away by now."""
    rows = Client.objects.visible_to(SYSTEM).select_related("owner__team__head")
    client: Client | None = rows.filter(pk=entry.client_id, is_live=True, closed_on=None).first()
    return client


def head_of(client: Client) -> Employee | None:
    """Who answers for the client's manager: the head of the team, where they are somebody else."""
    team = client.owner.team if client.owner else None
    head = team.head if team else None
    return head if head and head.is_active and head != client.owner else None


def in_language_of(employee: Employee | None) -> AbstractContextManager[None]:
    """Texts that are kept are written in the language of whoever will read them."""
    return translation.override(employee.language if employee else settings.LANGUAGE_CODE)


def key_of(entry: Entry, what: str) -> str:
    return f"{entry.kind}:{entry.pk}:{what}"


def task(
    client: Client, text: str, *, key: str, moment: str, due_on: date, whose: Employee | None = None
) -> Step:
    """Of the client's manager, or in the day of ``whose``."""
    return agenda.task_set(
        SYSTEM,
        client_id=client.pk,
        text=text,
        due_on=due_on,
        key=key,
        moment=moment,
        for_employee_id=whose.pk if whose else None,
    )
