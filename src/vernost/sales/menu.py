"""What deals add to the shell."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, entry, source
from vernost.access.policies import may
from vernost.core.searching import folded
from vernost.sales.models import Deal, State

PAGES = (
    ("deal.edit", _("New deal"), "deal_add", "plus"),
    ("deal.see", _("All deals as a list"), "deals_list", "list"),
    ("deal.analyse", _("Why deals are lost"), "deals_analysis", "chart-column"),
    ("stages.edit", _("Stages of deals"), "stages", "columns-3"),
    ("deal.see", _("Reasons of losses"), "reasons", "lightbulb"),
)


def _deals(actor: Actor, text: str) -> Sequence[Found]:
    """Open ones, by what they are about."""
    words = folded(text)
    if len(words) < 3 or not may(actor, "deal.see"):
        return []
    rows = Deal.objects.visible_to(actor).filter(state=State.OPEN, search__contains=words)
    found = rows.select_related("client").order_by("-opened_at", "-id")[:6]
    return [Found(f"{one} · {one.client}", reverse("deal", args=[one.pk]), "handshake") for one in found]


def _pages(actor: Actor, text: str) -> Sequence[Found]:
    words = folded(text)
    return [
        Found(title, reverse(name), icon)
        for verb, title, name, icon in PAGES
        if may(actor, verb) and words in folded(str(title))
    ]


entry(
    "deals",
    pgettext_lazy("menu", "Deals"),
    icon="handshake",
    to="deals",
    verb="deal.see",
    place=30,
)
source("deals", pgettext_lazy("menu", "Deals"), _deals, place=25)
source("deals_pages", _("What can be done with deals"), _pages, place=46)
