"""What letters add to the shell: those that did not arrive are told behind the bell."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import MOST_FOUND, Found, news
from vernost.access.policies import may
from vernost.post import selectors


def _news(actor: Actor, text: str) -> Sequence[Found]:
    if not may(actor, "letter.see"):
        return []
    return [
        Found(f"{one.subject}: {one.why}", reverse("letter", args=[one.pk]), "mail-x")
        for one in selectors.lately_failed(actor)[:MOST_FOUND]
    ]


news("letters", gettext_lazy("Letters that did not arrive"), _news, place=30)
