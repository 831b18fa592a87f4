"""What is foretold, in sentences; and how often such sentences were right on the firm's own past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vernost.analytics.models.errors import ModelRefusal
from vernost.language import Language
from vernost.report import sentences

if TYPE_CHECKING:
    from vernost.analytics.forecast.checks import LostCheck, Multiplier
    from vernost.analytics.forecast.learned_chance import LearnedChance
    from vernost.analytics.forecast.outlook import Outlook
    from vernost.analytics.forecast.revenue_forecast import RevenueForecast
    from vernost.analytics.results import Analysis


def headline_money(analysis: Analysis, told: Outlook | None) -> int:
    """The expected loss a year (rule 2.7) in minor units; the plain sum where nothing is known of chances."""
    if told is None or told.expected_a_year is None or analysis.loss.lost == 0:
        return analysis.loss.money_a_year
    return told.expected_a_year


def money_caption(analysis: Analysis, told: Outlook | None, language: Language, currency: str | None) -> str:
    """What the one number is, with the plain sum beside it."""
    if told is None or told.expected_a_year is None or analysis.loss.lost == 0:
        return sentences.money_caption(analysis, language)
    plain = language.money(analysis.loss.money_a_year, currency)
    if told.expected_by == "models":
        said = language.gettext(
            "a year is the expected loss, an estimate: what each lost client brought a year, times the chance"
            " that they buy nothing within a year. If nobody came back, it would be {plain}."
        )
    else:
        said = language.gettext(
            "a year is the expected loss, an estimate: what the lost clients brought a year, less the"
            " share who"
            " came back by themselves in the past. If nobody came back, it would be {plain}."
        )
    return said.format(plain=plain)


def money_line(analysis: Analysis, told: Outlook, language: Language, currency: str | None) -> str:
    money = language.money(headline_money(analysis, told), currency)
    return f"{money} {money_caption(analysis, told, language, currency)}"


def back_test(told: Outlook | None, language: Language) -> str:
    """«Из каждых 100 клиентов, названных потерянными 1 октября, 79 не вернулись»; empty without a past."""
    tested = told.backtest if told else None
    if tested is None or not tested.checks:
        return ""
    check = tested.checks[0]
    rule = check.lost_by("plain")
    if rule.precision is None:
        return language.gettext(
            "On {day} nobody was past the line, so the line was not put to the test."
        ).format(day=language.day(check.cut))
    days = language.days(check.horizon)
    if rule.called < sentences.FEW_CASES:
        said = language.ngettext(
            "Of {n} client called lost on {day}, {right} did not come back within {days}.",
            "Of {n} clients called lost on {day}, {right} did not come back within {days}.",
            rule.called,
        ).format(n=rule.called, right=language.number(rule.right), day=language.day(check.cut), days=days)
        return said + " " + language.gettext("The cases are few: do not lean on this share.")
    return language.gettext(
        "Of every 100 clients called lost on {day}, {right} did not come back within {days} ({cases} cases)."
    ).format(
        day=language.day(check.cut),
        right=language.number(rule.precision * 100),
        days=days,
        cases=language.number(rule.called),
    )


def sampled(told: Outlook, checked: int, language: Language) -> str:
    """Says that only a part of a large log was looked back at; else empty."""
    if told.sampled_of is None:
        return ""
    return language.gettext(
        "The log is large: its past was checked on {n} clients of {total}, chosen evenly."
    ).format(n=language.number(checked), total=language.number(told.sampled_of))


def rule_name(check: LostCheck, language: Language) -> str:
    if check.rule == "plain":
        return language.gettext("the lost line of each client")
    if check.rule == "model":
        return language.gettext("a chance of a purchase under one half")
    return language.gettext("silent for more than {days}").format(days=language.days(int(check.rule)))


def multiplier(found: Multiplier, language: Language) -> str:
    """The suggested multiplier of rule 2.3; it is never changed by itself."""
    used, best = language.plain(found.used), language.plain(found.best or 0)
    if found.best is None:
        return language.gettext("The past holds too few returns to compare lost lines.")
    if found.at_edge:
        return language.gettext(
            "Of all lines tried the one at {best} rhythms, the last of them, told the leaving from the"
            " returning"
            " best: here silence alone says little, and no other line is suggested."
        ).format(best=best)
    if found.suggested == found.used:
        return language.gettext(
            "The line at {used} rhythms did as well on your own past as any other tried."
        ).format(used=used)
    return language.gettext(
        "On your own past a line at {best} rhythms would have told the leaving from the returning better than"
        " the one at {used}. Nothing was changed: the line is yours to move."
    ).format(best=best, used=used)


def learned(found: LearnedChance | None, language: Language) -> str:
    """How the chance of a purchase was made."""
    if found is None:
        return language.gettext(
            "The chances are those of the published model MBG/NBD; on a log of this size nothing is learned"
            " on top of it here."
        )
    if found.note is not None:
        return language.gettext(found.note)
    before = sum(trial.published_loss for trial in found.trials)
    gain = 1 - sum(trial.chosen_loss for trial in found.trials) / before if before else 0.0
    return language.gettext(
        "The chances begin with the published model MBG/NBD and are corrected by what your own past"
        " taught. On"
        " earlier dates, foretold with what was known then, that was {gain} closer to what came."
    ).format(gain=language.percent(max(gain, 0.0)))


def revenue(found: RevenueForecast, language: Language, currency: str | None) -> str:
    """Revenue to come, and how the forecast of a year ago did."""
    said = language.gettext(
        "The next twelve months should bring about {revenue}, with a chance of 80% between {low} and {high};"
        " {known} of it from clients you have already."
    ).format(
        revenue=language.money(found.revenue, currency, short=True),
        low=language.money(found.low, currency, short=True),
        high=language.money(found.high, currency, short=True),
        known=language.percent(found.known_clients / found.revenue if found.revenue else 0.0, 0),
    )
    last = found.last_year
    if last is None:
        return f"{said} {language.gettext('The log is too short to see how a forecast of a year ago did.')}"
    past = language.gettext("Made on {day}, the same forecast said {forecast}; {actual} came.").format(
        day=language.day(last.cut),
        forecast=language.money(last.forecast, currency, short=True),
        actual=language.money(last.actual, currency, short=True),
    )
    return f"{said} {past}"


def refusals(told: Outlook | None, language: Language) -> list[str]:
    """Why something is not foretold, a sentence each, none twice."""
    if told is None:
        return []
    return list(dict.fromkeys(refusal(found, language) for found in told.refusals.values()))


def refusal(found: ModelRefusal, language: Language) -> str:
    return language.gettext(found.msgid).format(**found.params)
