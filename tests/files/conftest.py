"""Files as people have them, written and loaded in one line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.files.loaded import TODAY, Load
from vernost import files
from vernost.files.log import OrderLog


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Load]:
    """Write bytes or text as a file, inspect and load it; ``overrides`` and the options of load_orders."""
    opened: list[OrderLog] = []

    def run(content: bytes | str | Path, name: str = "orders.csv", **options: Any) -> OrderLog:
        path = content if isinstance(content, Path) else tmp_path / name
        if not isinstance(content, Path):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        shape = files.inspect(path, options.pop("overrides", None))
        log = files.load_orders(shape, **{"today": TODAY, **options})
        # Nothing is lost silently, in any test.
        assert log.rows == log.accepted + sum(log.rejected.values()) + sum(log.skipped.values())
        counted = log.connection.execute("SELECT reason, count(*) FROM rejects GROUP BY reason").fetchall()
        assert dict(counted) == log.rejected
        opened.append(log)
        return log

    yield run
    for log in opened:
        log.close()
