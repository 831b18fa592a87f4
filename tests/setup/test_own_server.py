"""The PostgreSQL of a run of the tests: two at once do not meet, and none outlives its run."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import sys, tempfile
from pathlib import Path
from tests.postgres import kept_server
print(kept_server(Path(tempfile.mkdtemp(prefix="vernost-pg-"))), flush=True)
sys.stdin.read()
"""


class Run:
    """A process that tests on a server of its own."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def address(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def folder(self, address: str) -> Path:
        return Path(address.partition("?host=")[2]).parent

    def family(self) -> list[psutil.Process]:
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found


@pytest.mark.slow
def test_two_at_once_do_not_meet_and_leave_nothing() -> None:
    runs = [Run(), Run()]
    try:
        addresses = [run.address() for run in runs]
        families = [process for run in runs for process in run.family()]
        assert len(set(addresses)) == 2 and len(families) >= 4
        for address in addresses:
            with psycopg.connect(address, autocommit=True) as server:
                server.execute("CREATE DATABASE test_of_everybody")
                # Where the letters of a locale are not the same on every machine, neither are our tests.
                assert server.execute("SELECT lower('ЁЛКА')").fetchone() == ("ёлка",)
        runs[0].process.communicate("", timeout=60)  # the end of a run
        runs[1].process.send_signal(signal.SIGKILL)  # and the worst end of one
        until = time.monotonic() + 60
        while time.monotonic() < until and any(process.is_running() for process in families):
            time.sleep(0.1)
        assert not [process for process in families if process.is_running()]
        assert not [
            address for address, run in zip(addresses, runs, strict=True) if run.folder(address).exists()
        ]
    finally:
        for run in runs:
            run.process.kill()
            run.process.communicate()
