"""What the agenda adds to the client's card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.agenda import selectors, silence
from vernost.agenda.pages.forms import ContactForm
from vernost.clients.facets import Facet, Panel, Place, register


def _promised(actor: Actor, client: Any) -> Mapping[str, Any] | None:
    return selectors.of_client(actor, client)


def _panel(actor: Actor, client: Any) -> Mapping[str, Any] | None:
    return {**selectors.of_client(actor, client), "form": ContactForm()}


PANELS = (
    Panel(
        name="talks",
        title=_("Talks and promises"),
        template="agenda/client_panel.html",
        load=_panel,
        rank=10,
        verb="client.see",
    ),
    Panel(
        name="dossier_promises",
        title=_("What was promised to them"),
        template="agenda/dossier_panel.html",
        load=_promised,
        place=Place.DOSSIER,
        rank=30,
        verb="client.see",
    ),
)


def register_own() -> None:
    register(Facet(name="agenda", label=_("Talks and promises"), panels=PANELS, presets=silence.PRESETS))
