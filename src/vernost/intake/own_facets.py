"""What requests add to the client's card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.clients.facets import Facet, Panel, register
from vernost.intake import selectors


def _panel(actor: Actor, client: Any) -> Mapping[str, Any] | None:
    found = selectors.of_client(actor, client)
    return {"requests": found} if found else None


PANELS = (
    Panel(
        name="requests",
        title=_("Requests"),
        template="intake/client_panel.html",
        load=_panel,
        rank=8,
        verb="request.see",
        lazy=True,
    ),
)


def register_own() -> None:
    register(Facet(name="requests", label=_("Requests"), panels=PANELS))
