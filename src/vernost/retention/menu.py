"""What the figures add to the shell."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, entry, part, source
from vernost.access.policies import may
from vernost.core.searching import folded

PAGES = (
    ("loss.see", _("Loss report"), "loss", "trending-down"),
    ("sources.see", _("Sources"), "sources", "signpost"),
)


def _pages(actor: Actor, text: str) -> Sequence[Found]:
    wanted = folded(text)
    return [
        Found(title, reverse(name), icon)
        for verb, title, name, icon in PAGES
        if may(actor, verb) and wanted in folded(str(title))
    ]


entry(
    "figures",
    pgettext_lazy("menu", "Indicators"),
    icon="chart-no-axes-column",
    to="loss",
    verb="loss.see",
    place=80,
)
part("figures", pgettext_lazy("menu", "Losses"), to="loss", verb="loss.see", place=20)
part("figures", pgettext_lazy("menu", "Sources"), to="sources", verb="sources.see", place=30)
part("figures", pgettext_lazy("menu", "Pyramid"), to="pyramid", verb="pyramid.see", place=40)
source("figures", pgettext_lazy("menu", "Indicators"), _pages, place=47)
