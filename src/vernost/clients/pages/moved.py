"""Where an old address leads: a card that was merged answers with the card that remains."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from vernost.access.pages import actor_of_request
from vernost.clients import selectors
from vernost.core.errors import VernostError

# Addresses that mean the same of the other card; of the rest (a note, a phone) the card itself is shown.
SAME = frozenset(
    {"client", "client_edit", "client_history", "client_alike", "client_data", "client_own_fields"}
)


def successor(request: HttpRequest) -> str | None:
    """The address of the client into whom the one of this address was merged, if it is the actor's to see."""
    found = request.resolver_match
    if found is None or "pk" not in found.kwargs or not request.path.startswith(reverse("clients")):
        return None
    try:
        survivor = selectors.merged_into(actor_of_request(request), found.kwargs["pk"])
    except VernostError:
        return None
    if survivor is None:
        return None
    name = found.url_name if found.url_name in SAME else "client"
    return reverse(name or "client", args=[survivor])
