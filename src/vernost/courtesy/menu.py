"""What courtesy/ adds to the palette."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, part, source
from vernost.access.policies import may
from vernost.core.searching import folded

TITLE = _("Courtesy calls and forms")


def _pages(actor: Actor, text: str) -> Sequence[Found]:
    if not may(actor, "courtesy.see") or folded(text) not in folded(str(TITLE)):
        return []
    return [Found(TITLE, reverse("courtesies"), "smile")]


source("courtesies", TITLE, _pages, place=46)
part("orders", pgettext_lazy("orders", "Courtesy"), to="courtesies", verb="courtesy.see", place=40)
