"""Whom to win back: money at stake, four classes, the list by the value of the return (rules 2.7, 6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from vernost.access.actor import Actor
from vernost.access.policies import may, require
from vernost.core.paging import Page, keyset_page
from vernost.core.practice import ASKED_BACK_BUY, CONTROL_GROUP
from vernost.retention.models import BaseFacts, Lifecycle, Winback
from vernost.retention.selectors import Totals, totals
from vernost.winback.models import Candidate, Cell, Recency, Where

CLASSES = tuple(one for one in Winback.values if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWhom:
    """What the list is narrowed by. ``reason`` 0: not known; None: any."""

    winback_class: str = Winback.FIRST
    where: str = Where.FREE
    recency: str = ""
    reason: int | None = None


@dataclass(frozen=True, slots=True)
class ClassLine:
    """``chance``: of a return of those asked; ``tried``, ``returned``: the firm's own cases behind it."""

    name: str
    clients: int
    money: Decimal
    expected: Decimal | None
    chance: float | None
    tried: int
    returned: int
    planned: int
    alone: int
    let_go: int

    @property
    def label(self) -> str:
        return str(Winback(self.name).label)

    @property
    def free(self) -> int:
        return max(0, self.clients - self.planned - self.alone - self.let_go)


@dataclass(frozen=True, slots=True)
class Whom:
    totals: Totals
    classes: list[ClassLine]
    practice: Decimal
    share: Decimal
    z_share: float | None
    terciles: tuple[float, float] | None

    @property
    def lost(self) -> int:
        return self.totals.counts.get(Lifecycle.LOST, 0)

    @property
    def worth_it(self) -> int:
        """Of the two classes that come first, those with whom nothing is done yet."""
        return sum(one.free for one in self.classes[:2])

    @property
    def biggest(self) -> Decimal:
        return max((one.money for one in self.classes), default=Decimal(0))


def whom(actor: Actor) -> Whom:
    """Six queries off indexes: the three of the totals, chances, what is being done, the base's own
    figures."""
    require(actor, "winback.see")
    whole = totals(actor)
    cells = {one.winback_class: one for one in Cell.objects.filter(recency="", reason=0)}
    doing: dict[tuple[str, str], int] = {}
    busy = Candidate.objects.visible_to(actor).exclude(where=Where.FREE).order_by()
    for name, where, number in busy.values_list("winback_class", "where").annotate(n=Count("pk")):
        doing[name, where] = number
    lines = []
    for name in CLASSES:
        lost, cell = whole.by_class.get(name), cells.get(name)
        lines.append(
            ClassLine(
                name=name,
                clients=lost.clients if lost else 0,
                money=lost.money if lost else Decimal(0),
                expected=lost.expected if lost else None,
                chance=cell.chance if cell else None,
                tried=cell.tried if cell else 0,
                returned=cell.returned if cell else 0,
                planned=doing.get((name, Where.PLAN), 0),
                alone=doing.get((name, Where.ALONE), 0),
                let_go=doing.get((name, Where.LET_GO), 0),
            )
        )
    z_share, terciles = _lines_of_xyz(actor)
    return Whom(
        whole, lines, Decimal(ASKED_BACK_BUY.value()), Decimal(CONTROL_GROUP.value()), z_share, terciles
    )


def _lines_of_xyz(actor: Actor) -> tuple[float | None, tuple[float, float] | None]:
    """Share of Z in the whole base, and the firm's own terciles where most are Z (rule 3.3): for whoever may
    set the lines."""
    if not may(actor, "terms.see"):
        return None, None
    figures: dict[str, Any] | None = BaseFacts.objects.filter(pk=1).values_list("figures", flat=True).first()
    letters = (figures or {}).get("xyz") or {}
    everybody = sum(letters.values())
    found = (figures or {}).get("terciles")
    share = letters.get("Z", 0) / everybody if everybody else None
    return share, (found[0], found[1]) if found else None


def whom_list(actor: Actor, asked: AskedWhom, *, after: str = "") -> Page[Candidate]:
    """The dearest return first: a walk along an index, whatever the size of the base."""
    require(actor, "winback.see")
    rows = Candidate.objects.visible_to(actor, beside=True).filter(_which(actor, asked))
    rows = rows.select_related("client__owner", "client__facts")
    return keyset_page(rows, order=("-value", "pk"), after=after)


def _which(actor: Actor, asked: AskedWhom) -> Q:
    which = Q(where=asked.where, winback_class=asked.winback_class)
    if not actor.sees_all:
        # The client decides who sees it; this column only lets the index find them.
        which &= Q(owner__in=sorted(actor.owners))
    if asked.recency in Recency.values:
        which &= Q(recency=asked.recency)
    if asked.reason is not None:
        which &= Q(reason=asked.reason)
    return which
