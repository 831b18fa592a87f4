"""What surveys add to the client's card and list: what they answered, and when they were last asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.clients.facets import Facet, Field, Kind, Panel, Place, register
from vernost.clients.models import Client
from vernost.voice.models import Response
from vernost.voice.selectors.clients import of_client
from vernost.voice.selectors.loops import change_of, loops_of_answers


def _panel(actor: Actor, client: Client) -> Mapping[str, Any]:
    """What came of each answer stands with it."""
    found = of_client(actor, client)
    loops = loops_of_answers(actor, [one.pk for one in found.responses])
    came = [
        (one, loops.get(one.pk), change_of(loops[one.pk]) if one.pk in loops else None)
        for one in found.responses
    ]
    return {"voice": found, "answers": came}


FIELDS = (
    Field(
        name="voice.score", label=_("score given"), kind=Kind.NUMBER, path="score", convert=int,
        rows=lambda actor: Response.objects.visible_to(actor).filter(is_guess=False),
    ),
    Field(
        name="voice.at", label=_("answered a survey"), kind=Kind.TIME, path="answered_at",
        rows=lambda actor: Response.objects.visible_to(actor).filter(is_guess=False),
    ),
)  # fmt: skip
PANELS = (
    Panel(
        name="voice", title=_("What they say of us"), template="voice/client_panel.html", load=_panel,
        place=Place.SIDE, rank=16, verb="voice.see", lazy=True,
    ),
)  # fmt: skip


def register_own() -> None:
    register(Facet(name="voice", label=_("Client’s voice"), fields=FIELDS, panels=PANELS))
