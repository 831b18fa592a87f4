"""What the pages ask of the facts: always of those clients alone that the actor sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.analytics.ltv import practice_formula
from vernost.core import clock
from vernost.core.money import from_minor, to_minor
from vernost.core.practice import MARGIN_SHARE
from vernost.orders.models import Order, State
from vernost.retention import drawing, wording
from vernost.retention.models import BaseFacts, ClientFacts, Lifecycle, LifecycleChange, Refresh, WorthMonth

MOST_TICKS = 60
SHOWN = 8


def purchase_days(actor: Actor, client_ids: Sequence[int]) -> dict[int, list[date]]:
    """Days of purchases of these clients: what was wholly given back is none (rule 2.1)."""
    rows = Order.objects.visible_to(actor).filter(client__in=client_ids).exclude(state=State.CANCELLED)
    rows = rows.filter(Q(amount=0) | Q(refunded__lt=F("amount")))
    found: dict[int, list[date]] = defaultdict(list)
    for client, day in rows.order_by("client", "day").values_list("client", "day").distinct():
        found[client].append(day)
    return found


def standing(actor: Actor, client: Any) -> Mapping[str, Any] | None:
    """The panel under the name: one sentence, the rhythm drawn, worth. Nothing where nothing was computed
    yet.
    """
    facts = ClientFacts.objects.visible_to(actor).filter(pk=client.pk).first()
    if facts is None:
        return None
    today, said = clock.today(), wording.reason(facts)
    days = purchase_days(actor, [client.pk])[client.pk][-MOST_TICKS:]
    return {
        "facts": facts,
        "reason": said,
        "today": today,
        "expected": wording.expected_on(facts),
        "rhythm_from": wording.rhythm_from(facts),
        "rhythm": wording.whole_rhythm(facts),
        "strip": drawing.rhythm(facts, days, today, said) if days else "",
        # The words of the key would run into each other on a telephone.
        "bare_strip": drawing.rhythm(facts, days, today, said, words=False) if days else "",
        "is_stale": facts.as_of < today,
    }


@dataclass(frozen=True, slots=True)
class Freshness:
    as_of: date | None
    ended_at: Any
    running: bool
    failed: bool

    @property
    def is_stale(self) -> bool:
        return self.as_of is not None and self.as_of < clock.today()


def freshness() -> Freshness:
    base = BaseFacts.objects.filter(pk=1).first()
    done = Refresh.objects.filter(state=Refresh.State.DONE).first()
    last = Refresh.objects.first()
    return Freshness(
        base.as_of if base else None,
        done.ended_at if done else None,
        bool(last and last.state == Refresh.State.RUNNING),
        bool(last and last.state == Refresh.State.FAILED),
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the clients the actor sees."""

    counts: dict[str, int]
    money_lost: Decimal
    money_slipping: Decimal
    back_cases: int
    back: int
    to_win_back: int

    @property
    def bought(self) -> int:
        return sum(number for stage, number in self.counts.items() if stage not in ("potential", "closed"))

    @property
    def back_share(self) -> float | None:
        return self.back / self.back_cases if self.back_cases else None

    @property
    def expected_loss(self) -> Decimal | None:
        """What is lost if as many come back unasked as did in the firm's own past: an estimate."""
        return None if self.back_share is None else self.money_lost * Decimal(1 - self.back_share)


def totals(actor: Actor) -> Totals:
    require(actor, "facts.see")
    rows = ClientFacts.objects.visible_to(actor)
    asked: dict[str, Any] = {
        f"n_{stage}": Count("pk", filter=Q(lifecycle=stage)) for stage in Lifecycle.values
    }
    found = rows.aggregate(
        money_lost=Sum("money_lost_a_year"),
        money_slipping=Sum("money_a_year", filter=Q(lifecycle=Lifecycle.SLIPPING)),
        back_cases=Count("pk", filter=Q(came_back__isnull=False)),
        back=Count("pk", filter=Q(came_back=True)),
        to_win_back=Count("pk", filter=Q(winback_class__in=("first", "must"))),
        **asked,
    )
    counts = {stage: found.pop(f"n_{stage}") for stage in Lifecycle.values}
    for name in ("money_lost", "money_slipping"):
        found[name] = found[name] or Decimal(0)
    return Totals(counts=counts, **found)


@dataclass(frozen=True, slots=True)
class Told:
    """One client of a short list, with the reason and the rhythm."""

    facts: ClientFacts
    reason: str
    strip: str


def told(actor: Actor, stage: str, *, by: str, limit: int = SHOWN) -> list[Told]:
    """The dearest clients of a standing, with reasons: two queries."""
    rows = ClientFacts.objects.visible_to(actor).filter(lifecycle=stage, **{f"{by}__isnull": False})
    found = list(rows.select_related("client", "client__owner").order_by(f"-{by}", "pk")[:limit])
    days, today = purchase_days(actor, [one.pk for one in found]), clock.today()
    strips: list[Told] = []
    for facts in found:
        said = wording.reason(facts)
        drawn = (
            drawing.rhythm(facts, days[facts.pk][-MOST_TICKS:], today, said, words=False)
            if days[facts.pk]
            else ""
        )
        strips.append(Told(facts, said, drawn))
    return strips


@dataclass(frozen=True, slots=True)
class Flow:
    """How many clients moved into a standing since a day, and the other way."""

    lost: int
    returned: int
    new: int


def flow_since(actor: Actor, day: date) -> Flow:
    rows = LifecycleChange.objects.visible_to(actor).filter(day__gt=day)
    found = rows.aggregate(
        lost=Count("client", filter=Q(after=Lifecycle.LOST), distinct=True),
        returned=Count("client", filter=Q(after=Lifecycle.RETURNED, before=Lifecycle.LOST), distinct=True),
        new=Count("client", filter=Q(after=Lifecycle.NEW), distinct=True),
    )
    return Flow(**found)


@dataclass(frozen=True, slots=True)
class Ltv:
    month: date
    value: Decimal
    clients: int
    source: str
    height: int = 0  # of its bar, of 56: bars start at zero

    @property
    def top(self) -> int:
        return 56 - self.height


def ltv_by_month(actor: Actor) -> list[Ltv]:
    """Rule 3.1 at the end of each month: sums of the managers the actor sees, put into the formula."""
    require(actor, "facts.see")
    rows = (
        WorthMonth.objects.visible_to(actor)
        .values("month")
        .order_by("month")
        .annotate(
            n=Sum("clients"),
            bought=Sum("purchases"),
            long=Sum("months"),
            all_checks=Sum("checks"),
            money=Sum("revenue"),
            earned=Sum("margin"),
        )
    )
    found = []
    for row in rows:
        if not row["n"] or not row["long"]:
            continue
        share, source = float(MARGIN_SHARE.value()) / 100, "given"
        if row["earned"] is not None and row["money"] > 0:
            share, source = to_minor(row["earned"]) / to_minor(row["money"]), "orders"
        value = practice_formula(
            row["all_checks"], row["bought"] / row["long"], share, row["long"] / row["n"], row["n"]
        )
        found.append(Ltv(row["month"], from_minor(round(value)), row["n"], source))
    biggest = max((one.value for one in found), default=Decimal(0)) or Decimal(1)
    return [replace(one, height=round(float(max(one.value, Decimal(0)) / biggest) * 56)) for one in found]
