"""All measures over one order log: the main job, and the one place that says in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from . import abc, comeback, counts, lifecycle, loss, rfm, rhythm, winback, xyz
from .cohorts import cohorts
from .columns import day_of, has
from .engine import kept_with_words, one
from .errors import N_, CannotTell
from .ltv import ltv
from .pauses import pauses
from .purchases import settle
from .results import Analysis, CameBack, Known, Loss, YearFlow
from .summary import summaries
from .terms import PRACTICE, Terms

Progress = Callable[[str, int, int], None]

STAGES_OF_WORK = (
    N_("Settling refunds and measuring pauses"),
    N_("Rhythms and lost lines"),
    N_("Worth and classes"),
    N_("The firm's own past"),
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

WORDS = {
    "rhythm_source": rhythm.SOURCES,
    "lifecycle": lifecycle.STAGES,
    "abc": abc.CLASSES,
    "xyz": xyz.CLASSES,
    "segment": tuple(name for name, _ in rfm.SEGMENTS),
    "winback_class": winback.CLASSES,
}


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
    known: Callable[[Known], None] | None = None,
) -> Analysis:
    """Answer the questions of the practice about one order log.

    :param orders: ``client``, ``at``, ``amount`` (minor units), ``refund``; optional ``order_id``,
        ``refund_of``, ``margin``, ``segment``. Rows later than ``as_of`` are not looked at.
    :param as_of: the day the question is asked; by default the day after the last row.
    :param progress: called with the stage's text, its number and how many there are.
    :param known: called as soon as each client is summed up, for what can be done beside the rest.
    :raises CannotTell: where the log holds no row.
    """
    asked = question or Question()
    terms = asked.terms
    tell = _teller(progress)
    orders, first_day, last_day, as_of = _bounded(orders, as_of)
    tell(0)
    steps = pauses(settle(orders, refunds=asked.refunds), refunds=asked.refunds).cache()
    segments = _segments(orders)
    tell(1)
    days = Days.of(first_day, as_of, terms)
    summed = summaries(steps, as_of, days.past, terms, cached=True, bounded=True, refunds=asked.refunds)
    if known is not None:
        known(Known(as_of, first_day, summed[as_of], steps))
    # First what the engine does on one core, sorting all clients at once: the forecasts then have the other.
    stood = {day: _standing(summed[day], terms, segments) for day in (as_of, *days.past)}
    lined, base = stood[as_of]
    ranked = abc.ranking(summed[as_of]).cache()
    cuts = rfm.cut_points(lined)
    tell(2)
    clients = kept_with_words(_classes(steps, lined, ranked, cuts, as_of, terms), WORDS)
    tell(3)
    past, flow = _own_past(clients, {day: stood[day][0] for day in days.past}, days)
    own_lines = xyz.terciles(xyz.variation(steps, clients, as_of), terms) if asked.detail else None
    tell(4)
    return Analysis(
        as_of=as_of,
        totals=counts.totals(orders, clients, first_day, last_day),
        loss=Loss(*loss.loss(clients), past, flow),
        base_rhythm_days=base,
        ltv=ltv(clients, asked.margin_share),
        profit_source="orders" if has(steps, "margin") else "revenue",
        xyz_own_lines=own_lines,
        **counts.by_class(clients),
        cohorts=cohorts(steps, clients, as_of),
        pareto=abc.pareto(clients, ranked),
        clients=clients,
        steps=steps,
    )


def _bounded(orders: ir.Table, as_of: date | None) -> tuple[ir.Table, date, date, date]:
    """The orders known on the day asked, their first and last day, and that day."""
    bounds = one(orders.aggregate(first=day_of(orders["at"].min()), last=day_of(orders["at"].max())))
    first, last = bounds["first"], bounds["last"]
    if first is None:
        raise CannotTell(N_("There is no order to look at."))
    if as_of is None:
        return orders, first, last, last + timedelta(days=1)
    if as_of >= last:
        return orders, first, last, as_of
    if as_of < first:
        raise CannotTell(
            N_("The first order is of %(first)s: nothing can be said about %(as_of)s."),
            {"first": first.isoformat(), "as_of": as_of.isoformat()},
        )
    known = orders.filter(day_of(orders["at"]) <= ibis.literal(as_of))
    latest = one(known.aggregate(last=day_of(known["at"].max())))["last"]
    return known, first, latest, as_of


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which the firm is looked at: the one asked, the cut in its past, a year before."""

    as_of: date
    cut: date
    horizon: int
    year_ago: date | None

    @classmethod
    def of(cls, first_day: date, as_of: date, terms: Terms) -> Days:
        horizon = comeback.horizon(first_day, as_of, terms)
        year_ago = as_of - timedelta(days=365)
        return cls(
            as_of, as_of - timedelta(days=horizon), horizon, year_ago if year_ago >= first_day else None
        )

    @property
    def past(self) -> list[date]:
        return [day for day in (self.cut, self.year_ago) if day is not None]


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


def _standing(summed: ir.Table, terms: Terms, segments: ir.Table | None) -> tuple[ir.Table, float | None]:
    """Where each client stands on the day of the summary; and the rhythm of the base."""
    base = rhythm.base_rhythm(summed, terms)
    return lifecycle.lost_lines(rhythm.rhythms(summed, base, terms, segments=segments), terms), base


def _own_past(now: ir.Table, stood: dict[date, ir.Table], days: Days) -> tuple[CameBack, YearFlow | None]:
    kept = {day: there.select("client", "purchases", "is_lost").cache() for day, there in stood.items()}
    back = comeback.came_back(now, kept[days.cut], days.cut, days.horizon)
    return back, None if days.year_ago is None else comeback.year_flow(now, kept[days.year_ago])


def _classes(
    steps: ir.Table, lined: ir.Table, ranked: ir.Table, cuts: rfm.CutPoints | None, as_of: date, terms: Terms
) -> ir.Table:
    """One row a client with everything that is known; in one go: a wide table is dear to keep."""
    returned = lifecycle.returns(steps, lined, as_of, terms).cache()
    spread = xyz.variation(steps, xyz.steady_enough(lined, as_of, terms), as_of).cache()
    table = loss.yearly_worth(lifecycle.lifecycles(lined, returned))
    table = abc.abc(xyz.xyz(table, spread, terms), ranked, terms)
    table = winback.winback(rfm.rfm(table, cuts))
    table = table.drop("own_median", "own_quantile", "fallback_days", "months")
    return table.drop("mean_pause", "returned_on")
