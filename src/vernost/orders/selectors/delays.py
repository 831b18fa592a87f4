"""What is late, why, who told the client; how many came on the promised day (rule 5.4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core import clock
from vernost.orders.models import OPEN, Delay, DelayCause, Order, State
from vernost.orders.rules import WEEK, Week, on_time_by_week

MOST = 60  # lines of the board: nobody reads more off a wall
TO_TELL = 50
WEEKS = 26
JOINED = "joined to orders that the actor sees"


@dataclass(frozen=True, slots=True)
class Late:
    """An order that will not come, or did not come, on the day first promised. ``delay``: what is known."""

    order: Order
    was: date
    delay: Delay | None
    told: Delay | None

    @property
    def days(self) -> int:
        """Behind the day first promised; 0 while it has not come."""
        return max(0, (clock.today() - self.was).days)

    @property
    def is_untold(self) -> bool:
        return self.told is None


@dataclass(frozen=True, slots=True)
class Board:
    """``untold``, ``late``: of all, not only of the ``lines`` that fit."""

    lines: list[Late]
    late: int
    untold: int
    due_today: int
    week: Week

    @property
    def more(self) -> int:
        return self.late - len(self.lines)


def late_to_tell(actor: Actor, owners: Collection[int], today: date) -> list[Late]:
    """Orders of these employees' clients of whose delay the client does not know yet; two queries.

    Either somebody said that it will be late, or the promised day has passed without a word. Found among the
    few orders that are awaited, not client by client.
    """
    untold = Delay.objects.unscoped(reason=JOINED).filter(told_at=None)
    silent = Q(promised_on__lt=today) & ~Exists(_of_the_day())
    rows = _with_due(_awaited(actor, beside=True)).filter(silent | Q(pk__in=untold.values("order")))
    rows = rows.filter(client__owner_id__beside=list(owners), client__is_live=True, client__closed_on=None)
    return _lines(actor, rows.order_by("promised_on", "id")[:TO_TELL])


def board(actor: Actor) -> Board:
    """The punctuality board: what is late now, the longest first. Six queries."""
    require(actor, "order.see")
    today = clock.today()
    rows = _open_late(actor, today)
    awaited = _awaited(actor).filter(promised_on=today)
    return Board(
        lines=_lines(actor, rows.order_by("due", "id")[:MOST]),
        late=rows.order_by().count(),
        untold=_untold(rows).order_by().count(),
        due_today=awaited.exclude(pk__in=rows.order_by().values("pk")).count(),
        week=weeks(actor, shown=1)[-1],
    )


def weeks(actor: Actor, *, shown: int = WEEKS) -> list[Week]:
    """Share delivered on the day first promised, a week of the promise at a time; one query.

    Moving the promise later does not make it kept. An order due today is counted when it is there.
    """
    require(actor, "order.see")
    today = clock.today()
    since = today - timedelta(days=today.weekday()) - (shown - 1) * WEEK
    rows = _with_due(Order.objects.visible_to(actor).filter(promised_on__gte=since))
    rows = rows.exclude(state=State.CANCELLED).filter(due__gte=since)
    rows = rows.filter(Q(due__lt=today) | Q(due=today, delivered_on__isnull=False))
    counted = (
        rows.order_by()
        .values("due")
        .annotate(orders=Count("pk"), in_time=Count("pk", filter=Q(delivered_on__lte=F("due"))))
    )
    days = [(row["due"], row["orders"], row["in_time"]) for row in counted]
    return on_time_by_week(days, since=since, until=today)


@dataclass(frozen=True, slots=True)
class Why:
    """How often a cause was named since a day; ``None``: nobody said why."""

    cause: DelayCause | None
    delays: int
    share: float


def causes_ranked(actor: Actor, since: date) -> list[Why]:
    """Of delays known since that day, the commonest cause first; two queries."""
    require(actor, "order.see")
    start = clock.start_of(since)
    rows = Delay.objects.visible_to(actor).filter(known_at__gte=start).order_by().values_list("cause")
    counted = dict(rows.annotate(n=Count("pk")))
    named = {one.pk: one for one in DelayCause.objects.visible_to(actor)}
    total = sum(counted.values())
    found = [Why(named.get(pk), n, n / total) for pk, n in counted.items()]
    return sorted(found, key=lambda one: (-one.delays, str(one.cause or "")))


def delay_causes(actor: Actor, *, every: bool = False) -> list[DelayCause]:
    """The firm's list; ``every``: with those that were taken off it."""
    rows = DelayCause.objects.visible_to(actor)
    return list(rows if every else rows.filter(is_used=True))


def _with_due(rows: Any) -> Any:
    """``due``: the day first promised."""
    first = Delay.objects.unscoped(reason=JOINED)
    earliest = first.filter(order=OuterRef("pk")).order_by("was").values("was")[:1]
    return rows.annotate(due=Coalesce(Subquery(earliest), "promised_on"))


def _open_late(actor: Actor, today: date) -> Any:
    """Awaited orders whose first promised day is over, or of which it is known that it will not be kept."""
    delays = Delay.objects.unscoped(reason=JOINED).filter(order=OuterRef("pk"))
    rows = _with_due(_awaited(actor))
    return rows.filter(Q(promised_on__lt=today) | Exists(delays))


def _untold(rows: Any) -> Any:
    delays = Delay.objects.unscoped(reason=JOINED).filter(order=OuterRef("pk"))
    unsaid = Q(promised_on__lt=clock.today()) & ~Exists(_of_the_day())
    return rows.filter(unsaid | Exists(delays.filter(told_at=None)))


def _of_the_day() -> Any:
    """What is known of the day that stands promised now."""
    delays = Delay.objects.unscoped(reason=JOINED)
    return delays.filter(order=OuterRef("pk"), was=OuterRef("promised_on"))


def _awaited(actor: Actor, *, beside: bool = False) -> Any:
    rows = Order.objects.visible_to(actor, beside=beside)
    return rows.filter(state__literally=OPEN, promised_on__isnull=False)


def _lines(actor: Actor, rows: Any) -> list[Late]:
    orders: list[Any] = list(rows.select_related("client__owner"))
    delays = Delay.objects.visible_to(actor).filter(order__in=[one.pk for one in orders])
    known: dict[int, list[Delay]] = {}
    for delay in delays.select_related("cause", "told_by").order_by("was"):
        known.setdefault(delay.order_id, []).append(delay)
    return [_line(order, known.get(order.pk, [])) for order in orders]


def _line(order: Any, delays: list[Delay]) -> Late:
    """The last word on it; told, if nothing that is known was kept from the client."""
    silent = order.is_overdue and all(one.was != order.promised_on for one in delays)
    untold = silent or any(one.told_at is None for one in delays)
    last = delays[-1] if delays else None
    return Late(order, order.due, last, None if untold else last)
