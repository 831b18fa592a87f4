"""When a client came and went last, as columns of the facts: the loss report of any period is one walk over
them.

A crossing is a change between not yet being a client, being one, being lost and being closed; to slip is
none. Of each client the last three are kept; who crossed more often since is looked up among the changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vernost.analytics.arrays import column, dates

NEVER, UNKNOWN = date(1, 1, 1), date(9999, 12, 31)  # compared like any other day
DAYS = ("crossed_on", "crossed_on_2", "crossed_on_3")
STOOD = ("crossed_from", "crossed_from_2")  # the standing that ended on the day of the same number
_KINDS = {"": 0, "potential": 0, "lost": 2, "closed": 3}  # every other one is a client's
_EPOCH = date(1970, 1, 1).toordinal()


def with_crossings(facts: pa.Table, stood: pa.Table, moved: pa.Table, anew: Sequence[int]) -> pa.Table:
    """The facts with the crossings kept so far and those among the changes that were just told.

    :param stood: ``client`` and the kept columns. :param moved: of ``history.since``; whoever is among
        ``anew``, or was not kept, is told whole there.
    """
    ids = column(facts, "client_id").astype(np.int64)
    order = np.argsort(ids)
    ordered = ids[order]
    days = np.full((3, len(ids)), NEVER.toordinal() - _EPOCH, np.int64)
    froms = np.full((2, len(ids)), "", object)
    _keep(ordered, stood, anew, days, froms)
    _add(ordered, moved, days, froms)
    back = np.empty(len(ids), np.int64)
    back[order] = np.arange(len(ids))
    known = np.ones(len(ids), np.bool_)
    for name, values in zip(DAYS, days, strict=True):
        facts = facts.append_column(name, dates(values[back], known))
    for name, words in zip(STOOD, froms, strict=True):
        facts = facts.append_column(name, pa.array(words[back], pa.string()).dictionary_encode())
    return facts


def _keep(ordered: Any, stood: pa.Table, anew: Sequence[int], days: Any, froms: Any) -> None:
    if not stood.num_rows:
        return
    client = column(stood, "client").astype(np.int64)
    place = np.minimum(np.searchsorted(ordered, client), len(ordered) - 1)
    kept = (ordered[place] == client) & ~np.isin(client, np.asarray(anew, np.int64))
    for row, name in zip(days, DAYS, strict=True):
        row[place[kept]] = column(stood, name)[kept]
    for row, name in zip(froms, STOOD, strict=True):
        row[place[kept]] = np.asarray(stood[name].to_numpy(), object)[kept]


def _add(ordered: Any, moved: pa.Table, days: Any, froms: Any) -> None:
    """The changes stand by client and day."""
    before, after = (_kinds(moved[name]) for name in ("before", "after"))
    crossed = np.flatnonzero(before != after)
    if not len(crossed):
        return
    client = column(moved, "client_id")[crossed].astype(np.int64)
    day = column(moved, "day")[crossed].astype(np.int64)
    words = _words(moved["before"], crossed)
    last = np.append(np.flatnonzero(client[1:] != client[:-1]), len(client) - 1)
    count = np.diff(np.append(-1, last))
    place = np.searchsorted(ordered, client[last])
    for new in (1, 2):  # what was kept moves back by as many
        theirs = place[count == new]
        days[new:, theirs] = days[: 3 - new, theirs].copy()
        if new == 1:
            froms[1, theirs] = froms[0, theirs]
    for back in range(3):
        some = count > back
        days[back, place[some]] = day[last[some] - back]
        if back < 2:
            froms[back, place[some]] = words[last[some] - back]


def _kinds(stages: pa.ChunkedArray) -> NDArray[np.int64]:
    coded = stages.combine_chunks()
    names = coded.dictionary.to_pylist()
    kind = np.array([_KINDS.get(name, 1) for name in names], np.int64)
    found: NDArray[np.int64] = kind[np.asarray(coded.indices.to_numpy(zero_copy_only=False))]
    return found


def _words(stages: pa.ChunkedArray, rows: NDArray[np.int64]) -> Any:
    coded = stages.combine_chunks()
    names = np.array(coded.dictionary.to_pylist(), object)
    return names[np.asarray(coded.indices.to_numpy(zero_copy_only=False))[rows]]
