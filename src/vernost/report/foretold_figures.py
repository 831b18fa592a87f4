"""What is foretold, as JSON and as columns of the list of clients (rules 2.7 and 2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vernost.report.numbers import money, rounded

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from vernost.analytics import Analysis
    from vernost.analytics.forecast.checks import CutCheck, SumCheck
    from vernost.analytics.forecast.outlook import Outlook
    from vernost.analytics.forecast.scores import Band

TOLD_COLUMNS = ("chance_alive", "chance_purchase", "expected_purchases", "expected_value")


def told_clients(analysis: Analysis, outlook: Outlook) -> ir.Table:
    """The clients of an analysis with what is told of each: TOLD_COLUMNS, rounded, empty where unknown."""
    import ibis

    if outlook.beside is None:
        return analysis.clients.mutate(**{name: ibis.null("float64") for name in TOLD_COLUMNS})
    table = outlook.beside
    return table.mutate(
        chance_alive=table.chance_alive.cast("decimal(18, 6)"),
        chance_purchase=table.chance_purchase.cast("decimal(18, 6)"),
        expected_purchases=table.expected_purchases.cast("decimal(18, 6)"),
        expected_value=(table.expected_value / 100).cast("decimal(18, 2)"),
    )


def told(outlook: Outlook, margin_share: float) -> dict[str, Any]:
    """`models`, `backtest`, `forecast`, and the figures that stand in `loss` and `ltv`."""
    predicted = None if outlook.predicted is None else outlook.predicted * margin_share
    return {
        "expected_a_year": money(outlook.expected_a_year),
        "expected_by": outlook.expected_by,
        "predicted": money(predicted),
        "models": models(outlook),
        "backtest": _backtest(outlook),
        "forecast": _forecast(outlook),
    }


def models(outlook: Outlook) -> dict[str, Any]:
    """Fitted parameters by model; null where the log carries none, with the sentence in `refused`."""
    named = {"bg_nbd": outlook.bg_nbd, "mbg_nbd": outlook.mbg_nbd, "gamma_gamma": outlook.gamma_gamma}
    found: dict[str, Any] = {name: model.as_json() if model else None for name, model in named.items()}
    if found["gamma_gamma"]:
        del found["gamma_gamma"]["unit"]  # money has no unit of time
    learned = outlook.learned
    found["learned"] = None if learned is None else {
        "way": learned.way.name,
        "from": [
            {"cut": cut.isoformat(), "horizon_days": days, "clients": n} for cut, days, n in learned.lessons
        ],
        "rehearsals": [
            {
                "cut": trial.cut.isoformat(), "horizon_days": trial.horizon, "clients": trial.clients,
                "log_loss": rounded(trial.chosen_loss), "log_loss_published": rounded(trial.published_loss),
            }
            for trial in learned.trials
        ],
        "note": learned.note,
    }  # fmt: skip
    found["refused"] = {what: str(refusal) for what, refusal in outlook.refusals.items()}
    return found


def _backtest(outlook: Outlook) -> dict[str, Any] | None:
    tested = outlook.backtest
    if tested is None or not tested.checks:
        return None
    factor = tested.multiplier
    return {
        "horizon_days": tested.checks[0].horizon,
        "clients_of": tested.sampled_of,
        "cuts": [_cut(check) for check in tested.checks],
        "multiplier": {
            "used": rounded(factor.used),
            "suggested": rounded(factor.suggested),
            "best": rounded(factor.best),
            "at_edge": factor.at_edge,
            "tried": [{"multiplier": rounded(m), "youden": rounded(j)} for m, j in factor.tried],
        },
    }


def _cut(check: CutCheck) -> dict[str, Any]:
    return {
        "cut": check.cut.isoformat(),
        "clients": check.clients,
        "log_loss": rounded(check.log_loss),
        "log_loss_published": rounded(check.published_log_loss),
        "area_under_curve": rounded(check.area_under_curve),
        "learned": check.learned,
        "chance_purchase": [_band(band) for band in check.bands],
        "chance_alive": [_band(band) for band in check.alive_bands],
        "lost": {
            rule.rule: {
                "called": rule.called,
                "did_not_come_back": rule.right,
                "gone": rule.gone,
                "precision": rounded(rule.precision),
                "recall": rounded(rule.recall),
            }
            for rule in check.lost
        },
        "purchases": _sum(check.purchases, in_money=False),
        "revenue": _sum(check.revenue, in_money=True),
    }


def _band(band: Band) -> dict[str, Any]:
    return {
        "from": rounded(band.low),
        "to": rounded(band.high),
        "clients": band.clients,
        "said": rounded(band.said),
        "came": rounded(band.came),
    }


def _sum(check: SumCheck, *, in_money: bool) -> dict[str, Any]:
    told_as = money if in_money else rounded
    return {
        "forecast": told_as(check.forecast),
        "actual": told_as(check.actual),
        "same_as_last_year": told_as(check.same_as_last_year),
        "mean_rate": told_as(check.mean_rate),
        "error_a_client": told_as(check.client_error),
        "error_a_client_as_before": told_as(check.client_error_naive),
    }


def _forecast(outlook: Outlook) -> dict[str, Any] | None:
    """Revenue of the next twelve months; only where a page is asked for too."""
    found = outlook.revenue
    if found is None:
        return None
    last = found.last_year
    return {
        "revenue": money(found.revenue),
        "low": money(found.low),
        "high": money(found.high),
        "of_known_clients": money(found.known_clients),
        "months": [
            {
                "from": month.start.isoformat(), "to": month.end.isoformat(), "revenue": money(month.revenue),
                "low": money(month.low), "high": money(month.high),
            }
            for month in found.months
        ],
        "last_year": None if last is None else {
            "cut": last.cut.isoformat(), "forecast": money(last.forecast), "low": money(last.low),
            "high": money(last.high), "actual": money(last.actual), "year_before": money(last.naive),
        },
    }  # fmt: skip
