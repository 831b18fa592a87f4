"""The lost line, and where each client stands against it (rules 2.3–2.5)."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from .columns import require
from .terms import PRACTICE, Terms

STAGES = ("potential", "new", "active", "slipping", "lost", "returned")


def line_days(rhythm: ir.Value, quantile: ir.Value, terms: Terms = PRACTICE) -> ir.NumericValue:
    """Length of silence, in days, after which a client counts as lost (rule 2.3).

    ``max(line_factor × rhythm, the quantile of the client's own pauses, line_floor_days)``; null where
    there is no rhythm.
    """
    usual = rhythm * terms.line_factor
    longest = ibis.greatest(usual, quantile.coalesce(usual), float(terms.line_floor_days))
    # A multiplier such as 4/3 is no binary number: 3 × (4/3 × 30) must not fall short of 120 days.
    return rhythm.notnull().ifelse(longest + 1e-9, ibis.null("float64"))


def lost_lines(clients: ir.Table, terms: Terms = PRACTICE) -> ir.Table:
    """Add ``line_days``, ``lost_line`` (the last day before the client counts as lost) and ``is_lost``.

    :param clients: the summary with ``rhythm_days``.
    """
    require(clients, "lost_lines", "last_purchase", "silence", "rhythm_days", "own_quantile")
    lined = clients.mutate(
        line_days=line_days(clients.rhythm_days, clients.own_quantile, terms).floor().cast("int32")
    )
    return lined.mutate(
        lost_line=lined.last_purchase + lined.line_days.as_interval("D"),
        is_lost=(lined.silence > lined.line_days).fill_null(False),
    )


def returns(steps: ir.Table, clients: ir.Table, at: date, terms: Terms = PRACTICE) -> ir.Table:
    """Clients in the fragile time after a return (rules 2.4, 2.5).

    A return is a purchase after a silence past the line as it stood then: from the pauses before it,
    and from what stands in for a rhythm where they were too few. The fragile time lasts until
    ``fragile_purchases`` further purchases or ``fragile_rhythms`` rhythms, whichever is later.

    :param clients: with ``rhythm_days``, ``fallback_days``, ``is_lost``.
    :returns: ``client``, ``returned_on`` (the latest such purchase).
    """
    require(clients, "returns", "client", "purchases", "rhythm_days", "fallback_days", "is_lost")
    inside = clients.filter(~clients.is_lost, clients.purchases > 1).select(
        "client", "purchases", "own_median", "rhythm_days", "fallback_days"
    )
    # A pause is looked at as a return and as one of those before it: each side takes what it needs, since
    # of one table for both the engine would first make a copy.
    known = steps.day <= ibis.literal(at)
    real = steps.filter(known, steps.pause > 0)
    long = steps.filter(known, steps.pause > max(terms.line_floor_days, 0))
    own = long.select("client", "number", "day", "pause").join(inside, "client")
    further = own.purchases - own.number
    since = ibis.literal(at).delta(own.day, unit="day")
    fragile = (further < terms.fragile_purchases) | (since < own.rhythm_days * terms.fragile_rhythms)
    # With few later pauses the quantile of the earlier ones lies above the median of all: who paused
    # no longer than that was never past the line, and need not be looked at.
    many_before = (own.number - 2) * (terms.line_quantile - 0.05) > own.purchases * 0.5
    come = own.filter(fragile, ~many_before | (own.pause > own.own_median))
    earlier = real.select(earlier_client=real.client, earlier_number=real.number, earlier_pause=real.pause)
    pairs = come.join(
        earlier, [come.client == earlier.earlier_client, earlier.earlier_number < come.number], how="left"
    )
    then = pairs.group_by("client", "number").aggregate(
        day=pairs.day.max(),
        pause=pairs.pause.max(),
        fallback_days=pairs.fallback_days.max(),
        own=pairs.earlier_pause.quantile([0.5, terms.line_quantile]),
    )
    had_own = then.number - 2 >= terms.own_pauses
    rhythm = had_own.ifelse(then.own[0], then.fallback_days)
    past = then.filter(then.pause > line_days(rhythm, then.own[1], terms).floor())
    return past.group_by("client").aggregate(returned_on=past.day.max())


def lifecycles(clients: ir.Table, returned: ir.Table) -> ir.Table:
    """Add ``lifecycle`` and ``returned_on`` (rule 2.4).

    :param clients: of :func:`lost_lines`.
    :param returned: of :func:`returns`.
    """
    table = clients.left_join(returned, "client").drop("client_right")
    quiet = (table.silence > table.rhythm_days).fill_null(False)
    stage = ibis.cases(
        (table.purchases == 0, "potential"),
        (table.is_lost, "lost"),
        (table.purchases == 1, "new"),
        (table.returned_on.notnull(), "returned"),
        (quiet, "slipping"),
        else_="active",
    )
    return table.mutate(lifecycle=stage)
