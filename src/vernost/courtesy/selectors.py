"""Every read of courtesy/."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Avg, Count, Q

from vernost.access.actor import SYSTEM, Actor, public_token
from vernost.access.policies import require
from vernost.agenda.models import Done
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.core.paging import Page, keyset_page
from vernost.core.practice import COURTESY_OPEN
from vernost.courtesy.models import Courtesy, Way

VERBS = frozenset({"courtesy.answer"})
WINDOW = timedelta(days=90)
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """Of ninety days: calls that wait, forms sent and answered, the mean mark of the answers."""

    calls: int
    waiting: int
    forms: int
    answered: int
    again: int
    mean: float | None

    @property
    def share(self) -> float | None:
        return self.answered / self.forms if self.forms else None


def standing(actor: Actor) -> Standing:
    require(actor, "courtesy.see")
    rows = Courtesy.objects.visible_to(actor).filter(made_at__gte=clock.now() - WINDOW).order_by()
    form = Q(way=Way.FORM)
    found: dict[str, Any] = rows.aggregate(
        calls=Count("pk", filter=~form),
        waiting=Count("pk", filter=Q(way=Way.CALL, step__state=Done.OPEN)),
        forms=Count("pk", filter=form),
        answered=Count("pk", filter=form & Q(answered_at__isnull=False)),
        again=Count("pk", filter=Q(again=True)),
        mean=Avg("rating"),
    )
    return Standing(**found)


def answer_list(actor: Actor, *, after: str = "") -> Page[Courtesy]:
    """What clients answered, the latest first."""
    require(actor, "courtesy.see")
    rows = Courtesy.objects.visible_to(actor).filter(answered_at__isnull=False)
    return keyset_page(rows.select_related("client", "order"), order=("-answered_at", "-id"), after=after)


def answers_of(actor: Actor, client: Client) -> list[Courtesy]:
    rows = Courtesy.objects.visible_to(actor).filter(client=client, answered_at__isnull=False)
    return list(rows.select_related("order").order_by("-answered_at")[:SHOWN])


def by_secret(secret: str) -> tuple[Actor, Courtesy]:
    """The actor behind a link, and what it is about. A link that is wrong, or of a person who was erased,
    opens nothing."""
    rows = Courtesy.objects.visible_to(SYSTEM).exclude(secret="").select_related("client__owner", "order")
    found: Courtesy | None = rows.filter(secret=secret[:43], client__is_live=True).first() if secret else None
    if found is None:
        raise NotVisible
    return public_token(client_id=found.client_id, verbs=VERBS), found


def is_open(courtesy: Courtesy) -> bool:
    return courtesy.is_open_at(clock.now(), COURTESY_OPEN.value())
