"""A restore killed at any moment leaves the old base or the new one, files and all, and the next start says
which. One program forks a restore for every step it takes on the disk, and kills it there.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.houses import House

PROGRAM = """
import contextlib, io, json, os, shutil, signal, sys
from pathlib import Path
data, kept, file = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
from vernost.commands.setting_up import set_up
set_up()
from django.db import connection
from vernost.commands import restores, swapping
STEPS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "sqlite3.connect", "open"}

def forked(work):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            with contextlib.redirect_stderr(io.StringIO()) as said:
                told = work()
            os.write(writing, json.dumps([told, said.getvalue()]).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    return os.waitpid(child, 0)[1], json.loads(told or b"null")

def restored(until):
    steps = 0
    def watch(event, arguments):
        nonlocal steps
        if event not in STEPS or (event == "open" and "vernost-restore" not in str(arguments[0])):
            return
        steps += 1
        if steps == until:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)
    restores.restore(file, replace=True)
    return steps

def found():
    swapping.settle()
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM staff_employee ORDER BY email")
        emails = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'vernost_restore'")
        tokens = cursor.fetchone()[0]
    connection.close()
    photo = data / "files" / "photo.txt"
    left = sorted(path.name for path in data.iterdir() if path.name.startswith(".vernost"))
    return [emails, photo.read_text() if photo.exists() else None, left, tokens]

def fresh():
    shutil.rmtree(data)
    shutil.copytree(kept, data)

fresh()
code, told = forked(lambda: restored(0))
assert code == 0, told
steps, outcomes = told[0], []
for step in range(1, steps + 1):
    fresh()
    code, _ = forked(lambda: restored(step))
    assert code == signal.SIGKILL, (step, code)
    code, told = forked(found)
    assert code == 0, step
    outcomes.append(told)
print(json.dumps(outcomes))
"""


@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("--rows",)], ids=["copy", "rows"])
def test_it_is_the_old_or_the_new(own_house: House, tmp_path: Path, words: tuple[str, ...]) -> None:
    photo = own_house.data / "files" / "photo.txt"
    photo.parent.mkdir()
    photo.write_text("of the backup")
    assert own_house.add("backup@firm.test").returncode == 0
    file = tmp_path / "backup.tar.gz"
    assert own_house.run("backup", str(file), *words).returncode == 0
    photo.write_text("of today")
    assert own_house.add("today@firm.test").returncode == 0
    kept = tmp_path / "kept"
    shutil.copytree(own_house.data, kept)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(own_house.data), str(kept), str(file)],
        env=own_house.environment | {"PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outcomes = json.loads(done.stdout)
    assert len(outcomes) >= 10, "it was killed nowhere"
    old = [["backup@firm.test", "today@firm.test"], "of today", [], 0]
    new = [["backup@firm.test"], "of the backup", [], 0]
    seen = [told for told, _said in outcomes]
    assert [told for told in seen if told not in (old, new)] == []
    assert old in seen and new in seen, "both ends were met"
    assert seen == sorted(seen, key=lambda told: told == new), "never back again"
    for told, said in outcomes:
        if "cut off" in said:
            assert ("completed" in said) == (told == new), said
    assert any("completed" in said for _told, said in outcomes)
    assert any("changed nothing" in said for _told, said in outcomes)


def test_another_process_at_the_base_is_not_overrun(own_house: House, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    assert own_house.run("backup", str(file)).returncode == 0
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT 1 FROM staff_employee'); "
    )
    code += "c.execute('PRAGMA journal_mode=WAL'); print('open', flush=True); sys.stdin.read()"
    base = own_house.data / "vernost.sqlite3"
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(base)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        told = own_house.run("restore", str(file), "--yes")
        assert told.returncode == 2 and "has the base open" in told.stderr
    finally:
        other.communicate("", timeout=30)
    assert own_house.run("restore", str(file), "--yes").returncode == 0


@pytest.mark.postgres
def test_others_at_the_database_are_not_overrun(postgres: str, tmp_path: Path) -> None:
    import psycopg

    house_ = House(tmp_path / "var", postgres)
    assert house_.add("boss@firm.test").returncode == 0
    file = tmp_path / "backup.tar.gz"
    assert house_.run("backup", str(file)).returncode == 0
    with psycopg.connect(postgres):
        told = house_.run("restore", str(file), "--yes")
    assert told.returncode == 2 and "others are connected" in told.stderr
    done = house_.run("restore", str(file), "--yes")
    assert done.returncode == 0, done.stderr


@pytest.mark.postgres
@pytest.mark.parametrize("after_commit", [False, True])
def test_killed_around_the_commit_on_postgresql(postgres: str, tmp_path: Path, after_commit: bool) -> None:
    house_ = House(tmp_path / "var", postgres)
    assert house_.add("backup@firm.test").returncode == 0
    photo = house_.data / "files" / "photo.txt"
    photo.parent.mkdir()
    photo.write_text("of the backup")
    file = tmp_path / "backup.tar.gz"
    assert house_.run("backup", str(file), "--rows").returncode == 0
    photo.write_text("of today")
    assert house_.add("today@firm.test").returncode == 0
    place = ("swapping", "complete") if after_commit else ("rows", "read")
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from vernost.commands.setting_up import set_up\nset_up()\n"
        f"from vernost.commands import restores, {place[0]}\n"
        f"{place[0]}.{place[1]} = lambda *words: os.kill(os.getpid(), signal.SIGKILL)\n"
        "restores.restore(Path(sys.argv[1]), replace=True)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)], env=house_.environment, check=False, capture_output=True
    )
    assert done.returncode == -9, done.stderr
    told = house_.add("today@firm.test")
    assert told.returncode == (0 if after_commit else 2), told.stderr
    assert ("it has been completed" if after_commit else "it had changed nothing") in told.stderr
    assert photo.read_text() == ("of the backup" if after_commit else "of today")
    assert not [name for name in (path.name for path in house_.data.iterdir()) if name.startswith(".vernost")]
