"""What the sections on worth show: the matrix, the maps, the money; in the person's words and figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vernost.analytics.results import Analysis
from vernost.analytics.terms import Terms
from vernost.language import Language
from vernost.report import sentences
from vernost.report.call_list import WINBACK_ORDER
from vernost.report.pictures import COHORTS_SHOWN, Picture, Pictures
from vernost.report.vocabulary import ABC, WINBACK_OF_CELL, XYZ, Vocabulary

if TYPE_CHECKING:
    from vernost.analytics.forecast.outlook import Outlook

# Shares of fewer clients than these are not worth a remark.
MOSTLY, FEW = 0.9, 20
# Rule 6.6: who buys, of those who left and are asked back, and of newcomers.
ASKED_BACK, NEWCOMERS = 0.40, 0.05


@dataclass(frozen=True, slots=True)
class Cell:
    code: str
    winback: str
    winback_words: str
    clients: str
    empty: bool
    lost: str
    action: str


@dataclass(frozen=True, slots=True)
class Head:
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Matrix:
    lead: str
    columns: tuple[Head, ...]
    rows: tuple[tuple[Head, tuple[Cell, ...]], ...]
    stake: Picture
    hope: str
    classes: tuple[tuple[str, str, str], ...]
    remark: str


def matrix(
    analysis: Analysis, terms: Terms, pictures: Pictures, language: Language, currency: str | None
) -> Matrix | None:
    if not any(found.clients for found in analysis.abc.values()):
        return None
    cells = {
        found.abc + found.xyz: _cell(analysis, found.abc + found.xyz, language, currency)
        for found in analysis.matrix
    }
    for code in WINBACK_OF_CELL:
        cells.setdefault(code, _cell(analysis, code, language, currency))
    everyone = sum(analysis.xyz.values()) or 1
    columns = tuple(
        Head(
            code,
            language.gettext("{share} of clients").format(
                share=language.percent(analysis.xyz.get(code, 0) / everyone)
            ),
        )
        for code in XYZ
    )
    rows = tuple((_abc_head(analysis, abc, language), tuple(cells[abc + xyz] for xyz in XYZ)) for abc in ABC)
    classes = tuple(
        (
            Vocabulary(language).winback(code),
            language.number(found.clients),
            language.money(found.money_a_year, currency),
        )
        for code in WINBACK_ORDER
        if (found := analysis.winback.get(code)) is not None
    )
    return Matrix(
        _matrix_lead(analysis, language),
        columns,
        rows,
        pictures.stake(),
        _hope(analysis, language, currency),
        classes,
        _xyz_remark(analysis, terms, language),
    )


def _matrix_lead(analysis: Analysis, language: Language) -> str:
    if analysis.profit_source == "revenue":
        return language.gettext(
            "Down: how much revenue a client brings (the file has no costs). Across: how evenly they buy."
        )
    return language.gettext("Down: how much profit a client brings. Across: how evenly they buy.")


def _hope(analysis: Analysis, language: Language, currency: str | None) -> str:
    """The practice's yardstick for those who are asked back (rule 6.6), in this firm's money."""
    dear = sum(analysis.winback[code].money_a_year for code in ("first", "must") if code in analysis.winback)
    said = language.gettext(
        "Of those who left and are asked back about {asked} return; of newcomers about {newcomers} buy."
    ).format(asked=language.percent(ASKED_BACK), newcomers=language.percent(NEWCOMERS))
    if dear <= 0:
        return said
    hope = language.gettext(
        "At that share the two upper classes would bring back {money} a year (an estimate)."
    )
    return f"{said} {hope.format(money=language.money(dear * ASKED_BACK, currency, short=True))}"


def _xyz_remark(analysis: Analysis, terms: Terms, language: Language) -> str:
    """On real retail logs nearly everyone is Z: the page owns up, and offers the firm's own terciles."""
    everyone = sum(analysis.xyz.values()) or 1
    if everyone < FEW or analysis.xyz.get("Z", 0) / everyone <= MOSTLY:
        return ""
    said = language.gettext(
        "Nearly everyone is Z. In retail that is usual at lines of {x} and {y}, and tells more of the lines"
        " than of the clients."
    ).format(x=language.percent(terms.xyz_x), y=language.percent(terms.xyz_y))
    if analysis.xyz_own_lines is None:
        return said
    x, y = analysis.xyz_own_lines
    own = language.gettext("By your own thirds the lines would be: X up to {x}, Y up to {y}.")
    return f"{said} {own.format(x=language.percent(x), y=language.percent(y))}"


def _abc_head(analysis: Analysis, code: str, language: Language) -> Head:
    found = analysis.abc.get(code)
    clients = sum(one.clients for one in analysis.abc.values()) or 1
    profit = sum(one.profit for one in analysis.abc.values()) or 1
    pattern = (
        language.gettext("{share} of clients, {money} of revenue")
        if analysis.profit_source == "revenue"
        else language.gettext("{share} of clients, {money} of profit")
    )
    return Head(
        code,
        pattern.format(
            share=language.percent(found.clients / clients if found else 0),
            money=language.percent(found.profit / profit if found else 0),
        ),
    )


