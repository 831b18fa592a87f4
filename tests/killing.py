"""A base of its own, over which processes are really killed: at a named call, by SIGKILL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Killed when ``at`` («module:name») is called for the ``nth`` time: before it runs, or right after it.
DEADLY = """
import importlib, os, signal
def deadly(at, nth=1, after=False):
    module, _, path = at.partition(":")
    owner = importlib.import_module(module)
    *way, name = path.split(".")
    for one in way:
        owner = getattr(owner, one)
    real, calls = getattr(owner, name), [0]
    def dying(*arguments, **named):
        calls[0] += 1
        if calls[0] == nth and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*arguments, **named)
        if calls[0] == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer
    setattr(owner, name, dying)
"""


class KilledBase:
    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def run(self, program: str) -> tuple[int, str]:
        """The exit code (−9: it was killed) and what it said."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("VERNOST_")}
        environ |= {
            "VERNOST_DATA": str(self.folder), "DATABASE_URL": self.url, "VERNOST_LANG": "en",
            "DJANGO_SETTINGS_MODULE": "vernost.config.settings", "PYTHONPATH": os.pathsep.join(sys.path),
        }  # fmt: skip
        begin = "from vernost.commands.setting_up import set_up\nset_up()\n" + DEADLY
        done = subprocess.run(
            [sys.executable, "-c", begin + program], env=environ, capture_output=True, text=True, timeout=180,
            check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def works(self, program: str) -> str:
        code, said = self.run(program)
        assert code == 0, said
        return said

    def dies(self, program: str) -> None:
        code, said = self.run(program)
        assert code == -signal.SIGKILL, f"it was not killed where it should have been: {code} {said}"

    def migrate(self) -> None:
        self.works("from vernost import commands\nassert commands.main(['migrate']) == 0\n")

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        if self.url.startswith("sqlite"):
            import sqlite3

            with sqlite3.connect(self.folder / "base.sqlite3", timeout=20) as connection:
                return list(connection.execute(sql).fetchall())
        import psycopg

        with psycopg.connect(self.url) as server:
            return list(server.execute(sql).fetchall())


@pytest.fixture
def killed_base(tmp_path: Path) -> Iterator[KilledBase]:
    """Migrated."""
    url = os.environ.get("VERNOST_TEST_POSTGRES")
    folder = tmp_path / "data"
    folder.mkdir()
    if not url:
        base = KilledBase(folder, "sqlite:///base.sqlite3")
        base.migrate()
        yield base
        return
    import psycopg

    name = f"vernost_dying_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    head, _, options = url.partition("?")
    base = KilledBase(folder, f"{head.rsplit('/', 1)[0]}/{name}{'?' + options if options else ''}")
    base.migrate()
    yield base
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
