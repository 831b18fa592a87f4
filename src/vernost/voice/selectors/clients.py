"""Answers and invitations of one client, for their card."""

from __future__ import annotations

from dataclasses import dataclass

from vernost.access.actor import Actor
from vernost.clients.models import Client
from vernost.voice.models import Invitation, InvitationState, Response


@dataclass(frozen=True, slots=True)
class OfClient:
    responses: list[Response]
    invitations: list[Invitation]


def of_client(actor: Actor, client: Client, *, limit: int = 5) -> OfClient:
    """The latest answers, and those invitations that wait, were not answered, or were held back: two
    queries."""
    responses = (
        Response.objects.visible_to(actor).filter(client=client).select_related("survey", "entered_by")
    )
    asked = Invitation.objects.visible_to(actor).filter(client=client).select_related("survey")
    asked = asked.exclude(state=InvitationState.ANSWERED)
    return OfClient(
        list(responses.order_by("-answered_at", "-pk")[:limit]), list(asked.order_by("-due_at", "-pk")[:3])
    )
