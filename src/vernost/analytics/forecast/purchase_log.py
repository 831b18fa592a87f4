"""The log as arrays, by client and day: what looking back at many earlier days needs (rule 2.8).

Looking back at a dozen earlier days asks a dozen questions of the same rows. An engine compiles and plans
each
anew; over sorted arrays each is a few sums. The engine hands over the rows once, of a part of the clients
where they are many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vernost.analytics.arrays import inside, vector
from vernost.analytics.models.columns import require_columns
from vernost.analytics.models.errors import NoPurchases

Whole = NDArray[np.int64]
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class PurchaseLog:
    """Purchases sorted by client and day; clients are numbered 0 … n−1, `names[k]` is client k.

    Row arrays: `client`, `day` (days since 1970), `amount` (minor units), `pause` since the client's previous
    purchase (0 for the first). `start` (n + 1): where each client's rows begin. `by_pause`: the rows that
    have
    a pause, by client, then pause: quantiles of pauses are read off places. `spent`: running sum of amounts.
    """

    names: pa.Array
    client: Whole
    day: Whole
    amount: Whole
    pause: Whole
    start: Whole
    by_pause: Whole
    spent: Whole

    @property
    def clients(self) -> int:
        return len(self.names)

    @property
    def first(self) -> date:
        return from_number(int(self.day.min()))

    @property
    def last(self) -> date:
        return from_number(int(self.day.max()))


def read_log(purchases: ir.Table) -> PurchaseLog:
    """Fetch `purchases` (client, day, amount minor units) in any order; rows of one day are added up.

    Raises: MissingColumns, NoPurchases for an empty table.
    """
    require_columns(purchases, "The log", "client", "day", "amount")
    rows = purchases.group_by("client").aggregate(
        days=purchases.day.collect(), amounts=purchases.amount.collect()
    )
    names, lengths, days, amounts = [], [], [], []
    for batch in rows.to_pyarrow_batches():
        of_days, of_amounts = batch.column("days"), batch.column("amounts")
        names.append(batch.column("client"))
        lengths.append(np.diff(vector(of_days.offsets)))
        days.append(vector(inside(of_days)))
        amounts.append(vector(inside(of_amounts)))
    if not sum(map(len, names)):
        raise NoPurchases(as_of="that date")
    client = np.repeat(np.arange(sum(map(len, names))), np.concatenate(lengths))
    return log_of(pa.concat_arrays(names), client, np.concatenate(days), np.concatenate(amounts))


def log_of(names: pa.Array, client: Whole, day: Whole, amount: Whole) -> PurchaseLog:
    """The log of clients numbered as in `names`, rows in any order."""
    client, day, amount = (values.astype(np.int64) for values in (client, day, amount))
    # one key sorts faster than two; days since 1970 stay far under 2^22
    key = (client << 22) + (day + (1 << 20))
    if np.any(np.diff(key) < 0):
        order = np.argsort(key, kind="stable")
        key, amount = key[order], amount[order]
    fresh = np.flatnonzero(np.diff(key, prepend=key[0] - 1))
    if len(fresh) < len(key):
        key, amount = key[fresh], np.add.reduceat(amount, fresh)
    return arranged(names, key >> 22, (key & ((1 << 22) - 1)) - (1 << 20), amount)


def arranged(names: pa.Array, client: Whole, day: Whole, amount: Whole) -> PurchaseLog:
    """The log out of rows that are sorted by client and day already, one a client and day."""
    counts = np.bincount(client, minlength=len(names))
    start = np.concatenate(([0], np.cumsum(counts)))
    pause = np.diff(day, prepend=day[0])
    pause[start[:-1]] = 0
    rows = np.flatnonzero(pause > 0)
    by_pause = rows[np.argsort((client[rows] << 22) + pause[rows], kind="stable")]
    spent = np.concatenate(([0], np.cumsum(amount)))
    return PurchaseLog(names, client, day, amount, pause, start, by_pause, spent)


def sampled(log: PurchaseLog, most: int) -> PurchaseLog:
    """All clients, or an even part of about `most`, numbered anew by what the log says of them.

    By first day, so that every season of newcomers is in the part as it is in the whole; then by number of
    purchases, last day and sum. So neither the order of rows nor the names of clients change what is learned.
    """
    total = log.spent[log.start[1:]] - log.spent[log.start[:-1]]
    last, many = log.day[log.start[1:] - 1], np.diff(log.start)
    order = np.lexsort((total, last, many, log.day[log.start[:-1]]))
    if log.clients > most:
        order = order[np.linspace(0, log.clients - 1, most).astype(np.int64)]
    number = np.full(log.clients, -1, dtype=np.int64)
    number[order] = np.arange(len(order))
    client = number[log.client]
    rows = client >= 0
    return log_of(pa.nulls(len(order)), client[rows], log.day[rows], log.amount[rows])


def part_of(log: PurchaseLog, chosen: Whole) -> PurchaseLog:
    """The log of some clients, by their numbers in rising order; they lose their names."""
    number = np.full(log.clients, -1, dtype=np.int64)
    number[chosen] = np.arange(len(chosen))
    client = number[log.client]
    rows = client >= 0
    return arranged(pa.nulls(len(chosen)), client[rows], log.day[rows], log.amount[rows])


def to_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def from_number(day: int) -> date:
    return EPOCH + timedelta(days=day)
