"""What the pages ask of the facts: always of those clients alone that the actor sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, FloatField, Q, Subquery, Sum, prefetch_related_objects
from django.db.models.functions import Cast

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.analytics.ltv import practice_formula
from vernost.clients.models import Phone
from vernost.core import clock
from vernost.core.money import from_minor, to_minor
from vernost.core.practice import MARGIN_SHARE
from vernost.orders.models import Order, State
from vernost.retention import drawing, wording
from vernost.retention.models import (
    WORTH_IT,
    BaseFacts,
    ClientFacts,
    Lifecycle,
    Refresh,
    WorthMonth,
)

MOST_TICKS = 60
SHOWN = 8
OF_THE_LOST = "money_lost_a_year"  # nobody else has it


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
    facts: ClientFacts | None = getattr(client, "facts", None)  # came along with the client
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
    """One query: the last run and the last that was done, with the day of the figures in force."""
    day = Subquery(BaseFacts.objects.filter(pk=1).values("as_of")[:1])
    newest = Refresh.objects.order_by("-id").values("pk")
    its_own = Q(pk=Subquery(newest[:1])) | Q(pk=Subquery(newest.filter(state=Refresh.State.DONE)[:1]))
    runs: list[Any] = list(Refresh.objects.filter(its_own).annotate(figures_of=day).order_by("-id"))
    done = next((run for run in runs if run.state == Refresh.State.DONE), None)
    last = runs[0] if runs else None
    return Freshness(
        last.figures_of if last else None,
        done.ended_at if done else None,
        bool(last and last.state == Refresh.State.RUNNING),
        bool(last and last.state == Refresh.State.FAILED),
    )


@dataclass(frozen=True, slots=True)
class LostOfClass:
    """``expected``: of ``money`` a year, what will most likely stay away; None without a model."""

    clients: int
    money: Decimal
    expected: Decimal | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the clients the actor sees."""

    counts: dict[str, int]
    money_lost: Decimal
    money_slipping: Decimal
    back_cases: int
    back: int
    to_win_back: int
    expected: float | None  # minor units
    by_class: dict[str, LostOfClass]  # rule 6.1

    @property
    def bought(self) -> int:
        return sum(number for stage, number in self.counts.items() if stage not in ("potential", "closed"))

    @property
    def rows(self) -> list[tuple[str, int, float]]:
        """Standing, clients, share of all that are not closed."""
        shown = [(stage, self.counts.get(stage, 0)) for stage in drawing.SHOWN]
        whole = sum(number for _stage, number in shown) or 1
        return [(stage, number, number / whole) for stage, number in shown if number]

    @property
    def back_share(self) -> float | None:
        return self.back / self.back_cases if self.back_cases else None

    @property
    def expected_loss(self) -> Decimal | None:
        """Rule 2.7: of what the lost brought, what will most likely stay away; without a model, less the
        share
        who came back unasked in the firm's own past.
        """
        if self.expected is not None:
            return from_minor(round(self.expected))
        return None if self.back_share is None else self.money_lost * Decimal(1 - self.back_share)


def totals(actor: Actor) -> Totals:
    """Three questions, each read off an index of its own: nobody is gone through one by one."""
    require(actor, "facts.see")
    rows = ClientFacts.objects.visible_to(actor).order_by()
    stages = {
        stage: (number, money or Decimal(0))
        for stage, number, money in rows.values_list("lifecycle").annotate(
            n=Count("pk"), sum=Sum("money_a_year")
        )
    }
    stays_away = Cast("money_lost_a_year", FloatField()) * (1.0 - F("chance_purchase"))
    lost = {
        winback: (number, money, expected)
        for winback, number, money, expected in rows.filter(money_lost_a_year__isnull=False)
        .values_list("winback_class")
        .annotate(n=Count("pk"), sum=Sum("money_lost_a_year"), expected=Sum(stays_away))
    }
    expected_losses = [expected for _n, _money, expected in lost.values() if expected is not None]
    told_back = rows.filter(came_back__isnull=False).values_list("came_back")
    back: dict[bool, int] = dict(told_back.annotate(n=Count("pk")))
    return Totals(
        counts={stage: stages.get(stage, (0, None))[0] for stage in Lifecycle.values},
        money_lost=sum((money for _n, money, _expected in lost.values()), Decimal(0)),
        money_slipping=stages.get(Lifecycle.SLIPPING, (0, Decimal(0)))[1],
        back_cases=sum(back.values()),
        back=back.get(True, 0),
        to_win_back=sum(lost[one][0] for one in WORTH_IT if one in lost),
        expected=sum(expected_losses) if expected_losses else None,
        by_class={
            name: LostOfClass(number, money, None if stays is None else from_minor(round(stays)))
            for name, (number, money, stays) in lost.items()
        },
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One client of a short list, with the reason and the rhythm."""

    facts: ClientFacts
    reason: str
    strip: str
    phone: Phone | None


def told(actor: Actor, *asked: tuple[str, str], limit: int = SHOWN) -> list[list[Told]]:
    """The dearest clients of each standing, by a column of money, with reasons and a number to ring: a query
    a list, and three for what stands beside.
    """
    lists = [_dearest(actor, stage, by, limit) for stage, by in asked]
    found = [facts for one in lists for facts in one]
    ids = [facts.pk for facts in found]
    prefetch_related_objects([facts.client for facts in found], "owner")
    days = purchase_days(actor, ids)
    known = Phone.objects.visible_to(actor).filter(client__in=ids).order_by("-pk")
    phones = {one.client_id: one for one in known}  # the first one known
    return [[_told(facts, days[facts.pk], phones.get(facts.pk)) for facts in one] for one in lists]


def _dearest(actor: Actor, stage: str, by: str, limit: int) -> list[ClientFacts]:
    """Met on a walk along the index of that money: the dearest of a million are not sorted for."""
    rows = ClientFacts.objects.visible_to(actor, beside=True).filter(**{f"{by}__isnull": False})
    if by != OF_THE_LOST:
        rows = rows.filter(lifecycle=stage)
    return list(rows.select_related("client").order_by(f"-{by}", "pk")[:limit])


def _told(facts: ClientFacts, days: list[date], phone: Phone | None) -> Told:
    said = wording.reason(facts)
    strip = drawing.rhythm(facts, days[-MOST_TICKS:], clock.today(), said, words=False) if days else ""
    return Told(facts, said, strip, phone)


@dataclass(frozen=True, slots=True)
class Flow:
    """How many clients came to stand so since a day, and stand so still."""

    lost: int
    returned: int
    new: int


def flow_since(actor: Actor, day: date) -> Flow:
    """By the days of purchases and of lost lines, off their indexes alone; changes of standing have none by
    day: a new base brings ten a client."""
    rows = ClientFacts.objects.visible_to(actor)
    came = rows.filter(last_purchase__gt=day).aggregate(
        returned=Count("pk", filter=Q(returned_on__gt=day)), new=Count("pk", filter=Q(first_purchase__gt=day))
    )
    lost = rows.filter(lost_line__gte=day, lost_line__lt=clock.today(), lifecycle__in=(Lifecycle.LOST,))
    return Flow(lost=lost.count(), **came)


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
