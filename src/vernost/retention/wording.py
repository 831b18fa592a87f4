"""Where a client stands and why, in one sentence."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from vernost.core import clock
from vernost.language import LANGUAGES, Language, translator
from vernost.retention.models import ClientFacts, Lifecycle, RhythmSource

PARTS_OF_LOSS = {
    "owner": gettext_lazy("Manager"),
    "segment": gettext_lazy("Market segment"),
    "source": pgettext_lazy("loss report", "Source"),
}


def tongue() -> Language:
    """The reader's language, for figures inside sentences."""
    code = (get_language() or settings.LANGUAGE_CODE)[:2]
    return translator(code if code in LANGUAGES else "en")


def days_said(count: int) -> str:
    return tongue().days(count)


def day_said(day: date | None) -> str:
    return "—" if day is None else tongue().day(day, year=day.year != clock.today().year)


def silence(facts: ClientFacts, today: date | None = None) -> int | None:
    if facts.last_purchase is None:
        return None
    return max(0, ((today or clock.today()) - facts.last_purchase).days)


def whole_rhythm(facts: ClientFacts) -> int | None:
    """Whole days, cut off: silence is longer than the rhythm from the next day on."""
    return None if facts.rhythm_days is None else max(1, int(facts.rhythm_days))


def past_line(facts: ClientFacts) -> int | None:
    """Days of silence beyond the line; below zero while some are left."""
    quiet = silence(facts)
    return None if quiet is None or facts.line_days is None else quiet - facts.line_days


def expected_on(facts: ClientFacts) -> date | None:
    if facts.last_purchase is None or facts.rhythm_days is None:
        return None
    return facts.last_purchase + timedelta(days=round(facts.rhythm_days))


def reason(facts: ClientFacts) -> str:
    """«Обычно покупает раз в 31 день, молчит 47 дней: на 6 дней дольше черты.»"""
    quiet, over = silence(facts), past_line(facts)
    if facts.lifecycle == Lifecycle.POTENTIAL or quiet is None:
        return _("Has not bought yet.")
    if facts.rhythm_days is None or over is None:
        return _("Bought once, {silence} ago; a rhythm is not known yet.").format(silence=days_said(quiet))
    said = {
        "rhythm": days_said(whole_rhythm(facts) or 1),
        "silence": days_said(quiet),
        "over": days_said(max(over, 0)),
        "left": days_said(max(-over, 0)),
        "line": day_said(facts.lost_line),
    }
    return _sentence(facts, quiet, over).format(**said)


def _sentence(facts: ClientFacts, quiet: int, over: int) -> str:
    if facts.lifecycle == Lifecycle.LOST:
        usual = facts.purchases > 1
        return (
            _("Usually buys every {rhythm}, silent for {silence}: {over} past the line.")
            if usual
            else _("Bought once and has been silent for {silence}: {over} past the line.")
        )
    if facts.lifecycle == Lifecycle.NEW:
        return _("Bought once, {silence} ago; the line of loss is on {line}.")
    if quiet > (facts.rhythm_days or 0) and over == 0:
        return _("Usually buys every {rhythm}, silent for {silence}: today is the last day before the line.")
    if quiet > (facts.rhythm_days or 0):
        return _("Usually buys every {rhythm}, silent for {silence}: {left} left to the line.")
    if facts.lifecycle == Lifecycle.RETURNED:
        return _(
            "Came back after having been lost: buys every {rhythm}, the last time {silence} ago."
            " Handle with care."
        )
    return _("Buys every {rhythm}; the last time {silence} ago, in the usual rhythm.")


def rhythm_from(facts: ClientFacts) -> str:
    """Which of the four rhythms it is (rule 2.2)."""
    return {
        RhythmSource.OWN: _("median of the client's own pauses"),
        RhythmSource.STATED: _("stated by an employee"),
        RhythmSource.SEGMENT: _("usual in this market segment: too few own pauses yet"),
        RhythmSource.BASE: _("usual in the whole base: too few own pauses yet"),
    }.get(RhythmSource(facts.rhythm_source), _("not known"))
