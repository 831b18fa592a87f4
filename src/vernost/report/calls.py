"""The clients worth a call today, taken out of an analysis."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from vernost.report.call_list import LENGTH, CallRow, in_order

if TYPE_CHECKING:
    from vernost.analytics import Analysis


def calls(analysis: Analysis, *, length: int = LENGTH) -> list[CallRow]:
    """Lost and slipping clients by win-back class, then by what they brought in twelve months (rule 6.1).

    The class of a slipping client is the one they would have once lost.
    """
    import ibis

    from vernost.analytics import winback
    from vernost.analytics.engine import rows

    clients = analysis.clients
    ranks = [
        ((clients.abc == a) & (clients.xyz == x), winback.CLASSES.index(name))
        for (a, x), name in winback.CELLS.items()
    ]
    quiet = clients.mutate(rank=ibis.cases(*ranks, else_=len(winback.CLASSES)))
    quiet = quiet.filter(quiet.lifecycle.isin(["lost", "slipping"]), quiet["rank"] < len(winback.CLASSES) - 1)
    order = [quiet["rank"], quiet.profit.desc(), quiet.client]
    chosen = rows(quiet.order_by(order).limit(length))
    days = _purchase_days(analysis, [row["client"] for row in chosen])
    return in_order((_row(row, days[row["client"]]) for row in chosen), length=length)


def _row(row: dict[str, Any], days: tuple[date, ...]) -> CallRow:
    from vernost.analytics import winback

    silence, line = row["silence"], row["line_days"]
    return CallRow(
        client=row["client"],
        winback_class=winback.winback_class(row["abc"], row["xyz"]),
        lifecycle=row["lifecycle"],
        first_purchase=row["first_purchase"],
        last_purchase=row["last_purchase"],
        purchases=row["purchases"],
        average_check=round(row["average_check"]),
        rhythm_days=row["rhythm_days"],
        rhythm_source=row["rhythm_source"],
        lost_line=row["lost_line"],
        days_silent=silence,
        days_late=silence - line if line is not None else 0,
        profit=row["profit"],
        money_a_year=row["money_a_year"] or 0,
        revenue=row["revenue"],
        abc=row["abc"],
        xyz=row["xyz"],
        purchase_days=days,
    )


def _purchase_days(analysis: Analysis, wanted: list[Any]) -> dict[Any, tuple[date, ...]]:
    from vernost.analytics.engine import rows

    if not wanted:
        return {}
    steps = analysis.steps
    found = steps.filter(steps.client.isin(wanted), steps.number > 0, steps.day <= analysis.as_of)
    days: dict[Any, list[date]] = {client: [] for client in wanted}
    for row in rows(found.select("client", "day").distinct().order_by("client", "day")):
        days[row["client"]].append(row["day"])
    return {client: tuple(found_days) for client, found_days in days.items()}
