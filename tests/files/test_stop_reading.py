"""A person may stop the reading at any moment, and sees it move until then; nothing is left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.files.loaded import TODAY
from vernost import files


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def large(path: Path, encoding: str) -> Path:
    row = "Клиент {};2024-01-05;{},50\n"
    path.write_bytes(
        ("Клиент;Дата;Сумма\n" + "".join(row.format(n % 999, n) for n in range(200_000))).encode(encoding)
    )
    return path


def test_ctrl_c_leaves_no_file(tmp_path: Path, temporary: Path) -> None:
    shape = files.inspect(large(tmp_path / "a.csv", "cp1251"))

    def stop(stage: str, done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    before = set(tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        files.load_orders(shape, today=TODAY, progress=stop)
    assert list(temporary.iterdir()) == []
    assert set(tmp_path.iterdir()) == before


# A background job of a shell, as tests often are, starts its children deaf to Ctrl-C: here they hear again.
LONG = """
import duckdb, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from vernost.files.running import run
print("begun", flush=True)
run(
    duckdb.connect(),
    "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE (a.range + b.range) % 7 = 3",
)
"""


def test_ctrl_c_in_the_middle_of_a_statement() -> None:
    """In a process of its own: others in this one may have taken the signal for themselves."""
    with subprocess.Popen(
        [sys.executable, "-c", LONG], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as work:
        assert work.stdout is not None
        work.stdout.readline()
        time.sleep(0.5)
        began = time.monotonic()
        work.send_signal(signal.SIGINT)
        _, told = work.communicate(timeout=60)
    assert b"KeyboardInterrupt" in told
    assert time.monotonic() - began < 10


def test_copies_are_gone_after_reading(tmp_path: Path, temporary: Path) -> None:
    with files.load_orders(files.inspect(large(tmp_path / "a.csv", "cp1251")), today=TODAY) as log:
        assert log.accepted == 200_000
        assert list(temporary.iterdir()) == []


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    shape = files.inspect(large(tmp_path / "a.csv", "utf-8"))
    files.load_orders(shape, today=TODAY, progress=lambda *step: told.append(step)).close()
    assert told
    assert all(total is None or 0 <= done <= total for _, done, total in told)


def test_a_connection_of_ones_own_is_used_and_left_open(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    path = tmp_path / "a.csv"
    path.write_text("client;date;sum\na;2024-01-05;1\n")
    for _ in range(2):
        files.open_orders(path, today=TODAY, connection=connection).close()
    tables = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert tables == {"staged", "rejects"}
    assert connection.execute("SELECT count(*) FROM orders").fetchall() == [(1,)]
