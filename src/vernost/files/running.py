"""Statements run so that a person sees them move and can stop them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import duckdb

Progress = Callable[[str, int, int | None], None]
Rows = list[tuple[object, ...]]


def literal(text: str) -> str:
    """``text`` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def name(column: str) -> str:
    """``column`` as an SQL identifier."""
    return '"' + column.replace('"', '""') + '"'


def run(
    connection: duckdb.DuckDBPyConnection,
    statement: str,
    *,
    progress: Progress | None = None,
    stage: str = "",
    total: int | None = None,
) -> Rows:
    """Run one statement and give its rows.

    The statement runs in a thread of its own: so Ctrl-C reaches the waiting one at once, whatever the
    engine is busy with. ``progress`` gets ``stage``, the part done of ``total``, and ``total``.
    """
    rows: Rows = []
    failures: list[BaseException] = []

    def work() -> None:
        try:
            rows.extend(connection.execute(statement).fetchall())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            failures.append(error)

    worker = threading.Thread(target=work, name="vernost-files", daemon=True)
    worker.start()
    try:
        worker.join(0.2)
        while worker.is_alive():
            if progress is not None:
                share = max(connection.query_progress(), 0.0) / 100
                progress(stage, int(share * total) if total else 0, total)
            worker.join(0.2)
    except BaseException:
        connection.interrupt()
        worker.join()
        raise
    if failures:
        raise failures[0]
    return rows
