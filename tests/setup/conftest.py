"""A small tree with run.py in it and an installer that only writes down what it was asked."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

RUN = Path(__file__).resolve().parents[2] / "run.py"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``run.py`` as a module, speaking English, with no uv on PATH and nothing to hand over to."""
    spec = importlib.util.spec_from_file_location("run", RUN)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setenv("VERNOST_LANG", "en")
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    return module


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "vernost"
    messages = root / "locale" / "ru" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / "django.po").write_text('msgid ""\nmsgstr ""\n')
    for name in ("pyproject.toml", "hatch_build.py"):
        (root / name).write_text(f"# {name}\n")
    one, two = "a==1 \\\n    --hash=sha256:00\n", "b==2 \\\n    --hash=sha256:01\n"
    (root / "requirements.lock").write_text(one)
    (root / "requirements-dev.lock").write_text(one + two)
    shutil.copy(RUN, root / "run.py")
    return root


class Installer:
    """Stands in for the running of commands: makes what they would make, or fails where told."""

    def __init__(self, env: Any) -> None:
        self.env = env
        self.commands: list[list[str]] = []
        self.fails_at = ""  # a word of the command that ends badly

    def __call__(self, command: Sequence[str]) -> int:
        self.commands.append(list(command))
        if self.fails_at and self.fails_at in command:
            return 1
        if "venv" in command:
            shutil.rmtree(self.env.folder, ignore_errors=True)
            self.env.bin.mkdir(parents=True)
            self.env.python.symlink_to("/bin/sh")
        return 0

    def steps(self) -> list[str]:
        """What was done since last asked."""
        done = [
            "venv" if "venv" in command else "package" if "--editable" in command else "lock"
            for command in self.commands
        ]
        self.commands.clear()
        return done


@pytest.fixture
def env(run: ModuleType, tree: Path) -> Any:
    return run.Environment(tree)


@pytest.fixture
def installer(run: ModuleType, env: Any, monkeypatch: pytest.MonkeyPatch) -> Installer:
    fake = Installer(env)
    monkeypatch.setattr(run, "run_step", fake)
    return fake
