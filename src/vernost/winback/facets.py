"""What winning back adds to the client list and card: in a plan, let go, why they left; a panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.clients.facets import Facet, Field, Kind, Panel, Place, Preset, register
from vernost.clients.models import Client
from vernost.winback import selectors
from vernost.winback.models import Candidate, ClientReason, Where


def _among(where: str) -> Any:
    def found(actor: Actor) -> Q:
        rows = Candidate.objects.visible_to(actor).filter(where=where)
        return Q(pk__in=rows.order_by().values("client"))

    return found


def _panel(actor: Actor, client: Client) -> Mapping[str, Any] | None:
    return selectors.of_client(actor, client)


FIELDS = (
    Field(
        name="winback.reason",
        label=_("why they left"),
        kind=Kind.CHOICE,
        path="reason",
        convert=int,
        rows=ClientReason.objects.visible_to,
        choices=lambda actor: [(str(one.pk), str(one)) for one in selectors.catalogue(actor, away_too=True)],
    ),
)
PRESETS = (
    Preset(
        name="winback_plan",
        label=pgettext_lazy("clients", "Being won back"),
        phrase=_("are being won back"),
        where=_among(Where.PLAN),
    ),
    Preset(
        name="winback_let_go",
        label=pgettext_lazy("clients", "Let go"),
        phrase=_("were let go"),
        where=_among(Where.LET_GO),
    ),
)
PANELS = (
    Panel(
        name="winback",
        title=pgettext_lazy("menu", "Winning back"),
        template="winback/client_panel.html",
        load=_panel,
        place=Place.SIDE,
        rank=12,
        verb="winback.see",
        lazy=True,
    ),
)


def register_own() -> None:
    register(
        Facet(
            name="winback", label=pgettext_lazy("menu", "Winning back"), fields=FIELDS, presets=PRESETS,
            panels=PANELS,
        )
    )  # fmt: skip
