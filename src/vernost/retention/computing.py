"""Facts out of orders: the measures of ``analytics`` in their order, for the whole base or for some
clients of it.

The whole base finds its own figures (``Base``: rhythms, cut points, lines); a few clients are given those
of the last
whole run. Everything else is the very same expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from vernost.analytics import abc, brought, comeback, lifecycle, loss, rfm, rhythm, winback, xyz
from vernost.analytics.columns import has
from vernost.analytics.engine import count, one, rows
from vernost.analytics.pauses import pauses
from vernost.analytics.purchases import settle
from vernost.analytics.summary import summaries
from vernost.analytics.terms import Terms
from vernost.retention import foretelling, history, months
from vernost.retention.crossings import with_crossings

Pairs = list[tuple[str, float]]
SAMPLE = 50_000  # clients out of whom terciles are taken
_STANDING = ["client", "lifecycle", "as_of", "first_purchase"]  # what the engine is asked about


@dataclass(frozen=True, slots=True)
class Base:
    """What a client's facts take from everybody else's."""

    as_of: date
    first_day: date | None = None
    cut: date | None = None
    horizon_days: int | None = None
    rhythm: float | None = None
    segments: Pairs = field(default_factory=list)
    then_rhythm: float | None = None
    then_segments: Pairs = field(default_factory=list)
    cuts: rfm.CutPoints | None = None
    marks: list[tuple[int, int]] = field(
        default_factory=list
    )  # the last client of A and of B: profit, client
    has_margin: bool = False
    forecast: dict[str, Any] | None = None  # parameters of what is foretold, of ``foretelling.learned``
    xyz: dict[str, int] = field(default_factory=dict)  # clients of each letter
    terciles: list[float] | None = None  # the firm's own lines of X and Y (rule 3.3), where most are Z

    def to_json(self) -> dict[str, Any]:
        return {
            "rhythm": self.rhythm,
            "segments": self.segments,
            "then_rhythm": self.then_rhythm,
            "then_segments": self.then_segments,
            "cuts": asdict(self.cuts) if self.cuts else None,
            "marks": self.marks,
            "forecast": self.forecast,
            "xyz": self.xyz,
            "terciles": self.terciles,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any], **known: Any) -> Base:
        cuts = data.get("cuts")
        names = ("rhythm", "then_rhythm", "forecast", "terciles")
        plain: dict[str, Any] = {name: data.get(name) for name in names} | {"xyz": data.get("xyz", {})}
        for name in ("segments", "then_segments", "marks"):
            plain[name] = [(row[0], row[1]) for row in data.get(name, [])]
        points = rfm.CutPoints(**{name: tuple(cuts[name]) for name in cuts}) if cuts else None
        return cls(**known, **plain, cuts=points)


@dataclass(frozen=True, slots=True)
class Computed:
    """Arrow tables to be written: facts, history of standing, months of worth (of a whole run only)."""

    base: Base
    facts: pa.Table
    changes: pa.Table  # client_id, day, before, after
    anew: list[int]  # whose earlier changes are to be forgotten: older orders came to light
    months: pa.Table | None
    orders: int


def compute(
    orders: pa.Table,
    people: pa.Table,
    before: pa.Table,
    as_of: date,
    terms: Terms,
    base: Base | None = None,
    *,
    url: str = "",
) -> Computed:
    """:param orders, people, before: of ``reading``. :param base: of the last whole run, to compute a few
    clients alone.
    :param url: of Spark, for a whole run; a few clients are sooner done by DuckDB here.
    :raises SparkProblem: Spark is not there, or was lost in the middle; nothing has come out of it then.
    """
    with _engine("" if base else url) as table:
        tables = table("orders", orders), table("people", people), table("stood", before.select(_STANDING))
        return _computed(tables, before, orders.num_rows, as_of, terms, base)


@contextmanager
def _engine(url: str) -> Iterator[Callable[[str, pa.Table], ir.Table]]:
    """What makes a table of the engine out of Arrow."""
    if not url:
        yield ibis.duckdb.connect().create_table
        return
    from vernost import spark

    with spark.opened(url) as connection:
        yield connection.hand_over


def _computed(
    tables: tuple[ir.Table, ir.Table, ir.Table],
    before: pa.Table,
    orders: int,
    as_of: date,
    terms: Terms,
    base: Base | None,
) -> Computed:
    log, everybody, stood = tables
    whole = base is None
    log, base = _bounds(log, as_of, terms, base)
    refunds = bool(count(log.filter(log.refund)))
    steps = pauses(settle(log, refunds=refunds), refunds=refunds).cache()
    summed = summaries(steps, as_of, [base.cut] if base.cut else [], terms, cached=True)
    asked = _Asked(steps, everybody, as_of, terms, whole)
    clients, base = _now(asked, summed[as_of], base)
    back, base = _then(asked, summed, base)
    clients = _classes(asked, clients, base).cache()
    gained = brought.brought(steps, clients, as_of)
    facts = _facts(asked, clients, back, gained).cache()
    if whole:
        letters, terciles = _letters(asked, clients)
        base = _with(base, marks=_marks_of(clients, terms), xyz=letters, terciles=terciles)
    log_of_purchases = foretelling.purchases_of(steps, as_of)
    if whole:
        base = _with(base, forecast=foretelling.learned(log_of_purchases, as_of))
    told = foretelling.with_told(facts.to_pyarrow(), log_of_purchases, base.forecast, as_of)
    worth = months.worth(steps, everybody, as_of).to_pyarrow() if whole else None
    moved, anew = history.since(steps, clients, everybody, facts, stood, as_of, terms)
    told = with_crossings(told, before, moved, anew)
    return Computed(base, told, moved, anew, worth, orders)


@dataclass(frozen=True, slots=True)
class _Asked:
    steps: ir.Table
    people: ir.Table
    as_of: date
    terms: Terms
    whole: bool


def _with(base: Base, **values: Any) -> Base:
    from dataclasses import replace

    return replace(base, **values)


def _bounds(log: ir.Table, as_of: date, terms: Terms, base: Base | None) -> tuple[ir.Table, Base]:
    if base is None:
        found = one(log.aggregate(first=log["at"].min(), margins=log.margin.count()))
        first = found["first"]
        horizon = comeback.horizon(first, as_of, terms) if first else None
        cut = as_of - timedelta(days=horizon) if horizon else None
        base = Base(as_of, first, cut, horizon, has_margin=bool(found["margins"]))
    return (log if base.has_margin else log.drop("margin")), base


def _now(asked: _Asked, summed: ir.Table, base: Base) -> tuple[ir.Table, Base]:
    segments = asked.people.filter(asked.people.segment.notnull()).select("client", "segment")
    if asked.whole:
        medians = [
            (row["segment"], row["segment_rhythm"])
            for row in rows(rhythm.segment_rhythms(summed, segments, asked.terms))
        ]
        base = _with(
            base,
            rhythm=rhythm.base_rhythm(summed, asked.terms),
            segments=sorted(medians),
            cuts=rfm.cut_points(summed),
        )
    clients = _lined(asked, summed, base.rhythm, base.segments)
    clients = lifecycle.lifecycles(clients, lifecycle.returns(asked.steps, clients, asked.as_of, asked.terms))
    return loss.yearly_worth(clients).cache(), base


def _lined(asked: _Asked, summed: ir.Table, usual: float | None, medians: Pairs) -> ir.Table:
    people = asked.people
    stated = people.filter(people.stated_days.notnull()).select("client", "stated_days")
    segments = people.filter(people.segment.notnull()).select("client", "segment")
    schema = {"segment": "string", "segment_rhythm": "float64"}
    of_segments = ibis.memtable(
        [{"segment": name, "segment_rhythm": value} for name, value in medians], schema=schema
    )
    found = rhythm.rhythms(
        summed, usual, asked.terms, stated=stated, segments=segments, of_segments=of_segments
    )
    return lifecycle.lost_lines(found, asked.terms)


def _then(asked: _Asked, summed: dict[date, ir.Table], base: Base) -> tuple[ir.Table | None, Base]:
    """Who was past the line on the day of the cut, and whether they bought again within the horizon (rule
    2.3).
    """
    cut, horizon = base.cut, base.horizon_days
    if cut is None or horizon is None:
        return None, base
    then = summed[cut]
    if asked.whole:
        segments = asked.people.filter(asked.people.segment.notnull()).select("client", "segment")
        medians = [
            (row["segment"], row["segment_rhythm"])
            for row in rows(rhythm.segment_rhythms(then, segments, asked.terms))
        ]
        base = _with(base, then_rhythm=rhythm.base_rhythm(then, asked.terms), then_segments=sorted(medians))
    stood = _lined(asked, then, base.then_rhythm, base.then_segments)
    until = ibis.literal(cut + timedelta(days=horizon))
    steps = asked.steps
    later = steps.filter(steps.number > 0, steps.day > ibis.literal(cut), steps.day <= until)
    again = later.select(again_client="client").distinct()
    lost = stood.filter(stood.is_lost).select(lost_client="client")
    both = lost.left_join(again, lost.lost_client == again.again_client)
    return both.select("lost_client", came_back=both.again_client.notnull()), base


def _classes(asked: _Asked, clients: ir.Table, base: Base) -> ir.Table:
    terms = asked.terms
    if asked.whole:
        ranked = abc.ranking(clients).cache()
    else:
        # The two clients that bound A and B stand for the whole ranking.
        lines = zip(base.marks, (0.0, terms.abc_a), strict=False)
        marks = [{"client": mark[1], "profit": mark[0], "before": line} for mark, line in lines]
        ranked = ibis.memtable(marks, schema={"client": "int64", "profit": "int64", "before": "float64"})
    able = xyz.steady_enough(clients, asked.as_of, terms)
    table = xyz.xyz(clients, xyz.variation(asked.steps, able, asked.as_of), terms)
    return winback.winback(rfm.rfm(abc.abc(table, ranked, terms), base.cuts))


def _letters(asked: _Asked, clients: ir.Table) -> tuple[dict[str, int], list[float] | None]:
    """How many clients each of X, Y and Z has; and the firm's own terciles (rule 3.3) once most are Z, out of
    a sample that does not grow with the base."""
    inside = clients.filter(clients.purchases > 0)
    counted = inside.group_by("xyz").aggregate(n=inside.count())
    letters = {row["xyz"]: int(row["n"]) for row in rows(counted)}
    everybody = sum(letters.values())
    if letters.get("Z", 0) * 2 <= everybody:
        return letters, None
    some = clients.filter(clients.client % max(1, everybody // SAMPLE) == 0)
    found = xyz.terciles(xyz.variation(asked.steps, some, asked.as_of), asked.terms)
    return letters, None if found is None else list(found)


def _marks_of(clients: ir.Table, terms: Terms) -> list[tuple[int, int]]:
    """The last client of A, and of A and B together: none where there is no profit."""
    marks = []
    for letters in (("A",), ("A", "B")):
        inside = clients.filter(clients["abc"].isin(letters), clients.profit > 0)
        found = rows(inside.order_by([inside.profit.asc(), inside.client.desc()]).limit(1))
        marks += [(found[0]["profit"], found[0]["client"])] if found else []
    return marks


def _facts(asked: _Asked, clients: ir.Table, back: ir.Table | None, gained: ir.Table) -> ir.Table:
    """Everybody of the base, those who never bought too; a closed client is closed, whatever the orders
    say.
    """
    people = asked.people.select(person="client", closed_on="closed_on", owner_id="owner")
    table = people.left_join(clients, people.person == clients.client)
    if back is not None:
        table = table.left_join(back, table.person == back.lost_client)
    table = table.left_join(gained, table.person == gained.brought_client)
    closed = table.closed_on.notnull() & (table.closed_on <= ibis.literal(asked.as_of)).fill_null(False)
    stage = closed.ifelse("closed", table.lifecycle.fill_null("potential"))

    def kept(value: Any) -> Any:
        """Of lost clients only."""
        return (stage == "lost").ifelse(value, ibis.null(value.type()))

    def text(name: str) -> Any:
        return table[name].fill_null("")

    return table.select(
        client_id=table.person,
        owner_id=table.owner_id,
        purchases=table.purchases.fill_null(0),
        first_purchase=table.first_purchase,
        last_purchase=table.last_purchase,
        revenue=table.revenue.fill_null(0),
        average_check=table.average_check.round().cast("int64"),
        profit=table.profit.fill_null(0),
        rhythm_days=table.rhythm_days,
        rhythm_source=text("rhythm_source"),
        line_days=table.line_days,
        lost_line=table.lost_line.cast("date"),
        lifecycle=stage,
        since=_since(table, stage, asked.as_of),
        returned_on=table.returned_on,
        purchases_a_year=table.purchases_a_year,
        money_a_year=table.money_a_year,
        money_lost_a_year=kept(table.money_lost_a_year),
        abc=(table.purchases > 0).ifelse(table["abc"], "").fill_null(""),
        xyz=(table.purchases > 0).ifelse(table["xyz"], "").fill_null(""),
        rfm=text("rfm"),
        segment=text("segment"),
        winback_class=kept(table.winback_class).fill_null(""),
        **{name: table[name] for name in ("brought_3", "brought_6", "brought_12")},
        came_back=table.came_back if has(table, "came_back") else ibis.null("boolean"),
    )


def _since(table: ir.Table, stage: ir.Value, as_of: date) -> ir.Value:
    """The day the standing began, where it follows from the rules; of an active client, the last purchase."""
    after_line = table.lost_line.cast("date") + ibis.interval(days=1)
    after_rhythm = table.last_purchase + (table.rhythm_days.floor().cast("int32") + 1).as_interval("D")
    return ibis.cases(
        (stage == "closed", table.closed_on),
        (stage == "lost", after_line.cast("date")),
        (stage == "returned", table.returned_on),
        (stage == "slipping", after_rhythm.cast("date")),
        (stage == "new", table.first_purchase),
        (stage == "active", table.last_purchase),
        else_=ibis.null("date"),
    )
