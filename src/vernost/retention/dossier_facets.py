"""What the figures add to the dossier of a key client: where they stand, and what we brought them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.clients.facets import Facet, Panel, Place, register
from vernost.retention import selectors
from vernost.retention.delivering import delivered


def _standing(actor: Actor, client: Any) -> Mapping[str, Any] | None:
    return selectors.standing(actor, client)


def _value(actor: Actor, client: Any) -> Mapping[str, Any]:
    return {"value": delivered(actor, client)}


PANELS = (
    Panel(
        name="dossier_standing",
        title=_("Where they stand"),
        template="retention/standing.html",
        load=_standing,
        place=Place.DOSSIER,
        rank=10,
        verb="facts.see",
    ),
    Panel(
        name="dossier_value",
        title=_("What we brought them in a year"),
        template="retention/dossier_value.html",
        load=_value,
        place=Place.DOSSIER,
        rank=20,
        verb="client.see",
    ),
)


def register_own() -> None:
    register(Facet(name="dossier_figures", label=_("Dossier"), panels=PANELS))
