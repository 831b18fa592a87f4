"""The commands as people run them: in processes of their own, on a base of their own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
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
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once; each test gets a copy."""
    data = tmp_path_factory.mktemp("empty") / "var"
    House(data).run("migrate")
    return data


@pytest.fixture
def house(tmp_path: Path, empty_house: Path) -> House:
    shutil.copytree(empty_house, tmp_path / "var")
    return House(tmp_path / "var")


@pytest.fixture
def postgres() -> Iterator[str]:
    """A database of its own on the server of the tests."""
    import psycopg

    server = os.environ.get("VERNOST_TEST_POSTGRES")
    if not server:
        pytest.skip("with --db postgres")
    name = f"vernost_commands_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        info = connection.info
        url = f"postgresql:///{name}?host={info.host}&port={info.port}&user={info.user}"
        yield url
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answered(port: int, seconds: float = 60) -> int:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with (
            suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5) as page,
        ):
            return int(page.status)
        time.sleep(0.2)
    return 0


def children(pid: int) -> list[int]:
    import psutil

    return [child.pid for child in psutil.Process(pid).children(recursive=True)]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_and_stops_cleanly(house: House, sign: signal.Signals) -> None:
    port = free_port()
    server = subprocess.Popen(
        house.words("serve", "--listen", f"127.0.0.1:{port}"),
        env=house.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert answered(port) == 200
        assert server.stdout is not None
        assert f"127.0.0.1:{port}" in server.stdout.readline()
        family = children(server.pid)
        assert len(family) >= 2
        taken = house.run("web", "--listen", f"127.0.0.1:{port}")
        assert taken.returncode == 2
        assert "cannot listen on" in taken.stderr
        refused = house.run("restore", str(_backup(house)), "--yes")
        assert refused.returncode == 2
        assert "stop it first" in refused.stderr
        server.send_signal(sign)
        assert server.wait(30) == 0
    finally:
        server.kill()
        server.wait()
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


def _backup(house: House) -> Path:
    file = house.data.parent / "backup.tar.gz"
    assert house.run("backup", str(file)).returncode == 0
    return file


def test_when_the_worker_dies_serve_says_so_and_leaves_nobody_behind(house: House) -> None:
    port = free_port()
    server = subprocess.Popen(house.words("serve", "--listen", f"127.0.0.1:{port}"), env=house.environment)
    try:
        assert answered(port) == 200
        family = children(server.pid)
        worker = next(pid for pid in family if "worker" in Path(f"/proc/{pid}/cmdline").read_text())
        os.kill(worker, signal.SIGKILL)
        assert server.wait(40) == 1
    finally:
        server.kill()
        server.wait()
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


def test_user_add_and_check(house: House) -> None:
    assert house.run("check").returncode == 1
    added = house.add("Boss@firm.test")
    assert added.returncode == 0, added.stderr
    assert "boss@firm.test" in added.stdout
    again = house.add("boss@FIRM.test")
    assert again.returncode == 2
    assert "already" in again.stderr
    weak = house.run("user", "add", "weak@firm.test", "--name", "W", "--password-stdin", stdin="12345\n")
    assert weak.returncode == 2
    assert "Traceback" not in weak.stderr
    link = house.run("user", "add", "new@firm.test", "--name", "N", "--role", "manager", "--link")
    assert link.stdout.startswith("http://127.0.0.1:8000/account/password/reset/key/")
    checked = house.run("check")
    assert checked.returncode == 0, checked.stdout


def test_a_wrong_setting_is_one_sentence(house: House) -> None:
    for name, value in (("VERNOST_DEBG", "1"), ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x")):
        told = house.run("check" if name != "DATABASE_URL" else "migrate", **{name: value})
        assert told.returncode == 2
        assert "Traceback" not in told.stderr
        assert told.stderr.startswith("vernost ")


def test_a_backup_comes_back_whole(house: House) -> None:
    house.add("before@firm.test")
    (house.data / "files").mkdir()
    (house.data / "files" / "photo.txt").write_text("a photo")
    file = _backup(house)
    assert file.stat().st_mode & 0o077 == 0
    house.add("after@firm.test")
    (house.data / "files" / "photo.txt").write_text("another")
    careful = house.run("restore", str(file))
    assert careful.returncode == 2
    assert "--yes" in careful.stderr
    done = house.run("restore", str(file), "--yes")
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(house.data / "vernost.sqlite3")) as base:
        assert base.execute("SELECT email FROM staff_employee").fetchall() == [("before@firm.test",)]
        assert base.execute("SELECT count(*) FROM journal_entry").fetchone()[0] == 1
    assert (house.data / "files" / "photo.txt").read_text() == "a photo"
    assert house.run("check").returncode == 0
    assert not [path.name for path in house.data.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\x1f\x8b\x08\x00" + b"\x00" * 50])
def test_a_file_that_is_no_backup_changes_nothing(house: House, content: bytes) -> None:
    house.add("boss@firm.test")
    file = house.data.parent / "bad.tar.gz"
    file.write_bytes(content)
    told = house.run("restore", str(file), "--yes")
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert house.run("check").returncode == 0


def test_a_cut_backup_changes_nothing(house: House) -> None:
    house.add("boss@firm.test")
    file = _backup(house)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    told = house.run("restore", str(file), "--yes")
    assert told.returncode == 2, told.stderr
    assert house.run("check").returncode == 0


def test_a_backup_of_a_newer_release_is_refused(house: House, tmp_path: Path) -> None:
    house.add("boss@firm.test")
    file = _backup(house)
    with tarfile.open(file) as archive:
        archive.extractall(tmp_path / "inside", filter="data")
    label = tmp_path / "inside" / "vernost-backup.json"
    label.write_text(label.read_text().replace('"0001_initial"', '"0999_from_the_future"'))
    newer = tmp_path / "newer.tar.gz"
    with tarfile.open(newer, "w:gz") as archive:
        for path in sorted((tmp_path / "inside").iterdir()):
            archive.add(path, path.name)
    told = house.run("restore", str(newer), "--yes")
    assert told.returncode == 2
    assert "newer release" in told.stderr


def test_a_base_of_a_newer_release_is_not_touched(house: House) -> None:
    house.add("boss@firm.test")
    with closing(sqlite3.connect(house.data / "vernost.sqlite3")) as base:
        base.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('staff', '0999_future', '2030-01-01')"
        )
        base.commit()
    told = house.run("migrate")
    assert told.returncode == 2
    assert "newer release" in told.stderr


def test_rows_move_between_databases(house: House, postgres: str, tmp_path: Path) -> None:
    house.add("boss@firm.test")
    file = tmp_path / "rows.tar.gz"
    assert house.run("backup", str(file), "--rows").returncode == 0
    other = House(tmp_path / "other", postgres)
    done = other.run("restore", str(file))
    assert done.returncode == 0, done.stderr
    checked = other.run("check")
    assert checked.returncode == 0, checked.stdout
    assert "already" in other.add("boss@firm.test").stderr
    assert other.add("next@firm.test").returncode == 0  # the counters go on from where they were
    back = tmp_path / "back.tar.gz"
    assert other.run("backup", str(back)).returncode == 0
    done = other.run("restore", str(back), "--yes")
    assert done.returncode == 0, done.stderr
    assert other.run("check").returncode == 0
