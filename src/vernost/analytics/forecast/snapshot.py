"""The log as it stood on an earlier day, and what followed: the firm's own past as a lesson (rule 2.8)."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from vernost.analytics.models.columns import require_columns

YEAR_DAYS = 365


def numbered_purchases(purchases: ir.Table) -> ir.Table:
    """The log with each purchase's `number` (0 = first) and `pause`, days since the client's previous one.

    In: `purchases` (client, day, amount minor units). Cache the answer where many snapshots are taken of it.
    """
    require_columns(purchases, "The log", "client", "day", "amount")
    window = ibis.window(group_by=purchases.client, order_by=purchases.day)
    return purchases.select(
        client=purchases.client,
        day=purchases.day,
        amount=purchases.amount.cast("int64"),
        number=ibis.row_number().over(window).cast("int32"),
        pause=purchases.day.delta(purchases.day.lag().over(window), unit="day").cast("int32"),
    )


def snapshot(log: ir.Table, cut: date, horizon: int) -> ir.Table:
    """One row a client known on `cut`: what was known that day, and what followed within `horizon` days.

    In: `numbered_purchases`. Known: `x`, `t_x`, `T` (days), `spend`, `total` (minor units), `silence` since
    the last purchase, `rhythm` = median pause and `longest` pause (NULL without a pause), `in_30`, `in_90`,
    `in_180` = purchases of the last so many days, `warmth_30`, `warmth_120`, `warmth_480` = Σ e^(−days since
    ÷ so many) over all purchases, `latest` amount, `year_ago` = purchases in the same window a year before.
    Followed: `followed` purchases and `followed_amount`; both 0 where the log ends before the window does:
    the caller minds that.
    """
    require_columns(log, "The snapshot", "client", "day", "amount", "number", "pause")
    seen = log.day <= ibis.literal(cut)
    window = min(horizon, YEAR_DAYS)
    year_ago = cut - timedelta(days=YEAR_DAYS)
    in_window = (log.day > ibis.literal(year_ago)) & (
        log.day <= ibis.literal(year_ago + timedelta(days=window))
    )
    rows = log.filter(log.day <= ibis.literal(cut + timedelta(days=min(horizon, 200_000))))
    grouped = (
        rows.group_by("client")
        .aggregate(
            days=seen.sum(),
            first=rows.day.min(),
            last=rows.day.max(where=seen),
            total=rows.amount.sum(where=seen),
            opening=rows.amount.sum(where=rows.number == 0),
            rhythm=rows.pause.median(where=seen),
            longest=rows.pause.max(where=seen),
            in_30=_since(rows, cut, 30),
            in_90=_since(rows, cut, 90),
            in_180=_since(rows, cut, 180),
            latest=rows.amount.argmax(rows.day, where=seen),
            warmth_30=_warmth(rows, seen, cut, 30.0),
            warmth_120=_warmth(rows, seen, cut, 120.0),
            warmth_480=_warmth(rows, seen, cut, 480.0),
            year_ago=in_window.sum(),
            followed=(~seen).sum(),
            followed_amount=rows.amount.sum(where=~seen),
        )
        .filter(lambda t: t.days > 0)
    )
    age = ibis.literal(cut).delta(grouped["first"], unit="day").cast("int32")
    silence = ibis.literal(cut).delta(grouped["last"], unit="day").cast("int32")
    return grouped.select(
        "client", "in_30", "in_90", "in_180", "warmth_30", "warmth_120", "warmth_480", "year_ago",
        "followed", "latest",
        x=(grouped.days - 1).cast("int32"),
        t_x=(age - silence).cast("int32"),
        T=age,
        silence=silence,
        spend=(grouped.total - grouped.opening).cast("int64"),
        total=grouped.total.cast("int64"),
        rhythm=grouped.rhythm.cast("float64"),
        longest=grouped.longest.cast("float64"),
        followed_amount=grouped.followed_amount.fill_null(0).cast("int64"),
    )  # fmt: skip


def _since(rows: ir.Table, cut: date, days: int) -> ir.IntegerScalar:
    start = ibis.literal(cut - timedelta(days=days))
    return ((rows.day > start) & (rows.day <= ibis.literal(cut))).sum()


def _warmth(rows: ir.Table, seen: ir.BooleanColumn, cut: date, scale: float) -> ir.FloatingScalar:
    days = ibis.literal(cut).delta(rows.day, unit="day").cast("float64")
    return (ibis.greatest(days, 0.0) / -scale).exp().sum(where=seen)
