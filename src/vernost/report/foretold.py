"""What the sections on the time to come show, in the person's words and figures (rule 2.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from vernost import charts
from vernost.language import Language
from vernost.report import foretelling
from vernost.report.pictures import Picture
from vernost.report.vocabulary import Vocabulary

if TYPE_CHECKING:
    from vernost.analytics.forecast.checks import CutCheck
    from vernost.analytics.forecast.outlook import Outlook
    from vernost.analytics.models.estimate import Estimate

RULE_COLOURS = {"plain": "accent", "model": "accent-fill"}
COMING = 10  # clients shown


@dataclass(frozen=True, slots=True)
class Foretold:
    """Rows are tuples of cells as written; an empty list shows nothing."""

    lead: str
    refusals: tuple[str, ...]
    months: Picture | None
    month_rows: tuple[tuple[str, ...], ...]
    coming: tuple[tuple[str, ...], ...]
    horizon: str
    tested: str
    sampled: str
    bands: Picture | None
    band_rows: tuple[tuple[str, ...], ...]
    rules: Picture | None
    rule_rows: tuple[tuple[str, ...], ...]
    multiplier: str
    learned: str
    models: tuple[tuple[str, ...], ...]


def foretold(
    told: Outlook | None, coming: Sequence[dict[str, Any]], language: Language, currency: str | None
) -> Foretold | None:
    """The section; None where nothing was asked to be foretold."""
    if told is None:
        return None
    check = told.backtest.checks[0] if told.backtest and told.backtest.checks else None
    money = told.revenue
    return Foretold(
        lead=foretelling.revenue(money, language, currency) if money else "",
        refusals=tuple(foretelling.refusals(told, language)),
        months=_months(told, language, currency) if money else None,
        month_rows=_month_rows(told, language, currency),
        coming=tuple(_coming(row, language, currency) for row in coming),
        horizon=language.days(told.horizon),
        tested=foretelling.back_test(told, language),
        sampled=foretelling.sampled(told, check.clients, language) if check else "",
        bands=_bands(check, language) if check else None,
        band_rows=_band_rows(check, language) if check else (),
        rules=_rules(check, language) if check else None,
        rule_rows=_rule_rows(told, language),
        multiplier=foretelling.multiplier(told.backtest.multiplier, language) if told.backtest else "",
        learned=foretelling.learned(told.learned, language) if told.mbg_nbd else "",
        models=_models(told, language),
    )


def coming_rows(told: Outlook | None) -> list[dict[str, Any]]:
    """The clients from whom most is expected within the horizon, with the day they are expected."""
    if told is None or told.clients is None or "next_purchase" not in told.clients.columns:
        return []
    from vernost.analytics.engine import rows

    clients = told.clients.filter(told.clients.next_purchase.notnull())
    return rows(clients.order_by([clients.expected_value.desc(), clients.client]).limit(COMING))


def _coming(row: dict[str, Any], language: Language, currency: str | None) -> tuple[str, ...]:
    return (
        Vocabulary(language).client(row["client"]),
        language.short_day(row["next_purchase"]),
        f"{language.short_day(row['next_from'])} – {language.short_day(row['next_until'])}",
        language.percent(row["chance_purchase"]),
        language.plain(row["expected_purchases"]),
        language.money(row["expected_value"], currency),
    )


def _months(told: Outlook, language: Language, currency: str | None) -> Picture:
    assert told.revenue is not None
    bars = [
        charts.MonthBar(
            language.month(month.start + (month.end - month.start) / 2, short=True)[:3],
            month.revenue,
            month.low,
            month.high,
        )
        for month in told.revenue.months
    ]
    texts = charts.Texts(
        language.gettext("Revenue of the next twelve months"),
        foretelling.revenue(told.revenue, language, currency),
    )
    band = language.gettext("dark: the forecast; pale: with a chance of 80% it lies there")
    return Picture(
        _inked(charts.months_ahead(bars, texts, band=band, width=640)),
        _inked(charts.months_ahead(bars, texts, band=band, width=312, height=190)),
    )


def _month_rows(told: Outlook, language: Language, currency: str | None) -> tuple[tuple[str, ...], ...]:
    if told.revenue is None:
        return ()
    return tuple(
        (
            f"{language.short_day(month.start)} – {language.short_day(month.end)}",
            language.money(month.revenue, currency),
            language.money(month.low, currency),
            language.money(month.high, currency),
        )
        for month in told.revenue.months
    )


def _bands(check: CutCheck, language: Language) -> Picture:
    _ = language.gettext
    dots = [charts.CalibrationDot(band.said, band.came, band.clients) for band in check.bands]
    words = charts.CalibrationWords(
        said=_("chance of a purchase that was foretold"),
        came=_("share who bought"),
        exact=_("as foretold"),
        percent="\u00a0%" if language.code == "ru" else "%",
    )
    said = "; ".join(f"{language.percent(band.said)}: {language.percent(band.came)}" for band in check.bands)
    texts = charts.Texts(_("Foretold and come, in ten bands of clients"), said)
    return Picture(
        _inked(charts.calibration(dots, words, texts, width=400)),
        _inked(charts.calibration(dots, words, texts, width=304)),
    )


def _band_rows(check: CutCheck, language: Language) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            f"{language.percent(band.low)} – {language.percent(band.high)}",
            language.number(band.clients),
            language.percent(band.said),
            language.percent(band.came),
        )
        for band in check.bands
    )


def _rules(check: CutCheck, language: Language) -> Picture:
    rows = [
        charts.BarRow(
            name=foretelling.rule_name(rule, language),
            value=rule.precision,
            figure=language.percent(rule.precision),
            colour=RULE_COLOURS.get(rule.rule, "past"),
        )
        for rule in check.lost
        if rule.precision is not None
    ]
    said = ", ".join(f"{row.name}: {row.figure}" for row in rows)
    texts = charts.Texts(language.gettext("Of those called lost, who really did not come back"), said)
    return Picture(_inked(charts.bars(rows, texts, full=1.0)))


def _rule_rows(told: Outlook, language: Language) -> tuple[tuple[str, ...], ...]:
    rows = []
    for check in told.backtest.checks if told.backtest else ():
        for rule in check.lost:
            rows.append(
                (
                    language.short_day(check.cut),
                    foretelling.rule_name(rule, language),
                    language.number(rule.called),
                    "—" if rule.precision is None else language.percent(rule.precision),
                    "—" if rule.recall is None else language.percent(rule.recall),
                )
            )
    return tuple(rows)


def _models(told: Outlook, language: Language) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    for model in (told.bg_nbd, told.mbg_nbd, told.gamma_gamma):
        if model is not None:
            rows += _parameters(model, language)
    return tuple(rows)


def _parameters(model: Estimate, language: Language) -> list[tuple[str, ...]]:
    errors = model.standard_errors
    return [
        (
            model.model,
            name,
            language.number(value, 4),
            "—" if errors[name] is None else language.number(errors[name] or 0.0, 4),
        )
        for name, value in zip(model.names, model.values, strict=True)
    ]


def _inked(svg: str) -> Markup:
    # Safe: charts escape every text they are given.
    return Markup(charts.themed(svg))  # noqa: S704
