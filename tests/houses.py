"""A house of the commands: an installation in a folder, run in processes of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "harbour-violet-77"


class House:
    """One installation in a folder."""

    def __init__(self, data: Path, database_url: str = "") -> None:
        self.data = data
        ours = ("VERNOST", "DATABASE", "DJANGO")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.environment = {**kept, "VERNOST_DATA": str(data), "PYTHONPATH": str(ROOT / "src")}
        if database_url:
            self.environment["DATABASE_URL"] = database_url

    def words(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "vernost.commands", *words]

    def run(self, *words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        env = self.environment | environment
        return subprocess.run(
            self.words(*words), input=stdin, env=env, capture_output=True, text=True, timeout=120, check=False
        )

    def add(self, email: str) -> subprocess.CompletedProcess[str]:
        return self.run("user", "add", email, "--name", "Анна", "--password-stdin", stdin=PASSWORD + "\n")


@pytest.fixture(scope="session")
def empty_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once; each test gets a copy."""
    data = tmp_path_factory.mktemp("empty") / "var"
    House(data).run("migrate")
    return data


@pytest.fixture
def own_house(tmp_path: Path, empty_installation: Path) -> House:
    shutil.copytree(empty_installation, tmp_path / "var")
    return House(tmp_path / "var")


@pytest.fixture
def postgres() -> Iterator[str]:
    """A database of its own on the server of the tests."""
    import psycopg

    server = os.environ["VERNOST_TEST_POSTGRES"]
    name = f"vernost_commands_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        info = connection.info
        url = f"postgresql:///{name}?host={info.host}&port={info.port}&user={info.user}"
        yield url
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
