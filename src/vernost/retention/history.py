"""Every change of a client's standing since the first purchase, dated (rules 2.3–2.5): back through an
import too.

Each purchase is looked at as it was known then, by the pauses before it; what stands in for a rhythm of
one's own, and the length of the fragile time, are those of today. The first refresh of a base tells a dozen
changes a client, so the engine hands over the purchases once, in order, and everything is told over arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vernost.analytics.arrays import column, dates
from vernost.analytics.running import running_quantiles
from vernost.analytics.terms import Terms

Days: TypeAlias = NDArray[np.int64]  # since ORIGIN
Which: TypeAlias = NDArray[np.bool_]
STAGES = ("potential", "new", "active", "slipping", "lost", "returned", "closed")
POTENTIAL, NEW, ACTIVE, SLIPPING, LOST, RETURNED, CLOSED = range(len(STAGES))
ORIGIN = 1_000_000  # days before 1970: days of anything that anybody noted are above zero
FAR = date(9999, 1, 1).toordinal() - date(1970, 1, 1).toordinal() + ORIGIN
# Of one day: what time alone brings stands before a purchase, the day of the figures after everything.
BY_TIME, FRAGILE_OVER, PAST_LINE, BOUGHT, BY_HAND, NOW = 0, 1, 2, 3, 7, 12
_DAY, _RANK, _STAGE = 22, 4, 3  # bits of an event, below its client
_CLIENT = _DAY + _RANK + _STAGE


def since(
    steps: ir.Table,
    clients: ir.Table,
    people: ir.Table,
    facts: ir.Table,
    stood: ir.Table,
    as_of: date,
    terms: Terms,
) -> tuple[pa.Table, list[int]]:
    """What to add to the kept changes, ``client_id, day, before, after``; and whose kept ones are to be
    told anew.

    Only clients who moved, or whom nothing is known of yet, are gone through.

    :param facts: as computed now. :param stood: ``client, lifecycle, as_of, first_purchase`` as kept so far.
    """
    moved = _moved(facts, stood).cache()
    theirs = moved.order_by("client_id").to_pyarrow()
    anew = theirs.filter(theirs["older"])["client_id"].to_pylist()
    if not theirs.num_rows:
        return _table(np.zeros(0, np.int64), np.zeros(0, np.int64), *[np.zeros(0, np.int64)] * 2), anew
    told = _changes(_purchases(steps, moved, clients, theirs, as_of, terms), _day(as_of))
    told.append(_closed(people, moved, theirs, as_of))
    return _chained(told, theirs, _day(as_of)), anew


def _moved(facts: ir.Table, stood: ir.Table) -> ir.Table:
    """``client_id, lifecycle, was, was_on, fresh, older``."""
    both = facts.select("client_id", "lifecycle", "first_purchase").left_join(
        stood.select(known="client", was="lifecycle", was_on="as_of", was_first="first_purchase"),
        facts.client_id == stood.client,
    )
    older = both.known.notnull() & (both.first_purchase < both.was_first.coalesce(both.was_on)).fill_null(
        False
    )
    both = both.mutate(older=older, fresh=both.known.isnull() | older)
    moved = both.filter(both.fresh | (both.lifecycle != both.was))
    return moved.select("client_id", "lifecycle", "was", "was_on", "fresh", "older")


@dataclass(frozen=True, slots=True)
class Purchases:
    """One after another, client by client, as known at each; NaN where there is no rhythm."""

    client: NDArray[np.int64]  # place among those who moved
    day: Days
    pause: Days
    first: Which
    next: Days  # FAR: none came
    rhythm: NDArray[np.float64]
    line: NDArray[np.float64]
    line_before: NDArray[np.float64]
    fragile_end: Days


def _purchases(
    steps: ir.Table, moved: ir.Table, clients: ir.Table, theirs: pa.Table, as_of: date, terms: Terms
) -> Purchases:
    opening = steps.filter(
        steps.number > 0, steps.day <= ibis.literal(as_of), steps.pause.isnull() | (steps.pause > 0)
    )
    opening = opening.semi_join(moved, opening.client == moved.client_id)
    table = opening.select(
        "client", "number", day=opening.day.cast("date"), pause=opening.pause.coalesce(0).cast("int32")
    )
    rows = table.order_by("client", "number").to_pyarrow()
    who, day = column(rows, "client"), _days(rows, "day")
    pause = column(rows, "pause").astype(np.int32)
    usual, fallback = _usual(clients, moved, theirs)
    client = np.searchsorted(column(theirs, "client_id"), who)
    first = np.ones(len(who), np.bool_)
    first[1:] = who[1:] != who[:-1]
    starts = np.flatnonzero(first)
    counts = np.diff(np.append(starts, len(who)))
    number = np.arange(len(who)) - np.repeat(starts, counts)  # pauses known
    median, wide = np.full(len(who), np.nan), np.full(len(who), np.nan)
    median[~first], wide[~first] = running_quantiles(pause[~first], counts - 1, (0.5, terms.line_quantile))
    rhythm = np.where(number >= terms.own_pauses, median, fallback[client])
    line = _lines(rhythm, wide, terms)
    before = np.append(np.nan, line[:-1])
    before[first] = np.nan
    following = _later(day, client, 1)
    by_count = _later(day, client, terms.fragile_purchases)
    # Kept as the rule has it: until so many further purchases or so many rhythms, whichever is later.
    by_time = day + np.nan_to_num(np.ceil(usual[client] * terms.fragile_rhythms)).astype(np.int64)
    fragile_end = np.where(by_count == FAR, FAR, np.maximum(by_count, by_time))
    return Purchases(client, day, pause.astype(np.int64), first, following, rhythm, line, before, fragile_end)


def _usual(clients: ir.Table, moved: ir.Table, theirs: pa.Table) -> tuple[Any, Any]:
    """Today's rhythm, and what stands in for one, of each who moved."""
    asked = clients.semi_join(moved, clients.client == moved.client_id)
    known = {
        name: asked[name].cast("float64").coalesce(float("nan")) for name in ("rhythm_days", "fallback_days")
    }
    rows = asked.select("client", **known).to_pyarrow()
    place = np.searchsorted(column(theirs, "client_id"), column(rows, "client"))
    found = []
    for name in known:
        values = np.full(theirs.num_rows, np.nan)
        values[place] = column(rows, name)
        found.append(values)
    return found[0], found[1]


