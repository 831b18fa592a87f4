"""What the figures add to the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.menu import entry, pages, part

PAGES = (
    ("loss.see", _("Loss report"), "loss", "trending-down"),
    ("sources.see", _("Sources"), "sources", "signpost"),
    ("mouth.see", pgettext_lazy("menu", "Word of mouth"), "reputation", "megaphone"),
)


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
part("voice", pgettext_lazy("menu", "Word of mouth"), to="reputation", verb="mouth.see", place=70)
pages("figures", pgettext_lazy("menu", "Indicators"), PAGES, place=47)