def _cell(analysis: Analysis, code: str, language: Language, currency: str | None) -> Cell:
    words = Vocabulary(language)
    found = next((one for one in analysis.matrix if one.abc + one.xyz == code), None)
    winback = WINBACK_OF_CELL[code]
    lost = ""
    if found is not None and found.lost:
        lost = language.gettext("lost: {n}, {money} a year").format(
            n=language.number(found.lost), money=language.money(found.money_lost_a_year, currency, short=True)
        )
    clients = found.clients if found else 0
    return Cell(
        code,
        winback,
        words.winback(winback),
        language.clients(clients),
        clients == 0,
        lost,
        words.cell_action(code),
    )


@dataclass(frozen=True, slots=True)
class Segment:
    name: str
    clients: str
    share: str
    action: str


@dataclass(frozen=True, slots=True)
class Rfm:
    picture: Picture
    segments: tuple[Segment, ...]
    cells: tuple[tuple[str, ...], ...]


def rfm(analysis: Analysis, pictures: Pictures, language: Language) -> Rfm | None:
    if not analysis.rfm_grid:
        return None
    words = Vocabulary(language)
    total = sum(analysis.rfm.values()) or 1
    segments = tuple(
        Segment(
            words.segment(code),
            language.number(clients),
            language.percent(clients / total),
            words.segment_action(code),
        )
        for code, clients in sorted(analysis.rfm.items(), key=lambda item: (-item[1], item[0]))
        if clients
    )
    money = sum(cell.revenue for cell in analysis.rfm_grid) or 1
    cells = tuple(
        (
            str(cell.recency),
            str(cell.frequency),
            words.segment(cell.segment),
            language.number(cell.clients),
            language.percent(cell.revenue / money),
        )
        for cell in sorted(analysis.rfm_grid, key=lambda cell: (-cell.recency, -cell.frequency))
    )
    return Rfm(pictures.rfm(), segments, cells)


@dataclass(frozen=True, slots=True)
class Cohorts:
    picture: Picture
    months: tuple[int, ...]
    rows: tuple[tuple[str, str, tuple[str, ...], str], ...]
    older_left_out: bool


def cohorts(
    analysis: Analysis, pictures: Pictures, language: Language, currency: str | None
) -> Cohorts | None:
    shown = analysis.cohorts[-COHORTS_SHOWN:]
    longest = min(max((month.month for one in shown for month in one.months), default=0), COHORTS_SHOWN)
    if longest < 1:
        return None
    columns = tuple(range(1, longest + 1))
    rows = []
    for one in shown:
        shares = {month.month: language.percent(month.share) for month in one.months}
        worth = one.months[-1].cumulative_per_client if one.months else 0
        rows.append(
            (
                language.month(one.cohort),
                language.number(one.clients),
                tuple(shares.get(month, "") for month in columns),
                language.money(worth, currency),
            )
        )
    return Cohorts(pictures.cohorts(shown), columns, tuple(rows), len(analysis.cohorts) > len(shown))


@dataclass(frozen=True, slots=True)
class ParetoSection:
    sentence: str
    picture: Picture | None
    points: tuple[tuple[str, str], ...]


def pareto(analysis: Analysis, pictures: Pictures, language: Language) -> ParetoSection:
    found = analysis.pareto
    said = sentences.pareto(found, language, by_revenue=analysis.profit_source == "revenue")
    if found.share_for_80 is None or not found.curve:
        return ParetoSection(said, None, ())
    points = []
    for tenth in range(1, 11):
        # The first point of the curve at or past each tenth of the clients.
        reached = next((point for point in found.curve if point[0] >= tenth / 10 - 1e-9), found.curve[-1])
        points.append((language.percent(reached[0], 0), language.percent(reached[1], 0)))
    return ParetoSection(said, pictures.pareto(), tuple(dict.fromkeys(points)))


@dataclass(frozen=True, slots=True)
class LtvSection:
    sentence: str
    margin: str
    factors: tuple[tuple[str, str, str], ...]  # sign, figure, name
    result: str
    foretold: str


def ltv(analysis: Analysis, told: Outlook | None, language: Language, currency: str | None) -> LtvSection:
    found, _ = analysis.ltv, language.gettext
    if found.formula is None:
        return LtvSection(sentences.ltv(found, language, currency), "", (), "", "")
    foretold = ""
    if told is not None and told.predicted is not None:
        foretold = _(
            "Beside it, by the models: {money} a client, what they have brought so far and what is"
            " expected within"
            " {days}."
        ).format(
            money=language.money(told.predicted * found.margin_share, currency),
            days=language.days(told.horizon),
        )
    factors = (
        ("", language.money(found.sum_of_average_checks, currency), _("sum of the clients' average checks")),
        ("×", language.number(found.purchases_a_month, 3), _("purchases a month")),
        ("×", language.percent(found.margin_share), _("margin share")),
        ("×", language.number(found.average_months, 2), _("months a client buys")),
        ("÷", language.number(found.clients), _("clients on average")),
    )
    result = language.money(found.formula, currency)
    return LtvSection(
        sentences.ltv(found, language, currency),
        sentences.margin(found.margin_source, language),
        factors,
        result,
        foretold,
    )
