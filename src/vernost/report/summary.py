"""What the report says on the screen: the truth in one glance, and whom to call first."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from vernost.language import Language

if TYPE_CHECKING:
    from vernost.analytics import Analysis
    from vernost.analytics.forecast.outlook import Outlook
    from vernost.files import OrderLog
    from vernost.spark.orders import SparkLog

CALLS_SHOWN = 5


def summary(
    analysis: Analysis,
    told: Outlook,
    log: OrderLog | SparkLog,
    options: argparse.Namespace,
    words: Language,
) -> str:
    """A few lines for the screen, in the person's language."""
    from vernost.files import REASONS
    from vernost.report import foretelling, sentences
    from vernost.report.calls import calls

    lines = [
        "",
        sentences.headline(analysis, words),
        foretelling.money_line(analysis, told, words, log.currency),
    ]
    if analysis.loss.lost:
        lines.append(
            foretelling.back_test(told, words) or sentences.came_back(analysis.loss.came_back, words)
        )
    lines += foretelling.refusals(told, words)
    first = calls(analysis, length=CALLS_SHOWN)
    if first:
        lines += ["", words.gettext("To call first:")]
        for row in first:
            worth = words.money(row.profit, log.currency)
            lines.append(f"  {row.client} · {worth} · {sentences.why(row, words)}")
    rejected = sum(log.rejected.values())
    if rejected:
        text = words.ngettext("%(n)s row was not counted", "%(n)s rows were not counted", rejected)
        lines += ["", text % {"n": words.number(rejected)} + ":"]
        lines += [
            f"  {words.number(rows)} · {words.gettext(REASONS[code])}" for code, rows in log.rejected.items()
        ]
    for path in (options.out, options.clients, options.json, options.errors):
        if path and str(path) != "-":
            lines.append(words.gettext("Written: %(path)s") % {"path": path})
    return "\n".join(lines)
