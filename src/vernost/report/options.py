"""The words of ``vernost report`` and how they are read; light, so that ``--help`` answers at once."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from vernost.language import N_, Language

COLUMN_OPTIONS = (
    N_("client"),
    N_("date"),
    N_("amount"),
    N_("margin"),
    N_("order"),
    N_("manager"),
    N_("quantity"),
    N_("price"),
    N_("status"),
    N_("segment"),
)


def add_report(commands: Any, words: Language) -> None:
    """Add ``report`` to the command line."""
    tr = words.gettext
    parser = commands.add_parser(
        "report",
        help=tr("who is leaving, what it costs, whom to win back: from a file of orders"),
        description=tr(
            "Reads a file of orders (CSV, TSV, text, XLSX, Parquet) and tells who has gone quiet against "
            "their own rhythm, what that costs a year, and whom to call first. Nothing leaves this machine."
        ),
    )
    parser.add_argument("file_name", metavar="FILE", help=tr("the file of orders"))
    _add_time(parser, tr)
    parser.add_argument("--margin-share", metavar="SHARE", type=_share(words), help=tr("0.25 or 25%%"))
    parser.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help=tr("what computes; Spark on the master that VERNOST_ANALYTICS_URL names"),
    )
    outputs = parser.add_argument_group(tr("where the answers go"))
    outputs.add_argument("--json", metavar="OUT", help=tr("every figure as JSON; - for the screen"))
    outputs.add_argument("--clients", metavar="OUT.csv", type=Path, help=tr("one row a client"))
    outputs.add_argument("--out", metavar="OUT.html", type=Path, help=tr("the report to read and print"))
    outputs.add_argument("--errors", metavar="OUT.csv", type=Path, help=tr("the rows that were not counted"))
    outputs.add_argument("--lang", choices=("ru", "en"), help=tr("language of the report"))
    columns = parser.add_argument_group(
        tr("columns"), tr("name of the column, or its number from 1, where Vernost chose wrongly")
    )
    for name in COLUMN_OPTIONS:
        columns.add_argument(f"--{name}", metavar=tr("COLUMN"))
    columns.add_argument(
        "--refund-mark", metavar="TEXT", help=tr("a word in the status or number that marks a refund")
    )
    parser.set_defaults(run=_run)


def _add_time(parser: argparse.ArgumentParser, tr: Any) -> None:
    when = parser.add_argument_group(tr("time"))
    when.add_argument(
        "--as-of",
        metavar="DATE",
        type=_date(tr),
        help=tr("the day the question is asked; by default the day after the last order"),
    )
    when.add_argument("--until", metavar="DATE", type=_date(tr), help=tr("leave out orders after this day"))
    when.add_argument(
        "--unit", choices=("day", "week"), default="week", help=tr("unit of time of the models")
    )
    when.add_argument(
        "--horizon", metavar="DAYS", type=_days(tr), default=365, help=tr("how far ahead to look, in days")
    )


def _date(tr: Any) -> Any:
    def read(text: str) -> date:
        try:
            if len(text) == 10 and text[2] == text[5] == ".":
                return date(int(text[6:]), int(text[3:5]), int(text[:2]))
            return date.fromisoformat(text)
        except ValueError:
            message = tr("%(text)s is no date: write it as 2026-11-21 or 21.11.2026") % {"text": text}
            raise argparse.ArgumentTypeError(message) from None

    return read


def _days(tr: Any) -> Any:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) > 1_000_000:
            raise argparse.ArgumentTypeError(
                tr("%(text)s is no number of days (0 to 1000000)") % {"text": text}
            )
        return int(text)

    return read


def _share(words: Language) -> Any:
    def read(text: str) -> float:
        number = text.strip().replace(",", ".")
        try:
            value = float(number[:-1]) / 100 if number.endswith("%") else float(number)
        except ValueError:
            value = -1.0
        if not 0 < value <= 1:
            message = words.gettext("%(text)s is no share: write it as 0.25 or 25%%") % {"text": text}
            raise argparse.ArgumentTypeError(message)
        return value

    return read


def _run(options: argparse.Namespace) -> int:
    options.file = Path(options.file_name)
    from vernost.report.command import run

    return run(options)
