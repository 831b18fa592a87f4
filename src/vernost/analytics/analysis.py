"""All measures over one order log: the main job, and the one place that says in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from . import abc as _abc
from . import comeback, lifecycle, loss, rfm, rhythm, winback, xyz
from .cohorts import cohorts
from .columns import day_of, has
from .engine import count, one, rows
from .errors import N_, CannotTell
from .ltv import ltv
from .pauses import pauses
from .purchases import settle
from .results import AbcClass, Analysis, Loss, MatrixCell, RfmCell, Totals, Winback, YearFlow
from .summary import summary
from .terms import PRACTICE, Terms

Progress = Callable[[str, int, int], None]

STAGES_OF_WORK = (
    N_("Settling refunds and measuring pauses"),
    N_("Rhythms and lost lines"),
    N_("The firm's own past"),
    N_("Worth and classes"),
    N_("Cohorts and value"),
)

CLIENT_COLUMNS = (
    "client",
    "first_purchase",
    "last_purchase",
    "purchases",
    "revenue",
    "average_check",
    "rhythm_days",
    "rhythm_source",
    "lost_line",
    "lifecycle",
    "purchases_a_year",
    "money_lost_a_year",
    "abc",
    "xyz",
    "rfm",
    "winback_class",
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a log besides its day: terms, the firm's own margin share, and how much detail.

    ``detail`` adds what only a page shows (the firm's own XYZ terciles), at the price of one more pass.
    """

    terms: Terms = PRACTICE
    margin_share: float | None = None
    refunds: bool = True
    detail: bool = True


def analyse(
    orders: ir.Table,
    as_of: date | None = None,
    question: Question | None = None,
    *,
    progress: Progress | None = None,
) -> Analysis:
    """Answer the questions of the practice about one order log.

    :param orders: ``client``, ``at``, ``amount`` (minor units), ``refund``; optional ``order_id``,
        ``refund_of``, ``margin``, ``segment``. Rows later than ``as_of`` are not looked at.
    :param as_of: the day the question is asked; by default the day after the last row.
    :param progress: called with the stage's text, its number and how many there are.
    :raises CannotTell: where the log holds no row.
    """
    asked = question or Question()
    terms = asked.terms
    tell = _teller(progress)
    bounds = orders.aggregate(first=day_of(orders["at"].min()), last=day_of(orders["at"].max()))
    first_day, last_day = one(bounds).values()
    if first_day is None:
        raise CannotTell(N_("There is no order to look at."))
    if as_of is None:
        as_of = last_day + timedelta(days=1)
    elif as_of < last_day:
        orders = orders.filter(day_of(orders["at"]) <= ibis.literal(as_of))
        if as_of < first_day:
            raise CannotTell(
                N_("The first order is of %(first)s: nothing can be said about %(as_of)s."),
                {"first": first_day.isoformat(), "as_of": as_of.isoformat()},
            )
        last_day = as_of
    tell(0)
    steps = pauses(settle(orders, refunds=asked.refunds), refunds=asked.refunds).cache()
    segments = _segments(orders)
    tell(1)
    clients, base = _standing(steps, as_of, terms, segments)
    clients = lifecycle.lifecycles(clients, lifecycle.returns(steps, clients, as_of, terms))
    clients = loss.yearly_worth(clients).cache()
    tell(2)
    past, flow = _own_past(steps, clients, first_day, as_of, terms, segments)
    tell(3)
    clients = _classes(steps, clients, as_of, terms).cache()
    own_lines = None
    if asked.detail:
        own_lines = xyz.terciles(xyz.variation(steps, clients, as_of), terms)
    tell(4)
    total, lost, ratio, money = loss.loss(clients)
    counts = _counts(clients)
    return Analysis(
        as_of=as_of,
        totals=_totals(orders, clients, first_day, last_day),
        lifecycle={name: counts["lifecycle"].get(name, 0) for name in lifecycle.STAGES},
        loss=Loss(total, lost, ratio, money, past, flow),
        base_rhythm_days=base,
        ltv=ltv(clients, asked.margin_share),
        abc=counts["abc"],
        profit_source="orders" if has(steps, "margin") else "revenue",
        xyz=counts["xyz"],
        xyz_own_lines=own_lines,
        matrix=counts["matrix"],
        winback=counts["winback"],
        rfm=counts["rfm"],
        rfm_grid=counts["grid"],
        cohorts=cohorts(steps, as_of),
        pareto=_abc.pareto(clients),
        clients=clients,
        steps=steps,
    )


def _teller(progress: Progress | None) -> Callable[[int], None]:
    def tell(stage: int) -> None:
        if progress is not None:
            progress(STAGES_OF_WORK[stage], stage, len(STAGES_OF_WORK))

    return tell


