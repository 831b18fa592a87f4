"""How many stood where on each day of the past, by manager: out of the kept changes of standing (rule 2.4).

Whose a client is, and what they bring a year, is as of today: what is written down every night keeps whose
they were then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vernost.analytics.arrays import column
from vernost.retention import reading
from vernost.retention.history import ACTIVE, LOST, NEW, POTENTIAL, RETURNED, SLIPPING, STAGES

Numbers: TypeAlias = NDArray[np.int64]
YEAR = 365
IN = (NEW, ACTIVE, SLIPPING, RETURNED)
_EPOCH = date(1970, 1, 1).toordinal()
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Standings:
    """``counts[stage, day, owner]`` at the end of each day; ``lost_money`` a year, minor units;"
      " ``returns`` of
    each day; ``stayed`` of those ``before`` who were clients a year earlier. ``owners``: 0 is nobody."""

    first: date
    owners: Numbers
    counts: Numbers
    lost_money: Numbers
    returns: Numbers
    before: Numbers
    stayed: Numbers

    def days(self) -> list[date]:
        return [self.first + timedelta(days=place) for place in range(self.counts.shape[1])]

    @property
    def known(self) -> Numbers:
        """Whoever ever bought and is not closed."""
        found: Numbers = self.counts[[NEW, ACTIVE, SLIPPING, LOST, RETURNED]].sum(axis=0)
        return found


def standings(first: date, last: date) -> Standings:
    """Of every day from ``first`` to ``last``: one walk over the changes, whatever the number of days."""
    changes, people = reading.changes(), reading.standing()
    ids = column(people, "client").astype(np.int64)
    order = np.argsort(ids)
    owner_ids = _filled(people, "owner")[order]
    money = _filled(people, "money")[order]
    owners, of_client = np.unique(np.append(owner_ids, NOBODY), return_inverse=True)
    ids, of_client = ids[order], of_client[:-1]
    client, day, stage = _in_order(changes, ids)
    place = np.searchsorted(ids, client)
    shape = ((last - first).days + 1, len(owners))
    at = day - (first.toordinal() - _EPOCH)
    new = np.append(True, client[1:] != client[:-1]) if len(client) else np.zeros(0, np.bool_)
    was = np.where(new, POTENTIAL, np.append(POTENTIAL, stage[:-1])) if len(client) else stage
    flow = _Flow(at, of_client[place], shape)
    counts = np.stack(
        [flow.stock(stage == one) - flow.stock((was == one) & ~new) for one in range(len(STAGES))]
    )
    worth = money[place]
    lost_money = flow.stock(stage == LOST, worth) - flow.stock((was == LOST) & ~new, worth)
    returns = flow.each((stage == RETURNED) & (was != RETURNED))
    begin, end, who = _spells(client, at, np.isin(stage, IN))
    spells = _Spells(begin, end, who, of_client[np.searchsorted(ids, who)], shape)
    return Standings(first, owners, counts, lost_money, returns, spells.year_ago(), spells.stayed())


def _in_order(changes: pa.Table, ids: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Of clients that are there, client by client in the order of days; of a day the last word counts."""
    client, day = column(changes, "client").astype(np.int64), column(changes, "day").astype(np.int64)
    words = changes["after"].combine_chunks().dictionary_encode()
    codes = np.array([STAGES.index(one) for one in words.dictionary.to_pylist()] or [0], np.int64)
    stage = codes[words.indices.to_numpy(zero_copy_only=False)] if len(words) else np.zeros(0, np.int64)
    kept = np.isin(client, ids)
    client, day, stage = client[kept], day[kept], stage[kept]
    order = np.lexsort((np.arange(len(client)), day, client))
    return client[order], day[order], stage[order]


def _filled(table: pa.Table, name: str) -> Numbers:
    found: Numbers = table[name].combine_chunks().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    return found


@dataclass(frozen=True, slots=True)
class _Flow:
    """Changes as steps of sums by day and owner."""

    at: Numbers
    owner: Numbers
    shape: tuple[int, int]

    def stock(self, which: Any, weight: Numbers | None = None) -> Numbers:
        """What has come together by the end of each day."""
        return np.cumsum(self._added(which, weight, before=True), axis=0)

    def each(self, which: Any) -> Numbers:
        return self._added(which, None, before=False)

    def _added(self, which: Any, weight: Numbers | None, *, before: bool) -> Numbers:
        days, owners = self.shape
        which = which & (self.at < days) & (before | (self.at >= 0))
        at = np.maximum(self.at[which], 0) * owners + self.owner[which]
        weights = None if weight is None else weight[which].astype(np.float64)
        summed = np.bincount(at, weights, minlength=days * owners)
        found: Numbers = np.rint(summed).astype(np.int64).reshape(days, owners)
        return found


def _spells(client: Numbers, at: Numbers, is_in: Any) -> tuple[Numbers, Numbers, Numbers]:
    """From which day to which (not included) each was a client; who still is, for ever."""
    same = np.append(False, client[1:] == client[:-1]) if len(client) else np.zeros(0, np.bool_)
    was_in = same & np.append(False, is_in[:-1]) if len(client) else same
    begins = np.flatnonzero(is_in & ~was_in)
    ends = np.flatnonzero(~is_in & was_in)
    until = np.full(len(begins), np.iinfo(np.int64).max // 2, np.int64)
    # The next end of the same client, if any.
    found = np.searchsorted(ends, begins)
    has = found < len(ends)
    has[has] = client[ends[found[has]]] == client[begins[has]]
    until[has] = at[ends[found[has]]]
    return at[begins], until, client[begins]


@dataclass(frozen=True, slots=True)
class _Spells:
    begin: Numbers
    end: Numbers
    who: Numbers
    owner: Numbers
    shape: tuple[int, int]

    def year_ago(self) -> Numbers:
        return self._stock(self.begin + YEAR, self.end + YEAR, self.owner)

    def stayed(self) -> Numbers:
        """Clients on the day and a year before it: each spell beside itself and the earlier ones,"
        " a year on."""
        total = np.zeros(self.shape, np.int64)
        for back in range(len(self.who)):
            later, earlier = slice(back, None), slice(None, len(self.who) - back)
            same = self.who[later] == self.who[earlier]
            if not same.any():
                break
            begin = np.maximum(self.begin[later], self.begin[earlier] + YEAR)[same]
            end = np.minimum(self.end[later], self.end[earlier] + YEAR)[same]
            total += self._stock(begin, end, self.owner[later][same])
        return total

    def _stock(self, begin: Numbers, end: Numbers, owner: Numbers) -> Numbers:
        kept = begin < end
        steps = [_Flow(one[kept], owner[kept], self.shape) for one in (begin, end)]
        everybody = np.ones(int(kept.sum()), np.bool_)
        return steps[0].stock(everybody) - steps[1].stock(everybody)
