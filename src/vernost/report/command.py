"""``vernost report``: a file of orders in; figures, a list of clients and a page out."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from vernost import __version__
from vernost.analytics.errors import AnalyticsError
from vernost.language import Language, default_language, translator
from vernost.report.options import COLUMN_OPTIONS
from vernost.report.progress import Bar

if TYPE_CHECKING:
    from vernost.analytics import Analysis
    from vernost.files import FileShape, OrderLog

REFUSED = 2


def run(options: argparse.Namespace) -> int:
    """Run the command; returns 0, or 2 after one clear sentence on the error stream."""
    # A short life that imports and compiles much: looking for garbage would take a tenth of it.
    gc.disable()
    words = translator(options.lang or default_language(os.environ))
    from vernost.files import FileProblem
    from vernost.report.results import CannotWrite

    try:
        return _report(options, words)
    except (FileProblem, AnalyticsError, CannotWrite) as problem:
        sentence = told(problem.message, problem.params, words)
        hint = getattr(problem, "hint", "")
        _say(f"{sentence} {told(hint, problem.params, words)}" if hint else sentence)
        return REFUSED


def told(message: str, params: dict[str, object], words: Language) -> str:
    """A sentence of another package in the language of the person."""
    text = words.gettext(message)
    return text % params if params else text


def _report(options: argparse.Namespace, words: Language) -> int:
    from vernost import files
    from vernost.report import results

    results.check_targets([options.clients, options.out, options.errors, _path_of(options.json)])
    overrides = {name: getattr(options, name) for name in COLUMN_OPTIONS if getattr(options, name)}
    shape = files.inspect(options.file, overrides)
    _show_columns(shape, words)
    with Bar(words) as bar:
        log = files.load_orders(
            shape,
            refund_mark=options.refund_mark,
            until=options.until,
            as_of=options.as_of,
            today=date.today(),
            progress=bar.reading,
        )
        bar.watch(log.connection)
        if options.errors:
            log.write_rejects(options.errors, words.gettext)
        analysis = _analyse(options, log, bar)
        bar.finish(words.gettext("Writing"))
        if options.clients:
            results.write_clients(analysis, options.clients)
        if options.out:
            _write_page(options, analysis, log, words)
    figures = results.figures(analysis, log, horizon_days=options.horizon)
    if options.json:
        results.write_json(figures, options.json)
    if options.json != "-":
        from vernost.report.summary import summary

        sys.stdout.write(summary(analysis, log, options, words) + "\n")
    return 0


def _path_of(target: str | None) -> Path | None:
    return None if target in (None, "-") else Path(str(target))


def _analyse(options: argparse.Namespace, log: OrderLog, bar: Bar) -> Analysis:
    import ibis

    from vernost.analytics import Question, analyse

    refunds = log.connection.execute("SELECT 1 FROM orders WHERE refund LIMIT 1").fetchone() is not None
    question = Question(margin_share=options.margin_share, refunds=refunds, detail=bool(options.out))
    orders = ibis.duckdb.from_connection(log.connection).table("orders")
    return analyse(orders, options.as_of, question, progress=bar.analysing)


def _write_page(options: argparse.Namespace, analysis: Analysis, log: OrderLog, words: Language) -> None:
    from vernost.files import REASONS
    from vernost.report import calls, page, results

    html = page.render(
        analysis,
        call_list=calls.calls(analysis),
        language=words.code,
        currency=log.currency,
        file_name=options.file.name,
        rejected={REASONS[code]: rows for code, rows in log.rejected.items()},
        notes=[told(note.message, note.params, words) for note in log.notes],
        version=__version__,
    )
    results.write_text(options.out, html)


def _show_columns(shape: FileShape, words: Language) -> None:
    """What was found, before work begins, and how to override it."""
    tr = words.gettext
    chosen = ", ".join(f"{tr(field)}: «{header}»" for field, header in shape.choice.items())
    _say(tr("Columns found: %(columns)s.") % {"columns": chosen})
    _say(tr("Another column is meant? Name it: --client, --date, --amount, … «column» (see --help)."))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
