"""Parts of the card that the client base itself leaves for later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.clients import selectors
from vernost.clients.facets import Facet, Panel, Place, register
from vernost.clients.models import Client
from vernost.clients.pages.forms import ConsentForm


def _consents(actor: Actor, client: Client) -> Mapping[str, Any]:
    return {"consents": selectors.consents_of(actor, client), "form": ConsentForm()}


PANELS = (
    Panel(
        name="consents",
        title=_("Consents"),
        template="clients/consents_panel.html",
        load=_consents,
        place=Place.SIDE,
        rank=90,
        verb="client.see",
        lazy=True,
    ),
)


def register_own() -> None:
    register(Facet(name="card", label=_("The client"), panels=PANELS))
