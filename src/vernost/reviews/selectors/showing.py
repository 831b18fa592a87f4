"""What the firm's site shows: published reviews alone, and their mean."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core.paging import Page, keyset_page
from vernost.reviews.models import Review, State, Widget

PUBLIC = "what is published is published for everybody"
ORDER = ("-written_at", "-id")


@dataclass(frozen=True, slots=True)
class Shown:
    """``mean`` and ``number`` are of all that is published, not only of those on the page; nothing published,
    no mean."""

    page: Page[Review]
    number: int
    mean: float | None


def widget(actor: Actor) -> Widget:
    """The firm's own, or one not yet saved."""
    require(actor, "review.see")
    found: Widget | None = Widget.objects.visible_to(actor).order_by("pk").first()
    return found or Widget()


def open_widget(address: str) -> Widget | None:
    rows = Widget.objects.unscoped(reason="the firm's site asks by its address")
    found: Widget | None = rows.filter(address=address[:40], is_open=True).first()
    return found


def shown(*, after: str = "", limit: int = 50) -> Shown:
    """Two queries."""
    rows = Review.objects.unscoped(reason=PUBLIC).filter(state=State.PUBLISHED)
    sums = list(rows.order_by().values_list("stars").annotate(n=Count("pk")))
    number = sum(n for _stars, n in sums)
    mean = sum(stars * n for stars, n in sums) / number if number else None
    return Shown(keyset_page(rows, order=ORDER, after=after, limit=limit), number, mean)
