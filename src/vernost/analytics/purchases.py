"""Purchases out of an order log: refunds settled, days counted (rule 2.1)."""

from __future__ import annotations

from typing import Any, cast

import ibis
import ibis.expr.types as ir

from .columns import day_of, has, require
from .engine import kept

# An order comes before a refund of the same moment; the rest only makes the order of rows indifferent.
_ORDER_OF_EVENTS = ("at", "moment", "refund", "key", "step")


def settle(orders: ir.Table, *, refunds: bool = True) -> ir.Table:
    """Give each order what its refunds left of it.

    A refund is taken from the order it names (``refund_of``), else from the client's latest earlier
    orders: refunds pop what orders pushed. What remains of an order on such a stack has a closed form,
    so no row waits for another: ``clamp(min(level from here on) − level before it, 0, amount)``, where
    ``level`` is the running sum of orders less refunds, held at zero.

    :param orders: ``client``, ``at`` (date or timestamp), ``amount`` (minor units, refunds ≤ 0),
        ``refund`` (bool); optional ``order_id``, ``refund_of``, ``margin`` (minor units),
        ``moment`` (int64: what comes first among rows of the same ``at``; where it is null an order comes
        before all of them, a refund after).
    :param refunds: ``False`` where the log is known to hold none: nothing is then settled.
    :returns: ``client``, ``day``, ``amount``, ``counts`` [, ``margin``]; a row an order or an order
        line. ``counts`` is false for what is no purchase: days that refunds brought to zero or less, and
        refunds that found no order. Over all rows ``amount`` sums to that of ``orders``.
    """
    require(orders, "settle", "client", "at", "amount", "refund")
    margin = ("margin",) if has(orders, "margin") else ()
    if not refunds:
        return orders.select(
            "client", *margin, day=day_of(orders.at), amount=orders.amount.cast("int64"), counts=True
        )
    touched = orders.filter(orders.refund).select("client").distinct()
    calm = orders.anti_join(touched, "client")
    stormy = orders.semi_join(touched, "client")
    untouched = calm.select(
        "client", *margin, day=day_of(calm.at), amount=calm.amount.cast("int64"), counts=True
    )
    columns = ("client", "day", "amount", "counts", *margin)
    return untouched.select(*columns).union(_settle_refunds(stormy).select(*columns))


def purchases(orders: ir.Table, *, refunds: bool = True) -> ir.Table:
    """One row a purchase: a day with an order that was not wholly refunded (rule 2.1).

    :param orders: as for :func:`settle`.
    :returns: ``client``, ``day``, ``amount`` (minor units, net), sums of one day added.
    """
    settled = settle(orders, refunds=refunds)
    counted = settled.filter(settled.counts)
    return counted.group_by("client", "day").aggregate(amount=counted.amount.sum().cast("int64"))


def _settle_refunds(orders: ir.Table) -> ir.Table:
    """Settle the clients who have refunds; see :func:`settle`."""
    sales = _sales(orders)
    if has(orders, "refund_of"):
        sales = _take_named(sales, orders)
        loose = orders.filter(orders.refund, orders.refund_of.isnull())
    else:
        sales = sales.mutate(named=_money(0))
        loose = orders.filter(orders.refund)
    sales = kept(sales)
    left = kept(_take_latest(sales, loose))
    day_key = [left.client, left.day]
    taken = left.taken.sum().over(group_by=day_key)
    net = left.amount.sum().over(group_by=day_key)
    excess = _excess(sales, loose)
    counted = left.mutate(counts=(net > 0) | (taken == 0))
    margin = ("margin",) if has(left, "margin") else ()
    columns = ("client", "day", "amount", "counts", *margin)
    return counted.select(*columns).union(excess.select(*columns))


def _sales(orders: ir.Table) -> ir.Table:
    """One row an order: gross, the moment and the day of its first line."""
    lines = orders.filter(~orders.refund)
    key = lines.order_id.cast("string") if has(lines, "order_id") else _no_text()
    lines = lines.mutate(key=key, moment=_moment(lines))
    nameless = lines.key.isnull().ifelse(lines.at.cast("string"), _no_text())
    lines = lines.mutate(nameless=nameless)
    sums = {"at": lines.at.min(), "moment": lines.moment.min(), "gross": lines.amount.sum().cast("int64")}
    if has(lines, "margin"):
        sums["margin"] = lines.margin.sum().cast("int64")
    grouped = lines.group_by("client", "key", "nameless").aggregate(**sums)
    return grouped.drop("nameless").mutate(day=day_of(grouped.at))