def _segments(orders: ir.Table) -> ir.Table | None:
    """The segment that the client's latest row names, where the log names any."""
    if not has(orders, "segment"):
        return None
    named = orders.filter(orders.segment.notnull())
    return named.group_by("client").aggregate(segment=named.segment.argmax(named["at"])).cache()


def _standing(
    steps: ir.Table, at: date, terms: Terms, segments: ir.Table | None
) -> tuple[ir.Table, float | None]:
    """Where each client stands on a day, by what was known on it; and the rhythm of the base."""
    summed = summary(steps, at, terms).cache()
    base = rhythm.base_rhythm(summed, terms)
    return lifecycle.lost_lines(rhythm.rhythms(summed, base, terms, segments=segments), terms), base


def _own_past(
    steps: ir.Table, now: ir.Table, first_day: date, as_of: date, terms: Terms, segments: ir.Table | None
) -> tuple[Any, YearFlow | None]:
    days = comeback.horizon(first_day, as_of, terms)
    cut = as_of - timedelta(days=days)
    then = _standing(steps, cut, terms, segments)[0].select("client", "purchases", "is_lost").cache()
    back = comeback.came_back(steps, then, cut, days)
    year_ago = as_of - timedelta(days=365)
    if year_ago < first_day:
        return back, None
    if year_ago != cut:
        then = _standing(steps, year_ago, terms, segments)[0]
    return back, comeback.year_flow(now, then)


def _classes(steps: ir.Table, clients: ir.Table, as_of: date, terms: Terms) -> ir.Table:
    profits = _abc.profits(steps, as_of, terms)
    table = clients.left_join(profits, "client").drop("client_right")
    table = _abc.abc(table, terms)
    able = xyz.steady_enough(table, as_of, terms)
    table = xyz.xyz(table, xyz.variation(steps, able, as_of), terms)
    return winback.winback(rfm.rfm(table, rfm.cut_points(clients)))


def _totals(orders: ir.Table, clients: ir.Table, first_day: date, last_day: date) -> Totals:
    sums = {
        "gross": orders.amount.sum(where=~orders.refund),
        "refunds": orders.amount.sum(where=orders.refund),
    }
    sales = orders.filter(~orders.refund)
    if has(orders, "order_id"):
        named = sales.filter(sales.order_id.notnull()).select("client", "order_id").distinct()
        sums["nameless"] = (~orders.refund & orders.order_id.isnull()).sum()
        named_orders = count(named)
    else:
        sums["nameless"] = (~orders.refund).sum()
        named_orders = 0
    found = {name: int(value or 0) for name, value in one(orders.aggregate(**sums)).items()}
    people = clients.aggregate(clients=clients.count(), purchases=clients.purchases.sum())
    who = one(people)
    return Totals(
        clients=int(who["clients"]),
        orders=named_orders + found["nameless"],
        purchases=int(who["purchases"] or 0),
        gross=found["gross"],
        refunds=found["refunds"],
        net=found["gross"] + found["refunds"],
        first_day=first_day,
        last_day=last_day,
    )


def _counts(clients: ir.Table) -> dict[str, Any]:
    """Every count by class, out of one small grouped table."""
    keys = ["lifecycle", "abc", "xyz", "winback_class", "recency", "frequency", "segment"]
    grouped = clients.group_by(keys).aggregate(
        clients=clients.count(),
        lost=clients.is_lost.sum(),
        profit=clients.profit.sum(),
        revenue=clients.revenue.sum(),
        money=clients.money_lost_a_year.sum(),
    )
    cells = rows(grouped)

    def added(what: str, **wanted: Any) -> int:
        return sum(int(row[what] or 0) for row in cells if all(row[k] == v for k, v in wanted.items()))

    scores = range(1, 6)
    return {
        "lifecycle": {name: added("clients", lifecycle=name) for name in lifecycle.STAGES},
        "abc": {c: AbcClass(added("clients", abc=c), added("profit", abc=c)) for c in _abc.CLASSES},
        "xyz": {c: added("clients", xyz=c) for c in xyz.CLASSES},
        "matrix": tuple(
            MatrixCell(
                a,
                x,
                winback.winback_class(a, x),
                *(added(what, abc=a, xyz=x) for what in ("clients", "lost", "profit", "money")),
            )
            for a in _abc.CLASSES
            for x in xyz.CLASSES
        ),
        "winback": {
            name: Winback(added("clients", winback_class=name), added("money", winback_class=name))
            for name in winback.CLASSES
        },
        "rfm": {name: added("clients", segment=name) for name, _ in rfm.SEGMENTS},
        "grid": tuple(
            RfmCell(
                r,
                f,
                added("clients", recency=r, frequency=f),
                added("revenue", recency=r, frequency=f),
                rfm.segment(r, f),
            )
            for r in scores
            for f in scores
        ),
    }
