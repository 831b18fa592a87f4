"""The commands as people run them: in processes of their own, on a base of their own."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import tarfile
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.houses import House


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
def test_serve_answers_and_stops_cleanly(own_house: House, sign: signal.Signals) -> None:
    port = free_port()
    server = subprocess.Popen(
        own_house.words("serve", "--listen", f"127.0.0.1:{port}"),
        env=own_house.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert answered(port) == 200
        assert server.stdout is not None
        assert f"127.0.0.1:{port}" in server.stdout.readline()
        family = children(server.pid)
        assert len(family) >= 2
        taken = own_house.run("web", "--listen", f"127.0.0.1:{port}")
        assert taken.returncode == 2
        assert "cannot listen on" in taken.stderr
        refused = own_house.run("restore", str(_backup(own_house)), "--yes")
        assert refused.returncode == 2
        assert "stop it first" in refused.stderr
        server.send_signal(sign)
        assert server.wait(30) == 0
    finally:
        server.kill()
        server.wait()
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


def _backup(own_house: House) -> Path:
    file = own_house.data.parent / "backup.tar.gz"
    assert own_house.run("backup", str(file)).returncode == 0
    return file


def test_when_the_worker_dies_serve_says_so_and_leaves_nobody_behind(own_house: House) -> None:
    port = free_port()
    server = subprocess.Popen(
        own_house.words("serve", "--listen", f"127.0.0.1:{port}"), env=own_house.environment
    )
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


def test_user_add_and_check(own_house: House) -> None:
    assert own_house.run("check").returncode == 1
    added = own_house.add("Boss@firm.test")
    assert added.returncode == 0, added.stderr
    assert "boss@firm.test" in added.stdout
    again = own_house.add("boss@FIRM.test")
    assert again.returncode == 2
    assert "already" in again.stderr
    weak = own_house.run("user", "add", "weak@firm.test", "--name", "W", "--password-stdin", stdin="12345\n")
    assert weak.returncode == 2
    assert "Traceback" not in weak.stderr
    link = own_house.run("user", "add", "new@firm.test", "--name", "N", "--role", "manager", "--link")
    assert link.stdout.startswith("http://127.0.0.1:8000/account/password/reset/key/")
    checked = own_house.run("check")
    assert checked.returncode == 0, checked.stdout


def test_a_wrong_setting_is_one_sentence(own_house: House) -> None:
    for name, value in (("VERNOST_DEBG", "1"), ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x")):
        told = own_house.run("check" if name != "DATABASE_URL" else "migrate", **{name: value})
        assert told.returncode == 2
        assert "Traceback" not in told.stderr
        assert told.stderr.startswith("vernost ")


def test_a_backup_comes_back_whole(own_house: House) -> None:
    own_house.add("before@firm.test")
    (own_house.data / "files").mkdir()
    (own_house.data / "files" / "photo.txt").write_text("a photo")
    file = _backup(own_house)
    assert file.stat().st_mode & 0o077 == 0
    own_house.add("after@firm.test")
    (own_house.data / "files" / "photo.txt").write_text("another")
    careful = own_house.run("restore", str(file))
    assert careful.returncode == 2
    assert "--yes" in careful.stderr
    done = own_house.run("restore", str(file), "--yes")
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(own_house.data / "vernost.sqlite3")) as base:
        assert base.execute("SELECT email FROM staff_employee").fetchall() == [("before@firm.test",)]
        assert base.execute("SELECT count(*) FROM journal_entry").fetchone()[0] == 1
    assert (own_house.data / "files" / "photo.txt").read_text() == "a photo"
    assert own_house.run("check").returncode == 0
    assert not [path.name for path in own_house.data.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\x1f\x8b\x08\x00" + b"\x00" * 50])
def test_a_file_that_is_no_backup_changes_nothing(own_house: House, content: bytes) -> None:
    own_house.add("boss@firm.test")
    file = own_house.data.parent / "bad.tar.gz"
    file.write_bytes(content)
    told = own_house.run("restore", str(file), "--yes")
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert own_house.run("check").returncode == 0


def test_a_cut_backup_changes_nothing(own_house: House) -> None:
    own_house.add("boss@firm.test")
    file = _backup(own_house)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    told = own_house.run("restore", str(file), "--yes")
    assert told.returncode == 2, told.stderr
    assert own_house.run("check").returncode == 0


def test_a_backup_of_a_newer_release_is_refused(own_house: House, tmp_path: Path) -> None:
    own_house.add("boss@firm.test")
    file = _backup(own_house)
    with tarfile.open(file) as archive:
        archive.extractall(tmp_path / "inside", filter="data")
    label = tmp_path / "inside" / "vernost-backup.json"
    label.write_text(label.read_text().replace('"0001_initial"', '"0999_from_the_future"'))
    newer = tmp_path / "newer.tar.gz"
    with tarfile.open(newer, "w:gz") as archive:
        for path in sorted((tmp_path / "inside").iterdir()):
            archive.add(path, path.name)
    told = own_house.run("restore", str(newer), "--yes")
    assert told.returncode == 2
    assert "newer release" in told.stderr


def test_a_base_of_a_newer_release_is_not_touched(own_house: House) -> None:
    own_house.add("boss@firm.test")
    with closing(sqlite3.connect(own_house.data / "vernost.sqlite3")) as base:
        base.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('staff', '0999_future', '2030-01-01')"
        )
        base.commit()
    told = own_house.run("migrate")
    assert told.returncode == 2
    assert "newer release" in told.stderr


@pytest.mark.postgres
def test_rows_move_between_databases(own_house: House, postgres: str, tmp_path: Path) -> None:
    own_house.add("boss@firm.test")
    file = tmp_path / "rows.tar.gz"
    assert own_house.run("backup", str(file), "--rows").returncode == 0
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


@pytest.mark.slow
def test_bench_builds_a_base_and_tells_of_each_page(own_house: House) -> None:
    words = own_house.words("bench", "pages", "--clients", "300", "--orders", "2000", "--runs", "1")
    done = subprocess.run(
        words, env=own_house.environment, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode in (0, 1), done.stderr  # 1: on a busy machine a page may be over its budget
    for name in ("list page 1000 by name, director", "presets bought+lost", "card 1", "loss report, manager"):
        assert name in done.stdout
    with closing(sqlite3.connect(own_house.data / "vernost.sqlite3")) as base:
        assert base.execute("SELECT count(*) FROM clients_client").fetchone() == (0,), "built elsewhere"
    refused = own_house.run("bench", "nonsense")
    assert refused.returncode == 2 and "there is no benchmark nonsense" in refused.stderr
