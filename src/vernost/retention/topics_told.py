"""What critics complain of is what there is to learn (rule 4.4): topics for training."""

from __future__ import annotations

from datetime import timedelta

from django.urls import NoReverseMatch, reverse

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.core import clock
from vernost.team import topics
from vernost.voice.periods import Period
from vernost.voice.selectors.causes import topics as named_by_critics


def suggested(actor: Actor) -> list[topics.Topic]:
    if not may(actor, "voice.see"):
        return []
    today, since = clock.today(), clock.today() - timedelta(days=364)
    found = named_by_critics(actor, Period("year", since, today, since))
    return [topics.Topic(one.name, one.critics, _address()) for one in found]


def _address() -> str:
    try:
        return reverse("voice_training")
    except NoReverseMatch:
        return ""


def register_own() -> None:
    topics.suggested_by(suggested)
