"""What reviews add to the client list and card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.clients.facets import Column, Facet, Field, Kind, Panel, Place, register
from vernost.clients.models import Client
from vernost.reviews import selectors
from vernost.reviews.models import Review, State


def _rows(actor: Actor) -> Any:
    return Review.objects.visible_to(actor).exclude(state=State.SPAM)


def _stars(actor: Actor, client_ids: Sequence[int]) -> Mapping[int, Any]:
    """Of each client's last review."""
    found = _rows(actor).filter(client__in=client_ids).order_by("written_at", "id")
    return dict(found.values_list("client", "stars"))


def _panel(actor: Actor, client: Client) -> Mapping[str, Any]:
    return {"reviews": selectors.reviews_of(actor, client), "asked": selectors.last_ask(actor, client)}


FIELDS = (
    Field(name="reviews.stars", label=_("stars of a review"), kind=Kind.NUMBER, path="stars", rows=_rows),
    Field(name="reviews.at", label=_("wrote a review"), kind=Kind.TIME, path="written_at", rows=_rows),
)
COLUMNS = (Column(name="review_stars", label=_("Stars of the last review"), kind=Kind.NUMBER, many=_stars),)
PANELS = (
    Panel(
        name="reviews",
        title=_("Their reviews"),
        template="reviews/client_panel.html",
        load=_panel,
        place=Place.SIDE,
        rank=30,
        verb="review.see",
        lazy=True,
    ),
)


def register_own() -> None:
    register(Facet(name="reviews", label=_("Their reviews"), fields=FIELDS, columns=COLUMNS, panels=PANELS))