def _lines(rhythm: NDArray[np.float64], wide: NDArray[np.float64], terms: Terms) -> NDArray[np.float64]:
    """``lifecycle.line_days`` over arrays."""
    usual = rhythm * terms.line_factor
    longest = np.maximum(np.fmax(usual, wide), float(terms.line_floor_days))
    return np.where(np.isnan(rhythm), np.nan, np.floor(longest + 1e-9))


def _later(day: Days, client: NDArray[np.int64], by: int) -> Days:
    """The day of the purchase so many later, of the same client."""
    found = np.full(len(day), FAR, np.int64)
    if 0 < by < len(day):
        same = client[by:] == client[:-by]
        found[:-by][same] = day[by:][same]
    return found


def _changes(bought: Purchases, as_of: int) -> list[NDArray[np.int64]]:
    """Events: on which day a client came to stand so. A comparison with an unknown rhythm is not met."""
    day, rhythm, line, following = bought.day, bought.rhythm, bought.line, bought.next
    silent = np.where(following == FAR, as_of, following) - day
    slips = np.floor(rhythm)
    came = (bought.pause > bought.line_before) & ~bought.first
    until = _latest(np.where(came, bought.fragile_end + 1, 0), bought.client) - 1
    fragile = until > day
    stage = np.where(bought.first, NEW, np.where(fragile, RETURNED, ACTIVE))
    told = [_events(bought.client, day, BOUGHT, stage)]
    # Who bought on the very day did not slip.
    quiet = ~bought.first & ~fragile & (silent > slips) & ((following == FAR) | (silent > slips + 1))
    told.append(_after(bought, quiet, slips, BY_TIME, SLIPPING))
    told.append(_after(bought, silent > line, line, PAST_LINE, LOST))
    # The fragile time ran out between two purchases: active again, or slipping by then.
    waited = until - day
    over = fragile & (until < following) & (until <= as_of) & ~(waited > line)
    slipping = np.where(waited > rhythm, SLIPPING, ACTIVE)
    told.append(_events(bought.client[over], until[over], FRAGILE_OVER, slipping[over]))
    told.append(_after(bought, over & (waited <= rhythm) & (silent > slips), slips, BY_TIME, SLIPPING))
    return told


