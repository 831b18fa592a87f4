"""The pictures of the analysis."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vernost import charts
from vernost.core.money import to_minor
from vernost.language import LANGUAGES, Language, translator
from vernost.sales.selectors.analysis import ReasonLine, StageLine

SHOWN = 8


def tongue() -> Language:
    code = (get_language() or settings.LANGUAGE_CODE)[:2]
    return translator(code if code in LANGUAGES else "en")


def reasons(lines: Sequence[ReasonLine]) -> SafeString:
    """By the money lost, the dearest first; where no sums are known, by how many."""
    known = [one for one in lines if one.reason is not None][:SHOWN]
    by_money = any(one.money for one in known)
    rows = [
        charts.BarRow(
            str(one.reason), float(one.money) if by_money else one.lost, _figure(one, by_money), "loss-fill"
        )
        for one in known
    ]
    return _bars(rows, _("Money lost by reason") if by_money else _("Deals lost by reason"))


def stages(lines: Sequence[StageLine]) -> SafeString:
    """How many reached each stage, and which share of them was won."""
    rows = [
        charts.BarRow(
            str(one.stage),
            one.reached,
            _("{n}, won {share}").format(
                n=tongue().number(one.reached), share=tongue().percent(one.rate or 0)
            ),
            "accent-fill",
        )
        for one in lines
    ]
    return _bars(rows, _("How far deals came"))


def _figure(one: ReasonLine, by_money: bool) -> str:
    count = tongue().number(one.lost)
    if not by_money:
        return count
    money = tongue().money(to_minor(one.money), settings.CURRENCY, short=True)
    return f"{money} · {count}"


def _bars(rows: Sequence[charts.BarRow], title: str) -> SafeString:
    said = ", ".join(f"{row.name} {row.figure}" for row in rows)
    # Charts escape every text they are given.
    return mark_safe(charts.themed(charts.bars(rows, charts.Texts(title, said))))
