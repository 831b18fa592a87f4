"""Orders for ``report --engine spark``: read by Spark where it can, else by the house and handed over."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING

from vernost.language import N_

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from vernost.files import FileShape, OrderLog
    from vernost.spark.orders import SparkLog


def reads(options: argparse.Namespace) -> bool:
    """Whether Spark itself reads what FILE names."""
    if options.engine != "spark":
        return False
    from vernost.spark.reading import is_for_spark

    return is_for_spark(address(options))


def address(options: argparse.Namespace) -> str:
    """FILE as it was written: a path would make one slash of the two in ``s3a://``."""
    return str(options.file_name)


def read(
    options: argparse.Namespace,
    overrides: dict[str, str],
    show: Callable[[FileShape], None],
    opened: ExitStack,
) -> SparkLog:
    """The orders where they are, checked by Spark; the session ends with ``opened``.

    :raises FileProblem: nothing there that can be read; :raises SparkProblem: no Spark.
    """
    from vernost import spark
    from vernost.files import FileProblem
    from vernost.files.staging import Days
    from vernost.spark.orders import typed_orders
    from vernost.spark.reading import read as table_of

    if options.errors:
        raise FileProblem(
            "no_errors",
            N_("--errors lists rows of files that Vernost reads; %(file)s is read by Spark."),
            N_("Leave --errors out: how many rows were rejected, and why, is told all the same."),
            {"file": address(options)},
        )
    connection = opened.enter_context(spark.opened(os.environ.get("VERNOST_ANALYTICS_URL", "")))
    table, shape = table_of(connection, address(options), overrides)
    show(shape)
    days = Days(date.today(), options.until, options.as_of)
    return typed_orders(table, shape, days, options.refund_mark)


def hand_over(log: OrderLog, opened: ExitStack) -> ir.Table:
    """What the house's reader has read, as a table of Spark."""
    from vernost import spark

    rows = log.connection.execute("SELECT * FROM orders").to_arrow_table()
    connection = opened.enter_context(spark.opened(os.environ.get("VERNOST_ANALYTICS_URL", "")))
    return connection.hand_over("orders", rows)