def _latest(days: Days, client: NDArray[np.int64]) -> Days:
    """The latest so far of the same client; clients stand in order."""
    return np.maximum.accumulate((client << _DAY) | days) & ((1 << _DAY) - 1)


def _after(
    bought: Purchases, which: Which, days: NDArray[np.float64], rank: int, stage: int
) -> NDArray[np.int64]:
    day = bought.day[which] + days[which].astype(np.int64) + 1
    return _events(bought.client[which], day, rank, np.int64(stage))


def _closed(people: ir.Table, moved: ir.Table, theirs: pa.Table, as_of: date) -> NDArray[np.int64]:
    closed = people.filter(people.closed_on.notnull() & (people.closed_on <= ibis.literal(as_of)))
    closed = closed.semi_join(moved, closed.client == moved.client_id)
    rows = closed.select("client", day=closed.closed_on.cast("date")).to_pyarrow()
    place = np.searchsorted(column(theirs, "client_id"), column(rows, "client"))
    return _events(place, _days(rows, "day"), BY_HAND, np.int64(CLOSED))


def _events(client: Any, day: Any, rank: int, stage: Any) -> NDArray[np.int64]:
    """Each in one number, so that sorted numbers are sorted events."""
    of_day = np.minimum(day, FAR) << (_RANK + _STAGE)
    found: NDArray[np.int64] = (np.asarray(client, np.int64) << _CLIENT) | of_day | (rank << _STAGE) | stage
    return found


def _chained(told: list[NDArray[np.int64]], theirs: pa.Table, as_of: int) -> pa.Table:
    """Events as changes from what was before: of the newly known from the first on, of the others only what
    came after the day they were last looked at."""
    now = _codes(theirs, "lifecycle")
    fresh = np.asarray(theirs["fresh"].to_numpy())
    was = np.where(fresh, POTENTIAL, _codes(theirs, "was"))
    never = pa.scalar(-ORIGIN, pa.int32())
    looked = _days(pa.table({"on": theirs["was_on"].cast(pa.int32()).fill_null(never)}), "on")
    looked = np.where(fresh, 0, looked)
    told.append(_events(np.arange(theirs.num_rows), as_of, NOW, now))
    every = np.concatenate(told)
    client, day = every >> _CLIENT, _day_in(every)
    is_now = (every >> _STAGE) & ((1 << _RANK) - 1) == NOW
    every = every[(day <= as_of) & ((day > looked[client]) | is_now)]
    every.sort()
    client, day, after = every >> _CLIENT, _day_in(every), every & ((1 << _STAGE) - 1)
    before = np.append(POTENTIAL, after[:-1])
    first = np.append(True, client[1:] != client[:-1])
    before[first] = was[client[first]]
    kept = np.flatnonzero(before != after)
    return _table(column(theirs, "client_id")[client[kept]], day[kept], before[kept], after[kept])


def _table(client_ids: NDArray[np.int64], day: Days, before: Any, after: Any) -> pa.Table:
    columns: dict[str, Any] = {"client_id": pa.array(client_ids)}
    columns["day"] = dates(day - ORIGIN, np.ones(len(day), np.bool_))
    return pa.table(columns | {"before": _named(before), "after": _named(after)})


def _named(stages: NDArray[np.int64]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(stages.astype(np.int8)), pa.array(STAGES))


def _codes(table: pa.Table, name: str) -> NDArray[np.int64]:
    """Stages as their places among ``STAGES``; nothing known is POTENTIAL."""
    words = table[name].combine_chunks().dictionary_encode()
    places = np.array([STAGES.index(word) for word in words.dictionary.to_pylist()] or [0], np.int64)
    codes = words.indices.fill_null(0).to_numpy(zero_copy_only=False)
    known = np.asarray(words.is_valid().to_numpy(zero_copy_only=False))
    return np.where(known, places[codes], POTENTIAL)


def _days(table: pa.Table, name: str) -> Days:
    return column(table, name).astype(np.int64) + ORIGIN


def _day_in(events: NDArray[np.int64]) -> Days:
    return (events >> (_RANK + _STAGE)) & ((1 << _DAY) - 1)


def _day(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal() + ORIGIN
