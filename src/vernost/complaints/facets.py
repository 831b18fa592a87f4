"""What complaints add to the client list and card: the third question of rule 1.1, fields, a panel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.clients.facets import Facet, Field, Kind, Panel, Place, Preset, register
from vernost.clients.models import Client
from vernost.complaints import selectors
from vernost.complaints.models import Complaint, Step
from vernost.core import clock

YEAR = timedelta(days=365)


def _complained(actor: Actor) -> Q:
    rows = Complaint.objects.visible_to(actor).filter(received_at__gte=clock.now() - YEAR)
    return Q(pk__in=rows.order_by().values("client"))


def _with_open(actor: Actor) -> Q:
    rows = Complaint.objects.visible_to(actor).exclude(step=Step.CONFIRMED)
    return Q(pk__in=rows.order_by().values("client"))


def _panel(actor: Actor, client: Client) -> Mapping[str, Any]:
    return {"complaints": selectors.complaints_of(actor, client)}


FIELDS = (
    Field(
        name="complaints.at",
        label=_("complained"),
        kind=Kind.TIME,
        path="received_at",
        rows=Complaint.objects.visible_to,
    ),
    Field(
        name="complaints.cause",
        label=_("cause of a complaint"),
        kind=Kind.CHOICE,
        path="cause",
        convert=int,
        rows=Complaint.objects.visible_to,
        choices=lambda actor: [(str(one.pk), str(one)) for one in selectors.causes(actor)],
    ),
)
PRESETS = (
    Preset(
        name="complained",
        label=pgettext_lazy("clients", "Complained"),
        phrase=_("complained within a year"),
        where=_complained,
        question=True,
    ),
    Preset(
        name="complaint_open",
        label=_("With an open complaint"),
        phrase=_("have an open complaint"),
        where=_with_open,
    ),
)
PANELS = (
    Panel(
        name="complaints",
        title=_("Complaints"),
        template="complaints/client_panel.html",
        load=_panel,
        place=Place.SIDE,
        rank=15,
        verb="complaint.see",
        lazy=True,
    ),
)


def register_own() -> None:
    register(Facet(name="complaints", label=_("Complaints"), fields=FIELDS, presets=PRESETS, panels=PANELS))
