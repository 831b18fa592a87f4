"""What courtesy/ adds to the client's card: what they answered of their orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.clients.facets import Facet, Panel, register
from vernost.courtesy import selectors


def _panel(actor: Actor, client: Any) -> Mapping[str, Any] | None:
    found = selectors.answers_of(actor, client)
    return {"answers": found} if found else None


PANELS = (
    Panel(
        name="courtesy",
        title=_("Of their orders"),
        template="courtesy/client_panel.html",
        load=_panel,
        rank=25,
        verb="courtesy.see",
        lazy=True,
    ),
)


def register_own() -> None:
    register(Facet(name="courtesy", label=_("Of their orders"), panels=PANELS))
