"""run.py installs once, again where something changed, and anew where it was stopped half-way."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.setup.conftest import Installer

ALL = ["venv", "lock", "package"]


def test_the_first_start_installs_and_the_second_does_not(env: Any, installer: Installer) -> None:
    env.prepare(tools=False)
    assert installer.steps() == ALL
    assert env.missing(tools=False) == []
    env.prepare(tools=False)
    assert installer.steps() == []


@pytest.mark.parametrize(
    ("changed", "steps"),
    [
        ("requirements.lock", ["lock", "package"]),
        ("pyproject.toml", ["package"]),
        ("hatch_build.py", ["package"]),
        ("locale/ru/LC_MESSAGES/django.po", ["package"]),
        ("requirements-dev.lock", []),
        ("run.py", []),
    ],
)
def test_what_changed_is_installed_again(
    env: Any, installer: Installer, tree: Path, changed: str, steps: list[str]
) -> None:
    env.prepare(tools=False)
    installer.steps()
    with (tree / changed).open("a") as file:
        file.write("# changed\n")
    assert env.missing(tools=False) == steps
    env.prepare(tools=False)
    assert installer.steps() == steps
    assert env.missing(tools=False) == []


@pytest.mark.parametrize("where", ["venv", "--require-hashes", "--editable"])
def test_a_broken_installation_is_repaired(
    run: ModuleType, env: Any, installer: Installer, where: str
) -> None:
    installer.fails_at = where
    with pytest.raises(run.CannotStart) as caught:
        env.prepare(tools=False)
    assert "Установка не закончена" in caught.value.words
    assert not env.stamp.exists()
    installer.fails_at = ""
    installer.steps()
    env.prepare(tools=False)
    assert installer.steps() == ALL


def test_half_of_a_new_lock_does_not_pass_for_the_old_one(
    run: ModuleType, env: Any, installer: Installer, tree: Path
) -> None:
    env.prepare(tools=False)
    lock = tree / "requirements.lock"
    before = lock.read_text()
    lock.write_text(before + "c==3 \\\n    --hash=sha256:02\n")
    installer.fails_at = "--require-hashes"
    with pytest.raises(run.CannotStart):
        env.prepare(tools=False)
    lock.write_text(before)
    assert env.missing(tools=False) == ALL


def test_a_translation_that_does_not_compile_costs_no_packages(
    run: ModuleType, env: Any, installer: Installer, tree: Path
) -> None:
    env.prepare(tools=False)
    (tree / "hatch_build.py").write_text("raise SystemExit\n")
    installer.fails_at = "--editable"
    with pytest.raises(run.CannotStart):
        env.prepare(tools=False)
    assert env.missing(tools=False) == ["package"]


def test_a_stamp_that_cannot_be_read_counts_as_none(env: Any, installer: Installer) -> None:
    env.prepare(tools=False)
    env.stamp.write_text('{"root": ')
    assert env.missing(tools=False) == ALL


def test_an_environment_without_its_python_is_made_anew(env: Any, installer: Installer) -> None:
    env.prepare(tools=False)
    env.python.unlink()
    assert env.missing(tools=False) == ALL


def test_a_copied_tree_does_not_run_the_old_one(
    run: ModuleType, env: Any, installer: Installer, tree: Path, tmp_path: Path
) -> None:
    env.prepare(tools=False)
    shutil.copytree(tree, tmp_path / "copy", symlinks=True)
    assert run.Environment(tmp_path / "copy").missing(tools=False) == ALL


def test_tools_come_with_the_first_test_and_stay(env: Any, installer: Installer) -> None:
    env.prepare(tools=False)
    installer.steps()
    assert env.missing(tools=True) == ["lock", "package"]
    env.prepare(tools=True)
    assert any("requirements-dev.lock" in word for command in installer.commands for word in command)
    assert env.missing(tools=False) == []
    assert env.missing(tools=True) == []


def test_with_uv_it_is_uv(
    run: ModuleType, env: Any, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.shutil, "which", {"uv": "/opt/uv"}.get)
    env.prepare(tools=False)
    assert {command[0] for command in installer.commands} == {"/opt/uv"}
    assert installer.steps() == ALL


def test_where_uv_cannot_pip_does(
    run: ModuleType, env: Any, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.shutil, "which", {"uv": "/opt/uv"}.get)
    installer.fails_at = "sync"
    env.prepare(tools=False)
    assert installer.steps() == ["venv", "lock", *ALL]
    assert env.missing(tools=False) == []


def test_the_fault_of_this_tree_is_not_tried_by_pip_again(
    run: ModuleType, env: Any, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.shutil, "which", {"uv": "/opt/uv"}.get)
    installer.fails_at = "--editable"
    with pytest.raises(run.CannotStart):
        env.prepare(tools=False)
    assert installer.steps() == ALL


@pytest.mark.parametrize("tools", [False, True])
def test_only_hashed_packages_come_and_no_index_is_named(run: ModuleType, env: Any, tools: bool) -> None:
    for commands in (run.uv_commands(env, "uv", tools), run.pip_commands(env, tools)):
        assert "--require-hashes" in commands["lock"]
        assert {"--no-build-isolation", "--no-index", "--no-deps"} <= set(commands["package"])
        words = [word for command in commands.values() for word in command]
        assert not [word for word in words if "://" in word or word.startswith(("--index", "--extra-index"))]


def test_two_starts_at_once_do_the_work_once(
    run: ModuleType, env: Any, installer: Installer, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with run.one_at_a_time(tree / "var" / "setup.lock"):
        others = [threading.Thread(target=env.prepare, args=(False,)) for _ in range(2)]
        for other in others:
            other.start()
        others[0].join(timeout=0.3)
        assert installer.steps() == [], "they wait"
    for other in others:
        other.join(timeout=10)
    assert installer.steps() == ALL
    assert "waiting for it" in capsys.readouterr().err


def test_ctrl_c_says_so_without_a_traceback(
    run: ModuleType, env: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(command: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "run_step", interrupted)
    assert run.main(["report"], env) == 130
    assert "Stopped." in capsys.readouterr().err
    assert env.missing(tools=False) == ALL
