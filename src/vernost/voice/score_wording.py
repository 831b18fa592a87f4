"""How scores are told to people, and what is to be done about them (rule 4.2)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Text
from vernost.language import LANGUAGES, MINUS, Language, translator

BANDS: dict[str, Text] = {
    "weak": pgettext_lazy("band of NPS", "Clients do not value us"),
    "known": pgettext_lazy("band of NPS", "We are known; loyalty is to be raised"),
    "threshold": pgettext_lazy("band of NPS", "At the threshold of loyalty"),
    "leaders": pgettext_lazy("band of NPS", "Among the leaders"),
}
TO_DO: dict[str, Text] = {
    "weak": _(
        "Stop winning new clients at any price: they leave as they came. Call every critic, find the two "
        "causes they name most, and mend these first."
    ),
    "known": _(
        "They buy, but recommend by chance. Make passives promoters: one thing done better than they expect, "
        "a call after each order, promises that are kept."
    ),
    "threshold": _(
        "A little is lacking. See by manager and segment where critics remain, mend the heaviest cause, and "
        "ask promoters to recommend you."
    ),
    "leaders": _(
        "Clients bring clients. Ask promoters for recommendations and reviews, and do not lose pace: one "
        "careless month is seen in the next score."
    ),
}
BAND_TONES = {"weak": "loss", "known": "wait", "threshold": "note", "leaders": "gain"}
SPLITS: dict[str, Text] = {
    "owner": _("By manager"),
    "segment": _("By segment"),
    "channel": _("By channel"),
    "product": _("By product"),
    "abc": _("By ABC class"),
}
UNKNOWN: dict[str, Text] = {
    "owner": _("nobody’s clients, or anonymous"),
    "segment": _("without a segment"),
    "product": _("no product named"),
    "abc": _("class not known"),
    "channel": "—",
}
KIND_WORDS: dict[str, Text] = {
    "promoter": pgettext_lazy("answer", "promoter"),
    "passive": pgettext_lazy("answer", "passive"),
    "critic": pgettext_lazy("answer", "critic"),
}
KIND_TONES = {"promoter": "gain", "passive": "", "critic": "loss"}
PERIODS: dict[str, Text] = {
    "90": _("90 days"),
    "month": _("this month"),
    "quarter": _("this quarter"),
    "year": pgettext_lazy("period", "a year"),
    "all": _("all the time"),
}


def tongue() -> Language:
    """The reader's language, for figures in pictures."""
    code = (get_language() or settings.LANGUAGE_CODE)[:2]
    return translator(code if code in LANGUAGES else "en")


def short_day(day: date) -> str:
    """«5 окт.»: under a picture, where the year is said elsewhere."""
    from babel.dates import format_skeleton

    return str(format_skeleton("MMMd", day, locale=(get_language() or "en")[:2]))


def signed(value: float, digits: int = 1) -> str:
    text = tongue().number(abs(value), digits)
    return f"+{text}" if value > 0 else f"{MINUS}{text}" if value < 0 else text
