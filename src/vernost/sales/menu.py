"""What deals add to the shell."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, entry, pages, part, source
from vernost.access.policies import may
from vernost.core.searching import folded
from vernost.sales.models import Deal, State
from vernost.sales.selectors.deals import Asked, deals_asked

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


def _overdue(actor: Actor) -> QuerySet[Deal] | None:
    """What waits: deals whose day is over."""
    if not may(actor, "deal.edit"):
        return None
    return deals_asked(actor, Asked(overdue=True, seller_id=actor.employee_id))


entry(
    "deals",
    pgettext_lazy("menu", "Deals"),
    icon="handshake",
    to="deals",
    verb="deal.see",
    place=30,
    waits=_overdue,
    also=("request_desk", "site_forms"),
)
part("deals", pgettext_lazy("deals", "Board"), to="deals", verb="deal.see", place=20)
part("deals", pgettext_lazy("deals", "List"), to="deals_list", verb="deal.see", place=30)
part("deals", pgettext_lazy("deals", "Why lost"), to="deals_analysis", verb="deal.analyse", place=40)
source("deals", pgettext_lazy("menu", "Deals"), _deals, place=25)
pages("deals_pages", _("What can be done with deals"), PAGES, place=46)
