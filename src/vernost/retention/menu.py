"""What the figures add to the shell."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from vernost.access.menu import entry

entry(
    "figures",
    pgettext_lazy("menu", "Indicators"),
    icon="chart-no-axes-column",
    to="loss",
    verb="loss.see",
    place=80,
)
