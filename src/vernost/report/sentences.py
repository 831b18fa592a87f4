"""What the numbers say, in sentences."""

from __future__ import annotations

from math import floor

from vernost.analytics.results import Analysis, CameBack, Ltv, Pareto
from vernost.language import Language
from vernost.report.call_list import CallRow

FEW_CASES = 30  # below this a share is an anecdote, and the page says so


def headline(analysis: Analysis, language: Language) -> str:
    """How things stand, in one sentence."""
    loss, slipping = analysis.loss, analysis.lifecycle.get("slipping", 0)
    if loss.total == 0:
        return language.gettext("The file holds no purchase that stood: there is nobody to lose yet.")
    if loss.lost == 0 and loss.total == 1:
        first = language.gettext("The only client has not passed the line")
    elif loss.lost == 0:
        first = language.ngettext(
            "None of {n} client has been silent past the line",
            "None of {n} clients has been silent past the line",
            loss.total,
        ).format(n=language.number(loss.total))
    else:
        first = language.ngettext(
            "{n} client of {total} has been silent past the line",
            "{n} clients of {total} have been silent past the line",
            loss.lost,
        ).format(n=language.number(loss.lost), total=language.number(loss.total))
    if slipping == 0:
        return first + "."
    more = language.ngettext(
        "{n} more is slipping towards it", "{n} more are slipping towards it", slipping
    ).format(n=language.number(slipping))
    return f"{first}, {more}."


def money_caption(analysis: Analysis, language: Language) -> str:
    """What the one number is."""
    if analysis.loss.lost == 0:
        return language.gettext("a year is lost: nobody has passed the line.")
    return language.gettext(
        "a year goes with them. An estimate: the average check of each lost client times their purchases"
        " a year."
    )


def came_back(found: CameBack, language: Language) -> str:
    """How many came back unasked from the same silence in this file's own past (rule 2.3)."""
    if found.share is None or found.cut is None or found.horizon_days is None:
        return language.gettext(
            "The log is too short to tell how many of those who fall silent come back by themselves. Take"
            " a place on the list as a reason to call, not as a loss."
        )
    said = language.ngettext(
        "Of {n} client who had fallen silent in just this way by {day}, {share} bought again within"
        " {days}, though nobody had asked them to.",
        "Of {n} clients who had fallen silent in just this way by {day}, {share} bought again within"
        " {days}, though nobody had asked them to.",
        found.cases,
    ).format(
        n=language.number(found.cases),
        day=language.day(found.cut),
        share=language.percent(found.share),
        days=language.days(found.horizon_days),
    )
    if found.cases < FEW_CASES:
        said += " " + language.gettext("The cases are few: do not lean on this share.")
    return said


def why(row: CallRow, language: Language) -> str:
    """The reason to call: «обычно покупает раз в 31 день, молчит 47: на 6 дней дольше черты»."""
    if row.rhythm_days is None or row.lost_line is None:
        return language.gettext("has been silent for {days}").format(days=language.days(row.days_silent))
    rhythm = language.days(usual_days(row.rhythm_days))
    if row.rhythm_source in {"own", "stated"}:
        said = language.gettext("usually buys every {rhythm}, silent for {n}: {against_line}")
    else:
        said = language.gettext("such clients usually buy every {rhythm}, silent for {n}: {against_line}")
    against_line = _against_line(row.days_late, language)
    return said.format(rhythm=rhythm, n=language.number(row.days_silent), against_line=against_line)


def _against_line(days_late: int, language: Language) -> str:
    if days_late > 0:
        return language.gettext("{days} longer than the line").format(days=language.days(days_late))
    if days_late == 0:
        return language.gettext("today is the last day before the line")
    return language.gettext("{days} left before the line").format(days=language.days(-days_late))


def usual_days(rhythm: float) -> float:
    """Half a day matters in a rhythm of a week, not in one of a month."""
    return floor(rhythm * 2 + 0.5) / 2 if rhythm < 10 else floor(rhythm + 0.5)


def pareto(found: Pareto, language: Language, *, by_revenue: bool) -> str:
    if found.share_for_80 is None:
        return language.gettext("There is no profit to share out yet.")
    share = language.percent(found.share_for_80)
    if by_revenue:
        return language.gettext("{share} of the clients bring 80% of the revenue.").format(share=share)
    return language.gettext("{share} of the clients bring 80% of the profit.").format(share=share)


def ltv(found: Ltv, language: Language, currency: str | None) -> str:
    if found.formula is None:
        return language.gettext("There are too few purchases to say what a client is worth.")
    worth = language.money(found.formula, currency)
    if found.margin_source == "revenue":
        return language.gettext(
            "A client brings {money} over the whole time with you: revenue, not profit."
        ).format(money=worth)
    return language.gettext("A client brings {money} of profit over the whole time with you.").format(
        money=worth
    )


def margin(source: str, language: Language) -> str:
    _ = language.gettext
    return {
        "orders": _("The margin is counted from the orders in the file."),
        "given": _("The margin share was given by you; the file has no margin of its own."),
    }.get(
        source,
        _(
            "The file has no margin, so revenue is taken whole. Give your margin share, and this becomes"
            " profit."
        ),
    )
