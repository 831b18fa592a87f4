"""The analysis as pictures for the page: frames and words for ``vernost.charts``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from markupsafe import Markup

from vernost import charts
from vernost.analytics.results import Analysis, Cohort
from vernost.analytics.rfm import segment
from vernost.analytics.terms import Terms
from vernost.language import Language
from vernost.report import sentences
from vernost.report.call_list import WINBACK_ORDER, CallRow
from vernost.report.vocabulary import STAGE_COLOURS, STAGES, Vocabulary

COHORTS_SHOWN = 24
CLASS_COLOURS = {"first": "accent", "must": "accent-fill", "if_possible": "past", "let_go": "rule"}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture at the widths of a desk and of a telephone; an empty one shows nothing."""

    wide: Markup
    narrow: Markup | None = None


@dataclass(frozen=True, slots=True)
class Pictures:
    analysis: Analysis
    language: Language
    currency: str | None

    @property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self.language)

    def lifecycle(self) -> Picture:
        counts = self.analysis.lifecycle
        total = sum(counts.values()) or 1
        parts = [
            charts.LifecyclePart(
                name=self._vocabulary.stage(stage),
                count=counts.get(stage, 0),
                figure=f"{self.language.number(counts.get(stage, 0))} · "
                + self.language.percent(counts.get(stage, 0) / total),
                colour=STAGE_COLOURS[stage],
            )
            for stage in STAGES
        ]
        said = ", ".join(f"{part.name} {part.figure}" for part in parts if part.count)
        texts = charts.Texts(self.language.gettext("Clients by where they stand"), said)
        return _both(lambda width: charts.lifecycle_bar(parts, texts, width=width), 960, 312)

    def yardstick(self, ratio: float, terms: Terms) -> Picture:
        low, high = terms.good_loss
        value = self.language.percent(ratio / 100, 1)
        good = self.language.gettext("{low}–{high}% a year in good firms").format(
            low=self.language.number(low), high=self.language.number(high)
        )
        texts = charts.Texts(self.language.gettext("Share of clients lost in the year"), f"{value}; {good}")
        return _one(charts.yardstick(ratio, (low, high), texts, value_words=value, good_words=good))

    def stake(self) -> Picture:
        rows = [
            charts.BarRow(
                name=self._vocabulary.winback(code),
                value=found.money_a_year,
                figure=self.language.money(found.money_a_year, self.currency, short=True),
                colour=CLASS_COLOURS[code],
            )
            for code in WINBACK_ORDER
            if (found := self.analysis.winback.get(code)) is not None
        ]
        said = ", ".join(f"{row.name}: {row.figure}" for row in rows)
        return _one(
            charts.bars(rows, charts.Texts(self.language.gettext("Money lost a year by class"), said))
        )

    def rfm(self) -> Picture:
        _ = self.language.gettext
        cells = {(cell.recency, cell.frequency): cell for cell in self.analysis.rfm_grid}
        money = sum(max(cell.revenue, 0) for cell in cells.values()) or 1
        tiles = []
        for recency, frequency in product(charts.SCORES, repeat=2):
            cell = cells.get((recency, frequency))
            clients, revenue = (cell.clients, cell.revenue) if cell else (0, 0)
            # The lands of the map are the same for every firm, peopled or not.
            land = self._vocabulary.segment(segment(recency, frequency))
            tiles.append(
                charts.RfmTile(
                    recency, frequency, clients, max(revenue, 0) / money, self.language.number(clients), land
                )
            )
        words = charts.RfmWords(_("bought long ago → lately"), _("buy often ↑"))
        texts = charts.Texts(
            _("RFM map"), _("Circles by recency and frequency: the area is clients, the colour their money.")
        )
        return Picture(
            _inked(charts.rfm_map(tiles, words, texts, width=460, height=430)),
            _inked(charts.rfm_map(tiles, words, texts, width=290, height=370)),
        )

    def cohorts(self, shown: tuple[Cohort, ...]) -> Picture:
        _ = self.language.gettext
        words = charts.CohortWords(_("first bought"), _("clients"), _("months later, % bought again"))
        texts = charts.Texts(
            _("Cohorts by month of first purchase"), _("The darker the cell, the more of them bought again.")
        )

        def drawn(cell: float, margin: float, most: int, *, short: bool) -> str:
            rows = [self._cohort(cohort, most, short=short) for cohort in shown]
            # On a telephone there is no room for the head of the column that needs none.
            named = replace(words, cohort="") if short else words
            return charts.cohort_map(rows, named, texts, cell=cell, margin=margin)

        longest = max((month.month for cohort in shown for month in cohort.months), default=1)
        most = min(longest, COHORTS_SHOWN)
        cell = min(44.0, max(31.0, (960 - 200) / max(most, 1)))
        return Picture(
            _inked(drawn(cell, 190, most, short=False)), _inked(drawn(25, 114, min(most, 8), short=True))
        )

    def _cohort(self, cohort: Cohort, most: int, *, short: bool) -> charts.CohortRow:
        cells = tuple(
            charts.CohortCell(month.month, month.share, self.language.number(month.share * 100))
            for month in cohort.months
            if 1 <= month.month <= most
        )
        name = self.language.month(cohort.cohort, short=short)
        return charts.CohortRow(name, self.language.number(cohort.clients), cells)

    def pareto(self) -> Picture:
        _ = self.language.gettext
        by_revenue = self.analysis.profit_source == "revenue"
        found = self.analysis.pareto
        share = self.language.percent(found.share_for_80 or 0)
        bring = _("80% of the revenue") if by_revenue else _("80% of the profit")
        words = charts.ParetoWords(
            clients=_("share of clients, the largest first"),
            profit=_("share of revenue") if by_revenue else _("share of profit"),
            equal=_("if all were equal"),
            percent="\u00a0%" if self.language.code == "ru" else "%",
            mark=_("{share} of clients").format(share=share) + f"\n{bring}",
        )
        texts = charts.Texts(_("Pareto curve"), sentences.pareto(found, self.language, by_revenue=by_revenue))
        points = [charts.ParetoPoint(*point) for point in found.curve]

        def drawn(width: float) -> str:
            return charts.pareto_curve(
                points, found.share_for_80, words, texts, width=width, height=width * 0.7
            )

        return _both(drawn, 400, 264)

    def rhythm(self, row: CallRow) -> Markup:
        name = self._vocabulary.client(row.client)
        texts = charts.Texts(
            self.language.gettext("Rhythm of purchases: {client}").format(client=name),
            sentences.why(row, self.language),
        )
        return _inked(
            charts.rhythm_strip(
                row.purchase_days,
                texts,
                today=self.analysis.as_of,
                rhythm_days=row.rhythm_days,
                lost_line=row.lost_line,
            )
        )

    def rhythm_key(self) -> Markup:
        """A made-up client, silent long enough for every word to have room."""
        _ = self.language.gettext
        today = date(2000, 12, 31)
        last = today - timedelta(days=110)
        days = tuple(
            last - timedelta(days=30 * number + shift) for number, shift in enumerate((0, 2, -3, 1, 3))
        )
        words = charts.RhythmWords(_("purchases"), _("usual pause"), _("line"), _("today"))
        texts = charts.Texts(_("How to read a rhythm"))
        return _inked(
            charts.rhythm_strip(
                days, texts, today=today, rhythm_days=30, lost_line=last + timedelta(days=44), words=words
            )
        )


def _both(drawn: Callable[[float], str], wide: float, narrow: float) -> Picture:
    return Picture(_inked(drawn(wide)), _inked(drawn(narrow)))


def _one(svg: str) -> Picture:
    return Picture(_inked(svg))


def _inked(svg: str) -> Markup:
    # Safe: charts escape every text they are given.
    return Markup(charts.themed(svg))  # noqa: S704
