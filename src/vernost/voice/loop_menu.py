"""What the closed loop and improvements add to the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.menu import pages, part
from vernost.voice import menu  # noqa: F401 - its entry comes first

PAGES = (
    ("loop.see", _("What follows from answers"), "voice_loops", "refresh-ccw"),
    ("loop.see", _("Closed loop in figures"), "voice_loop_analysis", "chart-no-axes-column"),
    ("improvement.see", _("Improvements"), "improvements", "trending-up"),
)

part("voice", pgettext_lazy("voice", "To do"), to="voice_loops", verb="loop.see", place=20)
part("voice", _("Improvements"), to="improvements", verb="improvement.see", place=60)
pages("voice_loop_pages", _("What follows from answers"), PAGES, place=48)
