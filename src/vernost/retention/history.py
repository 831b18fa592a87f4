"""Every change of a client's standing since the first purchase, dated (rules 2.3–2.5): back through an
import too.

Each purchase is looked at as it was known then, by the pauses before it; what stands in for a rhythm of
one's own, and
the length of the fragile time, are those of today.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from vernost.analytics.engine import rows
from vernost.analytics.lifecycle import line_days
from vernost.analytics.terms import Terms


def since(
    steps: ir.Table,
    clients: ir.Table,
    people: ir.Table,
    facts: ir.Table,
    stood: ir.Table,
    as_of: date,
    terms: Terms,
) -> tuple[ir.Table, list[int]]:
    """What to add to the kept changes, ``client_id, day, before, after``; and whose kept ones are to be
    told anew.

    Only clients who moved, or whom nothing is known of yet, are gone through.

    :param facts: as computed now. :param stood: ``client, lifecycle, as_of, first_purchase`` as kept so far.
    """
    both = facts.select("client_id", "lifecycle", "first_purchase").left_join(
        stood.select(known="client", was="lifecycle", was_on="as_of", was_first="first_purchase"),
        facts.client_id == stood.client,
    )
    older = both.known.notnull() & (both.first_purchase < both.was_first.coalesce(both.was_on)).fill_null(
        False
    )
    both = both.mutate(older=older, fresh=both.known.isnull() | older)
    moved = both.filter(both.fresh | (both.lifecycle != both.was)).cache()
    anew = [row["client_id"] for row in rows(moved.filter(moved.older).select("client_id"))]
    theirs = steps.semi_join(moved, steps.client == moved.client_id).cache()
    told = changes(theirs, clients.semi_join(moved, clients.client == moved.client_id), people, as_of, terms)
    told = told.select(told_client="client", day="day", rank="rank", after="after")
    joined = told.join(moved, told.told_client == moved.client_id)
    joined = joined.filter(joined.fresh | (joined.day > joined.was_on))
    last = moved.select(
        "client_id", "fresh", "was", day=ibis.literal(as_of), rank=ibis.literal(9, "int8"), after="lifecycle"
    )
    every = joined.select("client_id", "fresh", "was", "day", "rank", "after").union(last)
    start = every.fresh.ifelse("potential", every.was.fill_null("potential"))
    order = ibis.window(group_by="client_id", order_by=["day", "rank"])
    every = every.mutate(before=every.after.lag().over(order).coalesce(start))
    moves = every.filter(every.after != every.before).order_by("client_id", "day", "rank")
    return moves.select("client_id", "day", "before", "after"), anew


def changes(steps: ir.Table, clients: ir.Table, people: ir.Table, as_of: date, terms: Terms) -> ir.Table:
    """``client``, ``day``, ``rank``, ``after``: the standing from that day on, to be read in the order of
    the first three.

    :param clients: with ``rhythm_days`` and ``fallback_days``.
    """
    bought = _purchases(steps, clients, as_of, terms)
    silent = bought.next_day.coalesce(ibis.literal(as_of)).delta(bought.day, unit="day")
    bought = bought.mutate(
        silent=silent, slips=bought.rhythm.floor(), lost=(silent > bought.line).fill_null(False)
    )
    bought = bought.mutate(came=(bought.pause > bought.line_before).fill_null(False) & (bought.number > 1))
    run = ibis.window(group_by="client", order_by="number", preceding=None, following=0)
    until = bought.came.ifelse(bought.fragile_end, ibis.null("date"))
    bought = bought.mutate(fragile_until=until.max().over(run))
    fragile = (bought.fragile_until > bought.day).fill_null(False)
    first = bought.number == 1
    stage = ibis.cases((first, "new"), (fragile, "returned"), else_="active")
    told = [bought.select("client", "day", rank=ibis.literal(0), after=stage)]
    quiet = ~first & ~fragile & (bought.silent > bought.slips).fill_null(False)
    # What time alone brings stands before a purchase of the same day; who bought on the very day did not
    # slip.
    quiet &= bought.next_day.isnull() | (bought.silent > bought.slips + 1)
    told.append(_moved(bought.filter(quiet), "slips", "slipping", -3))
    told.append(_moved(bought.filter(bought.lost), "line", "lost", -1))
    told.append(_fragile_over(bought, fragile, as_of))
    closed = people.filter(people.closed_on.notnull() & (people.closed_on <= ibis.literal(as_of)))
    told.append(
        closed.select("client", day=closed.closed_on, rank=ibis.literal(4), after=ibis.literal("closed"))
    )
    kept = ibis.union(
        *[part.select("client", "day", rank=part["rank"].cast("int8"), after="after") for part in told]
    )
    return kept.filter(kept.day <= ibis.literal(as_of))


def _purchases(steps: ir.Table, clients: ir.Table, as_of: date, terms: Terms) -> ir.Table:
    """Opening rows of purchases with the rhythm and the line as they were from that purchase on."""
    opening = steps.filter(
        steps.number > 0, steps.day <= ibis.literal(as_of), steps.pause.isnull() | (steps.pause > 0)
    )
    usual = clients.select(usual_client="client", usual_rhythm="rhythm_days", fallback="fallback_days")
    table = opening.select("client", "day", "number", "pause").join(
        usual, opening.client == usual.usual_client
    )
    run = ibis.window(group_by="client", order_by="number", preceding=None, following=0)
    table = table.mutate(
        median=table.pause.quantile(0.5).over(run), wide=table.pause.quantile(terms.line_quantile).over(run)
    )
    rhythm = (table.number > terms.own_pauses).ifelse(table.median, table.fallback).cast("float64")
    table = table.mutate(rhythm=rhythm)
    table = table.mutate(line=line_days(table.rhythm, table.wide.cast("float64"), terms).floor())
    order = ibis.window(group_by="client", order_by="number")
    # Kept as the rule has it: until so many further purchases or so many rhythms, whichever is later.
    by_time = table.day + (table.usual_rhythm * terms.fragile_rhythms).ceil().cast("int32").as_interval("D")
    by_count = table.day.lead(terms.fragile_purchases).over(order)
    end: Any = by_count.isnull().ifelse(
        ibis.literal(date(9999, 1, 1)), ibis.greatest(by_count, by_time.cast("date"))
    )
    return table.mutate(
        line_before=table.line.lag().over(order),
        next_day=table.day.lead().over(order),
        fragile_end=end.cast("date"),
    )


def _moved(rows: ir.Table, after_days: str, stage: str, rank: int) -> ir.Table:
    day = rows.day + (rows[after_days].cast("int32") + 1).as_interval("D")
    return rows.select("client", day=day.cast("date"), rank=ibis.literal(rank), after=ibis.literal(stage))


def _fragile_over(bought: ir.Table, fragile: ir.Value, as_of: date) -> ir.Table:
    """The fragile time ran out between two purchases: active again, or slipping by then."""
    ends = bought.filter(fragile)
    within = (ends.fragile_until < ends.next_day.coalesce(ibis.literal(date(9999, 1, 1)))) & (
        ends.fragile_until <= ibis.literal(as_of)
    )
    ends = ends.filter(within)
    waited = ends.fragile_until.delta(ends.day, unit="day")
    before_line = ends.filter((waited <= ends.line).fill_null(True))
    waited = before_line.fragile_until.delta(before_line.day, unit="day")
    stage = (waited > before_line.rhythm).fill_null(False).ifelse("slipping", "active")
    over = before_line.select("client", day=before_line.fragile_until, rank=ibis.literal(-2), after=stage)
    later = before_line.filter((waited <= before_line.rhythm) & (before_line.silent > before_line.slips))
    return over.union(_moved(later, "slips", "slipping", -3).select(*over.columns))
