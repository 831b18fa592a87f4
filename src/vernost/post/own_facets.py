"""What post/ adds to the client's card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.clients.facets import Facet, Panel, register
from vernost.post import selectors
from vernost.post.reasons import ADDRESS_REFUSED, BOUNCED


def _panel(actor: Actor, client: Any) -> Mapping[str, Any] | None:
    letters = selectors.letters_of(actor, client)
    bounced = any(one.reason in (BOUNCED, ADDRESS_REFUSED) for one in letters)
    return {"letters": letters, "bounced": bounced, "answers": selectors.answers_of(actor, client)}


PANELS = (
    Panel(
        name="letters",
        title=_("Letters"),
        template="post/client_panel.html",
        load=_panel,
        rank=40,
        verb="letter.see",
        lazy=True,
    ),
)


def register_own() -> None:
    register(Facet(name="letters", label=_("Letters"), panels=PANELS))
