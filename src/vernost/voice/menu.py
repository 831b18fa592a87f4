"""What voice/ adds to the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.menu import entry, pages, part

PAGES = (("voice.see", _("Surveys"), "surveys", "megaphone"),)

# The score page (name "voice") leads the entry once it is there.
entry(
    "voice",
    pgettext_lazy("menu", "Client’s voice"),
    icon="megaphone",
    to="surveys",
    verb="voice.see",
    place=60,
)
part("voice", _("Surveys"), to="surveys", verb="voice.see", place=40)
pages("voice_pages", _("What clients say"), PAGES, place=47)
