"""What voice/ adds to the shell."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import entry, pages, part
from vernost.access.policies import may
from vernost.core import clock
from vernost.voice.models import Loop

PAGES = (
    ("voice.see", _("Surveys"), "surveys", "megaphone"),
    ("voice.see", pgettext_lazy("voice", "Score"), "voice", "gauge"),
    ("voice.see", pgettext_lazy("voice", "Answers"), "voice_answers", "list"),
    ("voice.see", _("Causes behind answers"), "voice_causes", "list"),
    ("voice.see", _("What to train"), "voice_training", "graduation-cap"),
)


def _late(actor: Actor) -> QuerySet[Loop] | None:
    """Critics whom nobody called in time: only these wait."""
    if not may(actor, "loop.see"):
        return None
    rows: QuerySet[Loop] = Loop.objects.visible_to(actor).filter(
        closed_at=None, due_at__lt=clock.now(), client__is_live=True, client__closed_on=None
    )
    return rows


entry(
    "voice",
    pgettext_lazy("menu", "Client’s voice"),
    icon="megaphone",
    to="voice",
    verb="voice.see",
    place=60,
    waits=_late,
    also=("voice_causes", "voice_training"),
)
part("voice", pgettext_lazy("voice", "Score"), to="voice", verb="voice.see", place=10)
part("voice", pgettext_lazy("voice", "Answers"), to="voice_answers", verb="voice.see", place=20)
part("voice", _("Surveys"), to="surveys", verb="voice.see", place=40)
pages("voice_pages", _("What clients say"), PAGES, place=47)
