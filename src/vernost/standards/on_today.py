"""Checks in Today: a mystery visit or a test order is made on its day, and dealt with on its own page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vernost.access.actor import Actor
from vernost.agenda import causes
from vernost.clients.models import Client
from vernost.standards.models import Check

NAME = "standard_check"
SHOWN = 20


def due(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    """One query. A check is of no client: what is to be checked stands in its place."""
    rows = Check.objects.visible_to(actor).filter(by__in=owners, done_on=None, planned_on__lte=today)
    return [
        causes.Seen(
            client=Client(name=str(one)),
            of=one.planned_on,
            ref=one.pk,
            why=_("Make the check and write down what you saw."),
            link=reverse("standard_check", args=[one.pk]),
        )
        for one in rows.order_by("planned_on", "pk")[:SHOWN]
    ]


def register_own() -> None:
    causes.register(
        causes.Cause(
            name=NAME, rank=58, look=due, icon="clipboard-check", tone="note",
            label=gettext_lazy("Check of standards"), acts=(),
        )
    )  # fmt: skip
