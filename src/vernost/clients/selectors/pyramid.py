"""The pyramid (rule 1.6): how many stand on each level, who moved between them, what first offers brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.models import Client, FirstOffer, Level, LevelChange, OfferResult
from vernost.core.paging import Page, keyset_page

COMPETITORS = 12
SHOWN = 5
OFFERS = 20
LOWER = (Level.COMPETITORS, Level.POTENTIAL)
MANY = {
    Level.OWN: pgettext_lazy("pyramid", "Our clients"),
    Level.COMPETITORS: pgettext_lazy("pyramid", "Clients of competitors"),
    Level.POTENTIAL: pgettext_lazy("pyramid", "Potential clients"),
}


@dataclass(frozen=True, slots=True)
class Tier:
    """``up``, ``down``: who left it for a higher or a lower level in the period; ``came``: who came to it."""

    level: str
    name: str
    clients: int
    came: int
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Flow:
    before: str
    after: str
    clients: int


@dataclass(frozen=True, slots=True)
class Offers:
    """First offers made to a level within the period, and their result."""

    name: str
    made: int
    took: int
    declined: int

    @property
    def waiting(self) -> int:
        return self.made - self.took - self.declined

    @property
    def share(self) -> float | None:
        """Of those answered."""
        answered = self.took + self.declined
        return self.took / answered if answered else None


@dataclass(frozen=True, slots=True)
class Pyramid:
    tiers: list[Tier]  # from the top
    flows: list[Flow]
    competitors: list[tuple[str, int]]
    offers: list[Offers]

    @property
    def won(self) -> int:
        """Who became ours in the period."""
        return self.tiers[0].came


def pyramid(actor: Actor, since: date, until: date) -> Pyramid:
    """Of the clients the actor sees. Five queries."""
    require(actor, "pyramid.see")
    rows = Client.objects.visible_to(actor).filter(closed_on=None)
    lower = dict(rows.filter(level__in=LOWER).order_by().values_list("level").annotate(Count("pk")))
    counts = {**lower, Level.OWN: rows.count() - sum(lower.values())}
    moved = LevelChange.objects.visible_to(actor).filter(day__gte=since, day__lte=until)
    told = moved.order_by().values_list("before", "after").annotate(n=Count("client", distinct=True))
    flows = [Flow(*one) for one in told]
    named = rows.filter(level=Level.COMPETITORS).order_by().values_list("competitor")
    competitors = sorted(named.annotate(n=Count("pk")), key=lambda one: (-one[1], one[0]))[:COMPETITORS]
    return Pyramid(
        [_tier(level, counts, flows) for level in Level], flows, competitors, _offers(actor, since, until)
    )


def offer_list(actor: Actor, *, after: str = "") -> Page[FirstOffer]:
    require(actor, "pyramid.see")
    rows = FirstOffer.objects.visible_to(actor).select_related("client", "by")
    return keyset_page(rows, order=("-offered_on", "-id"), after=after, limit=OFFERS)


def offers_of(actor: Actor, client: Client) -> list[FirstOffer]:
    return list(FirstOffer.objects.visible_to(actor).filter(client=client)[:SHOWN])


def _tier(level: Level, counts: dict[str, int], flows: list[Flow]) -> Tier:
    order = list(Level.values)  # from the top
    place = order.index(level)
    left = [one for one in flows if one.before == level]
    return Tier(
        level.value,
        str(MANY[level]),
        counts.get(level, 0),
        came=sum(one.clients for one in flows if one.after == level),
        up=sum(one.clients for one in left if order.index(one.after) < place),
        down=sum(one.clients for one in left if order.index(one.after) > place),
    )


def _offers(actor: Actor, since: date, until: date) -> list[Offers]:
    rows = FirstOffer.objects.visible_to(actor).filter(offered_on__gte=since, offered_on__lte=until)
    counted = (
        rows.order_by()
        .values("level")
        .annotate(
            made=Count("pk"),
            took=Count("pk", filter=Q(result=OfferResult.TOOK)),
            declined=Count("pk", filter=Q(result=OfferResult.DECLINED)),
        )
    )
    found = {row.pop("level"): row for row in counted}
    none = {"made": 0, "took": 0, "declined": 0}
    return [Offers(str(MANY[level]), **found.get(level, none)) for level in LOWER]