def _take_named(sales: ir.Table, orders: ir.Table) -> ir.Table:
    refunds = orders.filter(orders.refund, orders.refund_of.notnull())
    named = refunds.group_by("client", refund_of=refunds.refund_of.cast("string")).aggregate(
        named=(-refunds.amount).sum().cast("int64")
    )
    named = named.rename(named_client="client")
    joined = sales.left_join(named, [sales.client == named.named_client, sales.key == named.refund_of])
    return joined.drop("named_client", "refund_of").mutate(named=joined.named.coalesce(_money(0)))


def _take_latest(sales: ir.Table, loose: ir.Table) -> ir.Table:
    """Pop refunds that name no order from the client's latest earlier orders."""
    margin = ("margin",) if has(sales, "margin") else ()
    left = sales.gross - sales.named
    pushed = sales.select(
        *("client", "at", "moment", "day", "key", "gross", "named", *margin),
        step=ibis.greatest(left, _money(0)),
        refund=False,
    )
    blank: dict[str, ir.Value] = {name: ibis.null(pushed.schema()[name]) for name in margin}
    popped = loose.select(
        "client",
        "at",
        moment=_moment(loose),
        day=day_of(loose.at),
        key=_no_text(),
        gross=_money(0),
        named=_money(0),
        step=loose.amount.cast("int64"),
        refund=True,
        **blank,
    )
    events = pushed.union(popped.select(*pushed.columns))
    back = ibis.window(group_by="client", order_by=_ORDER_OF_EVENTS, preceding=None, following=0)
    events = events.mutate(running=events.step.sum().over(back).cast("int64"))
    lowest = events.running.min().over(back)
    events = events.mutate(level=events.running - ibis.least(lowest, _money(0)))
    ahead = ibis.window(group_by="client", order_by=_ORDER_OF_EVENTS, preceding=0, following=None)
    events = events.mutate(ebb=events.level.min().over(ahead))
    kept = ibis.least(ibis.greatest(events.ebb - (events.level - events.step), _money(0)), events.step)
    # A refund larger than the order it names leaves the order below zero: the log says so.
    owed = ibis.least(events.gross - events.named, _money(0))
    events = events.mutate(amount=(kept + owed).cast("int64")).filter(~events.refund)
    if margin:
        share = (events.gross > 0).ifelse(events.amount.cast("float64") / events.gross, 1.0)
        events = events.mutate(margin=(events.margin * share).round().cast("int64"))
    return events.mutate(taken=events.gross - events.amount)


def _excess(sales: ir.Table, loose: ir.Table) -> ir.Table:
    """Refunds that found no order before them: money that left, but no purchase.

    On the reflected walk this is what was cut off at zero: the lowest point of the free walk.
    """
    left = sales.gross - sales.named
    pushed = sales.select("client", "at", "moment", "key", step=ibis.greatest(left, _money(0)), refund=False)
    popped = loose.select(
        "client", "at", moment=_moment(loose), key=_no_text(), step=loose.amount.cast("int64"), refund=True
    )
    events = pushed.union(popped)
    back = ibis.window(group_by="client", order_by=_ORDER_OF_EVENTS, preceding=None, following=0)
    events = events.mutate(running=events.step.sum().over(back).cast("int64"))
    lowest = events.group_by("client").aggregate(
        amount=ibis.least(events.running.min(), _money(0)).cast("int64"),
        day=day_of(events.at.max(where=events.refund)),
    )
    lowest = lowest.filter(lowest.amount < 0).mutate(counts=ibis.literal(False))
    if has(sales, "margin"):
        lowest = lowest.mutate(margin=ibis.null("int64"))
    return lowest


def _moment(rows: ir.Table) -> ir.IntegerValue:
    """Within one ``at``: what is known in its order, orders of an unknown moment first, refunds last."""
    if not has(rows, "moment"):
        return _money(0)
    unknown = rows.refund.ifelse(_money(2**62), _money(-(2**62)))
    return cast("ir.IntegerValue", rows.moment.coalesce(unknown))


def _money(minor: int) -> ir.IntegerValue:
    return cast("ir.IntegerValue", ibis.literal(minor, type="int64"))


def _no_text() -> Any:
    return ibis.null("string")
