"""Lost clients of the better classes of whom nobody knows why they left: a few a day (rule 6.2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vernost.access.actor import Actor
from vernost.agenda import causes
from vernost.core import clock
from vernost.core.practice import WHY_A_DAY
from vernost.retention.models import Lifecycle, Winback
from vernost.winback.models import Candidate, ClientReason, Where

NAME = "lost_why"
ASKED = (Winback.FIRST, Winback.MUST)  # A and the steadier of B


def to_ask(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    """The dearest first; who wrote down three reasons today has done enough for a day."""
    said = ClientReason.objects.visible_to(actor).filter(
        client__owner__in=owners, said_at__gte=clock.start_of(today), said_by=actor.employee_id
    )
    left = WHY_A_DAY.value() - said.count()
    if left <= 0:
        return []
    rows = Candidate.objects.visible_to(actor).filter(
        owner__in=owners,
        where__in=(Where.FREE, Where.PLAN),
        winback_class__in=ASKED,
        reason=0,
        client__is_live=True,
        client__closed_on=None,
        client__facts__lifecycle=Lifecycle.LOST,
    )
    day = "client__facts__last_purchase"
    rows = causes.without_answered(rows, NAME, client="client", of=day, today=today)
    return [
        causes.Seen(
            client=one.client,
            of=one.client.facts.last_purchase or today,
            why=_("Lost, and nobody knows why: ask, or write down what you know."),
            stake=one.worth,
            link=reverse("winback_why", args=[one.client_id]),
        )
        for one in rows.select_related("client__facts").order_by("-worth", "pk")[:left]
    ]


def register_own() -> None:
    causes.register(
        causes.Cause(
            name=NAME,
            rank=45,
            look=to_ask,
            moment="winback",
            label=gettext_lazy("Why did they leave?"),
            icon="circle-question-mark",
            tone="note",
            gives_way=True,
        )
    )
