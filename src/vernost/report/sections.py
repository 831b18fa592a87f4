"""What the first sections show — how things stand and what to do — in the person's words and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from vernost.analytics.results import Analysis, Totals
from vernost.analytics.terms import Terms
from vernost.language import Language
from vernost.report import foretelling, sentences
from vernost.report.call_list import WINBACK_ORDER, CallRow
from vernost.report.pictures import Picture, Pictures
from vernost.report.vocabulary import STAGES, Vocabulary

if TYPE_CHECKING:
    from vernost.analytics.forecast.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Opening:
    headline: str
    money: str
    caption: str
    came_back: str
    came_back_share: float | None
    came_back_figure: str
    alarming: bool
    period: str


def opening(analysis: Analysis, told: Outlook | None, language: Language, currency: str | None) -> Opening:
    share = analysis.loss.came_back.share
    totals = analysis.totals
    return Opening(
        headline=sentences.headline(analysis, language),
        money=language.money(foretelling.headline_money(analysis, told), currency),
        caption=foretelling.money_caption(analysis, told, language, currency),
        came_back=sentences.came_back(analysis.loss.came_back, language),
        came_back_share=share,
        came_back_figure="" if share is None else language.percent(share),
        alarming=analysis.loss.lost > 0,
        period=_period(totals, language),
    )


def _period(totals: Totals, language: Language) -> str:
    first, last = language.day(totals.first_day), language.day(totals.last_day)
    return first if first == last else f"{first} – {last}"


@dataclass(frozen=True, slots=True)
class Call:
    """One row of the list to call."""

    name: str
    stage: str
    stage_word: str
    why: str
    strip: Markup
    last_purchase: str
    rhythm: str
    rhythm_source: str
    late: str
    is_late: bool
    worth: str
    bought: str
    a_year: str


@dataclass(frozen=True, slots=True)
class CallGroup:
    name: str
    stake: str
    rows: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Calls:
    shown: int
    lead: str
    groups: tuple[CallGroup, ...]


def calls(
    analysis: Analysis, rows: Sequence[CallRow], pictures: Pictures, language: Language, currency: str | None
) -> Calls:
    order = [*WINBACK_ORDER, *dict.fromkeys(row.winback_class for row in rows)]
    groups = []
    for code in dict.fromkeys(order):
        members = tuple(_call(row, pictures, language, currency) for row in rows if row.winback_class == code)
        if members:
            groups.append(
                CallGroup(
                    Vocabulary(language).winback(code), _stake(analysis, code, language, currency), members
                )
            )
    return Calls(len(rows), _calls_lead(analysis, len(rows), language), tuple(groups))


def _stake(analysis: Analysis, code: str | None, language: Language, currency: str | None) -> str:
    found = analysis.winback.get(code or "")
    if found is None or found.clients == 0:
        return ""
    lost = language.ngettext("{n} lost client", "{n} lost clients", found.clients)
    money = language.money(found.money_a_year, currency, short=True)
    return language.gettext("in the whole base {lost}, {money} a year").format(
        lost=lost.format(n=language.number(found.clients)), money=money
    )


def _calls_lead(analysis: Analysis, shown: int, language: Language) -> str:
    if shown == 0 and analysis.loss.lost == 0 and analysis.lifecycle.get("slipping", 0) == 0:
        return language.gettext("Nobody to call: nobody is late.")
    if shown == 0:
        return language.gettext(
            "Nobody to call: those who are silent buy little and rarely, and a call costs more than it"
            " brings."
        )
    waiting = analysis.loss.lost + analysis.lifecycle.get("slipping", 0)
    if waiting > shown:
        return language.gettext(
            "{shown} of {waiting} who are late: first by class, within a class by what they brought in"
            " twelve months."
        ).format(shown=language.number(shown), waiting=language.number(waiting))
    return language.gettext(
        "All who are late: first by class, within a class by what they brought in twelve months."
    )


def _call(row: CallRow, pictures: Pictures, language: Language, currency: str | None) -> Call:
    words = Vocabulary(language)
    unknown = row.lost_line is None
    bought = language.ngettext("{n} purchase", "{n} purchases", row.purchases)
    return Call(
        name=words.client(row.client),
        stage=row.lifecycle,
        stage_word=words.stage_of_one(row.lifecycle),
        why=sentences.why(row, language),
        strip=pictures.rhythm(row),
        last_purchase=language.short_day(row.last_purchase),
        rhythm="—" if row.rhythm_days is None else language.days(sentences.usual_days(row.rhythm_days)),
        rhythm_source=_rhythm_source(row.rhythm_source, language),
        late="—" if unknown else _late(row.days_late, language),
        is_late=not unknown and row.days_late > 0,
        worth=language.money(row.profit, currency),
        bought=bought.format(n=language.number(row.purchases)),
        a_year=language.gettext("estimate {money} a year").format(
            money=language.money(row.money_a_year, currency, short=True)
        ),
    )


def _late(days: int, language: Language) -> str:
    if days > 0:
        return f"+{language.days(days)}"
    if days == 0:
        return language.gettext("tomorrow")
    return language.gettext("in {days}").format(days=language.days(-days)).replace(" ", "\u00a0")


def _rhythm_source(code: str | None, language: Language) -> str:
    _ = language.gettext
    return {
        "own": _("own rhythm"),
        "stated": _("stated by an employee"),
        "segment": _("of the segment"),
        "base": _("of the whole base"),
    }.get(code or "", "")


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    clients: str
    share: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Flow:
    """The year as a ledger: each entry with its sign, and the balance."""

    entries: tuple[tuple[str, str], ...]
    end: str
    ratio: str
    verdict: str
    yardstick: Picture | None


@dataclass(frozen=True, slots=True)
class Lifecycle:
    lead: str
    picture: Picture
    stages: tuple[Stage, ...]
    flow: Flow | None


def lifecycle(analysis: Analysis, terms: Terms, pictures: Pictures, language: Language) -> Lifecycle:
    words, counts = Vocabulary(language), analysis.lifecycle
    total = sum(counts.values()) or 1
    stages = tuple(
        Stage(
            words.stage(code),
            language.number(counts.get(code, 0)),
            language.percent(counts.get(code, 0) / total),
            words.stage_meaning(code),
        )
        for code in STAGES
    )
    return Lifecycle(
        _base_rhythm(analysis, language),
        pictures.lifecycle(),
        stages,
        _flow(analysis, terms, pictures, language),
    )


def _base_rhythm(analysis: Analysis, language: Language) -> str:
    if analysis.base_rhythm_days is None:
        return language.gettext("Nobody bought twice yet, so there is no usual rhythm.")
    days = language.days(sentences.usual_days(analysis.base_rhythm_days))
    return language.gettext("The usual rhythm of this base: one purchase every {days}.").format(days=days)


def _signed(sign: str, count: int, language: Language) -> str:
    return f"{sign}{language.number(count)}" if count else language.number(0)


def _flow(analysis: Analysis, terms: Terms, pictures: Pictures, language: Language) -> Flow | None:
    year = analysis.loss.year
    if year is None:
        return None
    _, n = language.gettext, language.number
    entries = (
        (_("a year ago"), n(year.start)),
        (_("came for the first time"), _signed("+", year.new, language)),
        (_("passed the line"), _signed("\u2212", year.lost, language)),
        (_("came back"), _signed("+", year.returned, language)),
    )
    if year.ratio is None:
        return Flow(entries, n(year.end), "", "", None)
    low, high = terms.good_loss
    ratio = language.percent(year.ratio / 100, 1)
    if year.ratio > high:
        verdict = _("{ratio} of the clients were lost in the year: more than good firms lose.")
    elif year.ratio < low:
        verdict = _("{ratio} of the clients were lost in the year: fewer than good firms lose.")
    else:
        verdict = _("{ratio} of the clients were lost in the year: as many as good firms lose.")
    return Flow(
        entries, n(year.end), ratio, verdict.format(ratio=ratio), pictures.yardstick(year.ratio, terms)
    )


@dataclass(frozen=True, slots=True)
class FileSection:
    clients: str
    orders: str
    purchases: str
    gross: str
    refunds: str
    net: str


def file(analysis: Analysis, language: Language, currency: str | None) -> FileSection:
    totals = analysis.totals
    n = language.number
    gross, refunds, net = (
        language.money(sum_, currency, exact=True) for sum_ in (totals.gross, totals.refunds, totals.net)
    )
    return FileSection(n(totals.clients), n(totals.orders), n(totals.purchases), gross, refunds, net)
