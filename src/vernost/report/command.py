"""``vernost report``: a file of orders in; figures, a list of clients and a page out."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import threading
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vernost import __version__
from vernost.analytics.errors import AnalyticsError
from vernost.language import Language, default_language, translator
from vernost.report.aside import Aside
from vernost.report.options import COLUMN_OPTIONS
from vernost.report.progress import Bar

if TYPE_CHECKING:
    from vernost.analytics import Analysis
    from vernost.analytics.forecast.outlook import Outlook, Reckoned, Wish
    from vernost.analytics.results import Known
    from vernost.files import FileShape, OrderLog
    from vernost.spark.orders import SparkLog

    Log = OrderLog | SparkLog

REFUSED = 2


def run(options: argparse.Namespace) -> int:
    """Run the command; returns 0, or 2 after one clear sentence on the error stream."""
    # A short life that imports and compiles much: looking for garbage would take a tenth of it.
    gc.disable()
    words = translator(options.lang or default_language(os.environ))
    from vernost.files import FileProblem
    from vernost.report.results import CannotWrite
    from vernost.spark.problems import SparkProblem

    try:
        return _report(options, words)
    except (FileProblem, AnalyticsError, CannotWrite, SparkProblem) as problem:
        sentence = in_words(problem.message, problem.params, words)
        hint = getattr(problem, "hint", "")
        _say(f"{sentence} {in_words(hint, problem.params, words)}" if hint else sentence)
        return REFUSED


def in_words(message: str, params: dict[str, object], words: Language) -> str:
    """A sentence of another package in the language of the person."""
    text = words.gettext(message)
    return text % params if params else text


def _report(options: argparse.Namespace, words: Language) -> int:
    from vernost.report import results

    results.check_targets([options.clients, options.out, options.errors, _path_of(options.json)])
    with Bar(words) as bar, ExitStack() as opened:
        log, orders = _orders(options, words, bar, opened)
        analysis, told = _analyse(options, log, orders, words, bar)
        bar.finish(words.gettext("Writing"))
        # Everything that an engine may fail at comes before the first file is written.
        html = _page(options, analysis, told, log, words) if options.out else ""
        said = _summary(options, analysis, told, log, words)
        figures = Aside(lambda: results.as_json(results.figures(analysis, told, log)))
        if options.clients:
            results.write_clients(analysis, told, options.clients)
    if options.out:
        results.write_text(options.out, html)
    if options.json:
        results.write_json(figures.result(), options.json)
    sys.stdout.write(said)
    return 0


def _summary(
    options: argparse.Namespace, analysis: Analysis, told: Outlook, log: Log, words: Language
) -> str:
    if options.json == "-":
        return ""
    from vernost.report.summary import summary

    return summary(analysis, told, log, options, words) + "\n"


def _orders(options: argparse.Namespace, words: Language, bar: Bar, opened: ExitStack) -> tuple[Log, Any]:
    """The log that FILE holds, and its orders as a table of the engine that computes."""
    from vernost import files
    from vernost.report import on_spark

    overrides = {name: getattr(options, name) for name in COLUMN_OPTIONS if getattr(options, name)}
    if on_spark.reads(options):
        there = on_spark.read(options, overrides, lambda shape: _show_columns(shape, words), opened)
        return there, there.orders
    shape = files.inspect(options.file, overrides)
    _show_columns(shape, words)
    if options.engine != "spark":
        threading.Thread(target=_import, name="vernost-import", daemon=True).start()
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
    if options.engine == "spark":
        return log, on_spark.hand_over(log, opened)
    duckdb, _ = _engine()
    return log, duckdb.from_connection(log.connection).table("orders")


def _path_of(target: str | None) -> Path | None:
    return None if target in (None, "-") else Path(str(target))


def _import() -> None:
    """A second of importing, begun while the file is being read: the engine, then what is needed later."""
    _engine()
    from vernost.analytics.forecast import outlook
    from vernost.report import calls, foretelling, sentences, summary

    _ = outlook, calls, foretelling, sentences, summary


def _engine() -> Any:
    """Ibis with its DuckDB."""
    import ibis
    import ibis.formats.pyarrow  # with NumPy; else the first answer would wait for it

    from vernost.analytics import analysis

    # The engine joins nested selects by itself, faster than Python does.
    ibis.options.sql.fuse_selects = False
    return ibis.duckdb, analysis


def _analyse(
    options: argparse.Namespace, log: Log, orders: Any, words: Language, bar: Bar
) -> tuple[Analysis, Outlook]:
    """The measures; and beside them the models, the check on the past and what is told of each client."""
    from vernost.analytics import Question, analyse

    question = Question(margin_share=options.margin_share, refunds=log.has_refunds, detail=bool(options.out))
    begun: list[tuple[Wish, Aside[Reckoned]]] = []
    foretell = partial(_begin_forecasts, options, begun)
    analysis = analyse(orders, options.as_of, question, progress=bar.analysing, known=foretell)
    bar.finish(words.gettext("Forecasts and the check on the past"))
    from vernost.analytics.forecast.outlook import told

    wish, reckoned = begun[0]
    return analysis, told(analysis, wish, reckoned.result())


def _begin_forecasts(
    options: argparse.Namespace, begun: list[tuple[Wish, Aside[Reckoned]]], known: Known
) -> None:
    from vernost.analytics.forecast.outlook import Wish, gathered, reckoned

    unit_days = 7.0 if options.unit == "week" else 1.0
    wish = Wish(options.horizon, unit_days, detail=bool(options.out))
    found = gathered(known)
    begun.append((wish, Aside(lambda: reckoned(found, wish))))


def _page(options: argparse.Namespace, analysis: Analysis, told: Outlook, log: Log, words: Language) -> str:
    from vernost.files import REASONS
    from vernost.report import calls, page

    return page.render(
        analysis,
        told,
        call_list=calls.calls(analysis),
        language=words.code,
        currency=log.currency,
        file_name=options.file.name,
        rejected={REASONS[code]: rows for code, rows in log.rejected.items()},
        notes=[in_words(note.message, note.params, words) for note in log.notes],
        version=__version__,
    )


def _show_columns(shape: FileShape, words: Language) -> None:
    """What was found, before work begins, and how to override it."""
    tr = words.gettext
    chosen = ", ".join(f"{tr(field)}: «{header}»" for field, header in shape.choice.items())
    _say(tr("Columns found: %(columns)s.") % {"columns": chosen})
    _say(tr("Another column is meant? Name it: --client, --date, --amount, … «column» (see --help)."))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
