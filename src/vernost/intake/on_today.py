"""What requests add to Today: whose clock runs, the most urgent first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.agenda import causes
from vernost.clients.models import Client
from vernost.core import clock
from vernost.intake import selectors
from vernost.intake.models import Request

NAME = "request"
SHOWN = 50
WORDS = 120


def waiting(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    """One query. Whoever is no client yet stands there by the name they gave."""
    return [
        causes.Seen(
            client=one.client or Client(name=one.who),
            of=one.arrived_at.astimezone(clock.firm_zone()).date(),
            ref=one.pk,
            why=_why(one),
            until=one.due_at,
            link=reverse("request", args=[one.pk]),
        )
        for one in (line.request for line in selectors.running(actor, owners=owners, limit=SHOWN))
    ]


def _why(one: Request) -> str:
    told = Truncator(" ".join(one.text.split())).chars(WORDS)
    number = "" if one.client_id else one.phone_said
    return ", ".join(part for part in (number, told) if part) or str(one.get_channel_display())


def register_own() -> None:
    causes.register(
        causes.Cause(
            name=NAME,
            rank=10,
            look=waiting,
            moment="unanswered_request",
            label=pgettext_lazy("agenda", "Request"),
            icon="message-square-warning",
            tone="wait",
            acts=(),
        )
    )
