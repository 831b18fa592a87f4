"""Cases in Today: what is to be done next, and until when; each is dealt with on its own page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vernost.access.actor import Actor
from vernost.agenda import causes
from vernost.complaints.selectors import waiting
from vernost.core import clock

NAME = "complaint"


def to_answer(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    return [
        causes.Seen(
            client=case.client,
            of=case.received_at.astimezone(clock.firm_zone()).date(),
            ref=case.pk,
            why=_("{step} ({case})").format(step=case.awaited, case=case),
            until=case.presses,
            link=reverse("complaint", args=[case.pk]),
        )
        for case in waiting(actor, owners)
    ]


def register_own() -> None:
    causes.register(
        causes.Cause(
            name=NAME,
            rank=3,
            look=to_answer,
            moment="complaint",
            label=gettext_lazy("Complaint"),
            icon="message-circle-warning",
            tone="loss",
            acts=(),
        )
    )
