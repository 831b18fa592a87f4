"""What the client base adds to the shell."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, entry, pages, source
from vernost.access.policies import may
from vernost.clients.selectors import client_find

PAGES = (
    ("client.add", _("Add a client"), "client_add", "plus"),
    ("segment.save", _("Segments"), "segments", "funnel"),
    ("pyramid.see", _("The pyramid"), "pyramid", "pyramid"),
    ("cost.see", _("Costs of channels"), "costs", "wallet"),
    ("client.merge", _("Duplicates"), "duplicates", "copy"),
    ("client.hand_over", _("Hand over all clients of a manager"), "handovers", "users"),
)


def _clients(actor: Actor, text: str) -> Sequence[Found]:
    if not text.strip() or not may(actor, "client.see"):
        return []
    return [
        Found(
            client.name,
            reverse("client", args=[client.pk]),
            "building-2" if client.is_company else "user",
            client.owner.name if client.owner else "",
        )
        for client in client_find(actor, text=text, limit=6)
    ]


entry(
    "clients",
    pgettext_lazy("menu", "Clients"),
    icon="users",
    to="clients",
    verb="client.see",
    place=20,
    also=("segments",),
)
source("clients", pgettext_lazy("menu", "Clients"), _clients, place=10)
pages("clients_pages", _("What can be done with clients"), PAGES, place=40)
