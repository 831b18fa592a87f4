"""run.py as a person starts it: a real process, with a stand-in for uv that downloads nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.setup.conftest import Installer
from vernost.language import default_language

UV = """#!/bin/sh
echo "$@" >> "$UV_LOG"
if [ "$1" = venv ]; then
    for folder; do :; done
    mkdir -p "$folder/bin"
    printf '#!/bin/sh\\necho "$@"\\nexit 7\\n' > "$folder/bin/python"
    chmod +x "$folder/bin/python"
fi
"""


@pytest.fixture
def start(tree: Path, tmp_path: Path) -> Any:
    """Run ``run.py`` of the small tree; the answer knows how many words uv was asked."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (bin_folder / "uv").write_text(UV)
    (bin_folder / "uv").chmod(0o755)
    log = tmp_path / "uv.log"
    environment = {
        "PATH": f"{bin_folder}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "UV_LOG": str(log),
        "LANG": "en",
    }

    def started(*words: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
        log.write_text("")
        command = [sys.executable, str(tree / "run.py"), *words]
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, check=False, text=True
        )
        return done, log.read_text().splitlines()

    return started


def test_it_installs_hands_over_and_next_time_hands_over_at_once(start: Any) -> None:
    first, asked = start("report", "orders with a space.csv")
    assert first.returncode == 7, "the exit code is the command's own"
    assert first.stdout == "-m vernost report orders with a space.csv\n", "stdout is the command's own"
    assert [line.split()[0] for line in asked] == ["venv", "pip", "pip"]
    second, asked = start("report", "orders with a space.csv")
    assert (second.returncode, second.stdout, second.stderr) == (7, first.stdout, "")
    assert asked == []


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ([], ["-m", "vernost"]),
        (["demo"], ["-m", "vernost", "demo"]),
        (["report", "--help"], ["-m", "vernost", "report", "--help"]),
    ],
)
def test_words_go_where_they_belong(run: ModuleType, env: Any, words: list[str], command: list[str]) -> None:
    assert run.command_for(env, words) == [str(env.python), *command]


EVERYTHING = [["--db", "sqlite"], ["--db", "postgres"]]


@pytest.mark.parametrize(
    ("words", "commands"),
    [
        ([], EVERYTHING),
        (["-q", "-x"], [[*database, "-q", "-x"] for database in EVERYTHING]),
        (["-x", "tests/setup"], [["-x", "tests/setup"]]),
        (["--db", "postgres"], [["--db", "postgres"]]),
        (["--db=sqlite", "-q"], [["--db=sqlite", "-q"]]),
    ],
)
def test_everything_is_tested_on_both_databases(
    run: ModuleType, env: Any, words: list[str], commands: list[list[str]]
) -> None:
    pytest_ = [str(env.python), "-m", "pytest", "-n", "2", "--dist", "loadgroup"]
    assert run.test_commands(env, words) == [[*pytest_, *more] for more in commands]


@pytest.mark.parametrize(
    ("codes", "verdict", "runs"),
    [
        ((0, 0), 0, 2),
        ((1, 0), 1, 2),
        ((0, 1), 1, 2),
        ((0, 5), 0, 2),
        ((5, 5), 5, 2),
        ((2, 0), 2, 1),
    ],
)
def test_the_verdict_is_of_both(run: ModuleType, codes: tuple[int, int], verdict: int, runs: int) -> None:
    commands = [[sys.executable, "-c", f"print('ran'); raise SystemExit({code})"] for code in codes]
    asked: list[Any] = []
    call = subprocess.call

    def counted(command: list[str]) -> int:
        asked.append(command)
        return call(command)

    run.subprocess.call = counted
    try:
        assert run.run_all(commands) == verdict
    finally:
        run.subprocess.call = call
    assert len(asked) == runs


def test_a_tool_is_run_from_the_environment(run: ModuleType, env: Any, installer: Installer) -> None:
    env.prepare(tools=True)
    (env.bin / "ruff").touch()
    assert run.command_for(env, ["tool", "ruff", "check"]) == [str(env.bin / "ruff"), "check"]
    with pytest.raises(run.CannotStart):
        run.command_for(env, ["tool", "nothing"])


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"VERNOST_LANG": "en", "LANG": "ru_RU.UTF-8"}, "Making .venv"),
        ({"VERNOST_LANG": "ru", "LANG": "en_US.UTF-8"}, "Создаю .venv"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "ru_RU.UTF-8"}, "Making .venv"),
        ({"LANG": "ru_RU.UTF-8"}, "Создаю .venv"),
        ({"LANG": "C.UTF-8"}, "Создаю .venv"),
        ({}, "Создаю .venv"),
    ],
)
def test_it_speaks_the_language_the_program_will(
    run: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    environment: dict[str, str],
    words: str,
) -> None:
    for name in ("VERNOST_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    run.say("Making .venv", "Создаю .venv")
    assert capsys.readouterr().err == words + "\n"
    assert (default_language(environment) == "ru") == run.speaks_russian()


def test_without_chromium_and_root_it_says_how(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000)
    run.prepare_browser()
    assert "sudo apt-get install chromium" in capsys.readouterr().err


def test_as_root_chromium_is_installed(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    present = {"apt-get": "/usr/bin/apt-get"}

    def apt(command: list[str], **_: object) -> None:
        asked.append(command)
        if "install" in command:
            present["chromium"] = "/usr/bin/chromium"

    monkeypatch.setattr(run.os, "geteuid", lambda: 0)
    monkeypatch.setattr(run.shutil, "which", present.get)
    monkeypatch.setattr(run.subprocess, "run", apt)
    run.prepare_browser()
    assert [command[2:] for command in asked] == [["update"], ["install", "-y", "chromium"]]
    run.prepare_browser()
    assert len(asked) == 2, "it is there now"


def test_nothing_of_it_needs_a_home_or_a_locale(tree: Path) -> None:
    """With no uv, no locale and an unwritable HOME it still says its sentence, not a traceback."""
    code = (
        "import sys, importlib.util as u; s=u.spec_from_file_location('run', sys.argv[1]); "
        "m=u.module_from_spec(s); s.loader.exec_module(m); m.importlib.util.find_spec=lambda n: None; "
        "raise SystemExit(m.main(['report']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tree / "run.py")],
        env={"PATH": os.devnull, "HOME": "/nonexistent", "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    words = done.stderr.decode("utf-8", errors="replace")
    assert done.returncode == 2, words
    assert "apt install python3-venv" in words
    assert "Traceback" not in words
