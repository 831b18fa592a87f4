"""The figures of the report as JSON and as a list of clients; files appear whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vernost.language import N_
from vernost.report import foretold_figures
from vernost.report.numbers import money, rounded

if TYPE_CHECKING:
    from vernost.analytics import Analysis
    from vernost.analytics.forecast.outlook import Outlook
    from vernost.files import OrderLog
    from vernost.spark.orders import SparkLog

MONEY_COLUMNS = ("revenue", "average_check", "money_lost_a_year")


class CannotWrite(Exception):
    """An output cannot be written; ``message`` and ``params`` as those of a FileProblem."""

    def __init__(self, message: str, params: Mapping[str, object]) -> None:
        self.message = message
        self.params = dict(params)
        super().__init__(message % self.params)


def check_targets(paths: Iterable[Path | None]) -> None:
    """Refuse targets that cannot be written before any work is done.

    :raises CannotWrite: for a directory, or a folder that is missing or closed.
    """
    seen: set[Path] = set()
    for path in paths:
        if path is None:
            continue
        params = {"path": str(path), "folder": str(path.absolute().parent)}
        if path.is_dir():
            raise CannotWrite(N_("%(path)s is a folder: name a file to write."), params)
        if not path.absolute().parent.is_dir():
            raise CannotWrite(N_("Cannot write %(path)s: there is no folder %(folder)s."), params)
        if not os.access(path.absolute().parent, os.W_OK):
            raise CannotWrite(N_("Cannot write %(path)s: the folder %(folder)s is closed to you."), params)
        if path.absolute() in seen:
            raise CannotWrite(N_("%(path)s is named twice as a file to write: choose two names."), params)
        seen.add(path.absolute())


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A path to write to that becomes ``path`` in one step when all went well, and vanishes otherwise.

    :raises CannotWrite: when the disk refuses.
    """
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        # mkstemp makes files that only the owner reads; what a person asked for is an ordinary file.
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(0o666 & ~umask)
        part.replace(path)
    except OSError as error:
        reason = {"path": str(path), "reason": error.strerror or str(error)}
        raise CannotWrite(N_("Cannot write %(path)s: %(reason)s."), reason) from error
    finally:
        part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    with appearing(path) as part:
        part.write_text(text, encoding="utf-8")


def as_json(figures: Mapping[str, Any]) -> str:
    return json.dumps(figures, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def write_json(text: str, target: str) -> None:
    """Write the figures to a file, or to the screen where the target is ``-``."""
    if target == "-":
        sys.stdout.write(text)
    else:
        write_text(Path(target), text)


def write_clients(analysis: Analysis, outlook: Outlook, path: Path) -> None:
    """One row a client, sorted by client, with the columns of the contract."""
    from vernost.analytics import CLIENT_COLUMNS
    from vernost.analytics.engine import at_hand

    columns = (*CLIENT_COLUMNS, *foretold_figures.TOLD_COLUMNS)
    clients = at_hand(foretold_figures.told_clients(analysis, outlook).select(*columns))
    # Eighteen figures fit a machine word: wider decimals take as long to write as all the rest.
    in_units = {name: (clients[name] / 100).cast("decimal(18, 2)") for name in MONEY_COLUMNS}
    often = clients.purchases_a_year.cast("decimal(18, 4)")
    table = clients.mutate(**in_units, purchases_a_year=often)
    table = table.select(*columns).order_by("client")
    with appearing(path) as part:
        table.to_csv(part, header=True)


def figures(analysis: Analysis, outlook: Outlook, log: OrderLog | SparkLog) -> dict[str, Any]:
    """Every figure of the contract; money in units of the currency, shares 0…1, ``ratio`` in per cent."""
    totals, loss = analysis.totals, analysis.loss
    back = loss.came_back
    told = foretold_figures.told(outlook, analysis.ltv.margin_share)
    return {
        "as_of": analysis.as_of.isoformat(),
        "clients": totals.clients,
        "orders": totals.orders,
        "purchases": totals.purchases,
        "revenue": money(totals.net),
        "gross": money(totals.gross),
        "refunds": money(totals.refunds),
        "currency": log.currency,
        "lifecycle": analysis.lifecycle,
        "loss": {
            "total": loss.total,
            "lost": loss.lost,
            "ratio": rounded(loss.ratio),
            "money_a_year": money(loss.money_a_year),
            "came_back_unasked": {
                "share": rounded(back.share),
                "cases": back.cases,
                "cut": back.cut.isoformat() if back.cut else None,
                "horizon_days": back.horizon_days,
            },
            "last_year": _flow(analysis),
            "expected_a_year": told["expected_a_year"],
            "expected_by": told["expected_by"],
        },
        "horizon_days": outlook.horizon,
        "rhythm_days": analysis.base_rhythm_days,
        "ltv": {**_ltv(analysis), "predicted": told["predicted"]},
        "abc": {
            name: {"clients": found.clients, "profit": money(found.profit)}
            for name, found in analysis.abc.items()
        },
        "profit_by": analysis.profit_source,
        "xyz": analysis.xyz,
        "winback": {name: found.clients for name, found in analysis.winback.items()},
        "winback_money_a_year": {name: money(found.money_a_year) for name, found in analysis.winback.items()},
        "rfm": analysis.rfm,
        "cohorts": _cohorts(analysis),
        "pareto": {"share_of_clients_for_80": rounded(analysis.pareto.share_for_80)},
        **{name: told[name] for name in ("models", "backtest", "forecast")},
        "rejected": {"rows": sum(log.rejected.values()), "reasons": dict(log.rejected)},
    }


def _flow(analysis: Analysis) -> dict[str, Any] | None:
    year = analysis.loss.year
    if year is None:
        return None
    return {
        "start": year.start,
        "new": year.new,
        "lost": year.lost,
        "returned": year.returned,
        "end": year.end,
        "ratio": rounded(year.ratio),
    }


def _ltv(analysis: Analysis) -> dict[str, Any]:
    ltv = analysis.ltv
    return {
        "formula": money(ltv.formula),
        "margin_share": rounded(ltv.margin_share),
        "margin_source": ltv.margin_source,
        "average_check_sum": money(ltv.sum_of_average_checks),
        "purchases_a_month": rounded(ltv.purchases_a_month),
        "months": rounded(ltv.average_months),
        "clients": ltv.clients,
    }


def _cohorts(analysis: Analysis) -> list[dict[str, Any]]:
    return [
        {
            "cohort": cohort.cohort.strftime("%Y-%m"),
            "clients": cohort.clients,
            "months": [
                {
                    "month": month.month,
                    "active": month.active,
                    "share": rounded(month.share),
                    "revenue": money(month.revenue),
                    "cumulative_per_client": money(month.cumulative_per_client),
                }
                for month in cohort.months
            ],
        }
        for cohort in analysis.cohorts
    ]
