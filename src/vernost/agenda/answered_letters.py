"""Clients who answered a letter of ours: in Today until somebody writes back, or has dealt with it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.agenda import causes
from vernost.agenda.models import Answer
from vernost.core import clock
from vernost.post import selectors

NAME = "letter_answer"
LOOKS_BACK = timedelta(days=30)
SHOWN = 100
WORDS = 140


def look(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    """Whoever has waited longest comes first. Two queries."""
    waiting = list(selectors.to_answer(actor, owners, clock.now() - LOOKS_BACK)[:SHOWN])
    answers = Answer.objects.visible_to(actor).filter(cause=NAME, ref__in=[one.pk for one in waiting])
    answered = set(answers.exclude(until__lte=today).values_list("ref", flat=True))
    return [
        causes.Seen(
            client=one.client,
            of=_day(one.came_at),
            ref=one.pk,
            why=_why(one),
            link=reverse("letter_in", args=[one.pk]),
        )
        for one in waiting
        if one.pk not in answered
    ]


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.firm_zone()).date()


def _why(letter: Any) -> str:
    said = Truncator(" ".join(letter.text.split())).chars(WORDS)
    return _("Answered the letter: “{words}”").format(words=said or letter.subject or "…")


def register_own() -> None:
    causes.register(
        causes.Cause(
            name=NAME, rank=12, look=look, icon="reply", tone="wait",
            label=pgettext_lazy("today", "Answer to a letter"),
        )
    )  # fmt: skip
