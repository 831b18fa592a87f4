"""How each number is made: the rules in plain words, with the thresholds that were really used."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from vernost.analytics.results import Analysis
from vernost.analytics.terms import Terms
from vernost.language import Language
from vernost.report.sentences import usual_days


@dataclass(frozen=True, slots=True)
class Explanation:
    rule: str
    name: str
    text: str


def explanations(analysis: Analysis, terms: Terms, language: Language) -> list[Explanation]:
    return [
        *_rhythm(analysis, terms, language),
        *_loss(terms, language),
        *_classes(analysis, terms, language),
        *_worth(analysis, language),
    ]


def _rhythm(analysis: Analysis, terms: Terms, language: Language) -> list[Explanation]:
    _ = language.gettext
    base = analysis.base_rhythm_days
    base_words = (
        _("Here the base buys every {days}.").format(days=language.days(usual_days(base)))
        if base is not None
        else _("Here nobody bought twice, so the base has no rhythm yet.")
    )
    return [
        Explanation(
            "2.1",
            _("Purchase"),
            _(
                "A day with at least one order that was not taken back whole. Several orders of one day are"
                " one purchase. A refund is taken off the order that the file names, else off the client's"
                " latest earlier orders; free orders count."
            ),
        ),
        Explanation(
            "2.2",
            _("Rhythm"),
            _(
                "The middle one (median) of the client's own pauses between purchases, once there are at"
                " least {pauses}. Before that: the pause stated by an employee, else the median of the"
                " segment, else of the whole base."
            ).format(pauses=terms.own_pauses)
            + " "
            + base_words,
        ),
        Explanation(
            "2.3",
            _("Lost line"),
            _(
                "Last purchase plus {factor} of the rhythm, or plus the pause that {quantile} of the"
                " client's own pauses stay under, whichever is longer; never under {floor}. Who buys every 3"
                " months is lost after 4 months of silence. The line is an alarm, not a verdict: some"
                " clients come back unasked, so their share in the past of this very file stands beside it."
            ).format(
                factor=_factor(terms.line_factor, language),
                quantile=language.percent(terms.line_quantile),
                floor=language.days(terms.line_floor_days),
            ),
        ),
        Explanation(
            "2.4",
            _("Where a client stands"),
            _(
                "New: one purchase, before the line. Slipping: silent longer than the rhythm, before the"
                " line. Lost: past the line. Returned: a purchase after having been lost, until {purchases}"
                " further purchases and {rhythms} rhythms have passed. Active: all others."
            ).format(purchases=terms.fragile_purchases, rhythms=language.plain(terms.fragile_rhythms)),
        ),
        Explanation(
            "2.5",
            _("A return"),
            _("Only a purchase after having left. Answering a call or dropping in is not a return."),
        ),
    ]


def _loss(terms: Terms, language: Language) -> list[Explanation]:
    _ = language.gettext
    low, high = terms.good_loss
    return [
        Explanation(
            "2.6",
            _("Share lost"),
            _(
                "Lost clients ÷ (clients at the start of the year + new ones) × 100%. Good firms lose"
                " {low}–{high}% a year. In this report the year ends on the day asked."
            ).format(low=language.number(low), high=language.number(high)),
        ),
        Explanation(
            "2.7",
            _("Money lost a year"),
            _(
                "Over all lost clients: average check × purchases a year. The average check is net revenue ÷"
                " purchases; purchases a year are 365.25 ÷ the client's mean pause, or ÷ the rhythm where"
                " there is no pause yet. Ten clients who each spent 50,000 seven times a year are 3,500,000."
            ),
        ),
        Explanation(
            "2.8",
            _("Expected loss and forecasts"),
            _(
                "Expected loss: for each lost client, money a year times the chance that they buy"
                " nothing within"
                " a year. Chances come from the published model MBG/NBD, corrected by what earlier dates"
                " of this"
                " file taught, but only where rehearsals on still earlier dates were closer to what"
                " came. Money"
                " comes from the Gamma-Gamma model. Each forecast was also made on earlier dates and compared"
                " with what followed."
            ),
        ),
        Explanation(
            "6.1",
            _("Whom to win back"),
            _(
                "First of all: AX, AY, BX. Must: AZ, BY. If possible: BZ, CX, CY. Let go: CZ. Within a"
                " class, by what the client brought in the last twelve months."
            ),
        ),
    ]


def _classes(analysis: Analysis, terms: Terms, language: Language) -> list[Explanation]:
    _, by = language.gettext, _by(analysis, language)
    return [
        Explanation(
            "3.2",
            _("ABC"),
            _(
                "Clients in order of {by} over the last {months}. A while the share before the client is"
                " under {a}, B while under {b}, the rest C."
            ).format(
                by=by,
                months=months(terms.abc_months, language),
                a=language.percent(terms.abc_a),
                b=language.percent(terms.abc_b),
            ),
        ),
        Explanation(
            "3.3",
            _("XYZ"),
            _(
                "How much the client's sums per period swing (standard deviation ÷ mean; a period is a"
                " month, or a quarter where the rhythm is slower). X up to {x}, Y up to {y}, Z above, or"
                " with fewer than {periods} periods. In retail nearly everyone is Z at these lines."
            ).format(
                x=language.percent(terms.xyz_x), y=language.percent(terms.xyz_y), periods=terms.xyz_periods
            ),
        ),
        Explanation(
            "3.4",
            _("RFM"),
            _(
                "Recency, frequency and money, each from 1 to 5 by fifths of your own clients; 5 is best,"
                " and equal values always get equal scores."
            ),
        ),
    ]


def _worth(analysis: Analysis, language: Language) -> list[Explanation]:
    _, by = language.gettext, _by(analysis, language)
    return [
        Explanation(
            "3.1",
            _("What a client is worth (LTV)"),
            _(
                "Sum of the clients' average checks × purchases a month × margin share × months a client"
                " buys ÷ number of clients. Months run from the first to the last purchase, at least one; a"
                " month is 30.4375 days."
            ),
        ),
        Explanation(
            "3.5",
            _("Pareto"),
            _("Clients in order of {by}, the largest first, and the share that they bring together.").format(
                by=by
            ),
        ),
        Explanation(
            "3.6",
            _("Cohorts"),
            _(
                "Clients by the month of their first purchase, and the share of them who bought again in"
                " each later month. The last month of the log may be incomplete."
            ),
        ),
    ]


def _by(analysis: Analysis, language: Language) -> str:
    if analysis.profit_source == "orders":
        return language.gettext("profit")
    return language.gettext("revenue, since the file has no costs")


def months(count: int, language: Language) -> str:
    return language.ngettext("{n} month", "{n} months", count).format(n=count).replace(" ", "\u00a0")


def _factor(value: float, language: Language) -> str:
    """4/3 as people say it; a factor that is no plain fraction as a decimal."""
    fraction = Fraction(value).limit_denominator(12)
    if abs(float(fraction) - value) < 1e-9:
        return str(fraction)
    return language.number(value, 2)
