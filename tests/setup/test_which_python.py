"""run.py under a Python that is too old, or that Debian has taken apart."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.setup.conftest import RUN


def program(path: Path, code: int) -> str:
    path.write_text(f"#!/bin/sh\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


def test_an_old_python_can_read_it() -> None:
    ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_needs_the_standard_library_only() -> None:
    imported = set()
    for node in ast.walk(ast.parse(RUN.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).split(".")[0])
    assert imported <= sys.stdlib_module_names


def test_a_new_enough_python_goes_on(run: ModuleType) -> None:
    run.require_python([], (3, 11, 0))
    run.require_python([], (3, 14, 2))


def test_a_newer_python_on_the_path_takes_over(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    class HandedOver(Exception):
        pass

    def hand_over(command: list[str]) -> None:
        raise HandedOver(command)

    monkeypatch.setattr(run, "newer_python", lambda: "/opt/python3.12")
    monkeypatch.setattr(run, "hand_over", hand_over)
    with pytest.raises(HandedOver) as caught:
        run.require_python(["report", "orders.csv"], (3, 9, 2))
    assert caught.value.args[0] == ["/opt/python3.12", str(run.ROOT / "run.py"), "report", "orders.csv"]


def test_a_shim_with_nothing_behind_is_passed_over(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shim, real = program(tmp_path / "python3.11", 127), program(tmp_path / "python3.13", 0)
    monkeypatch.setattr(run.shutil, "which", {"python3.11": shim, "python3.13": real}.get)
    assert run.newer_python() == real


def test_too_old_and_no_newer_one_is_said_in_both_languages(run: ModuleType) -> None:
    with pytest.raises(run.CannotStart) as caught:
        run.require_python([], (3, 9, 2))
    words = caught.value.words
    assert "needs Python 3.11 or newer; this is 3.9.2" in words
    assert "нужен Python 3.11 или новее; здесь 3.9.2" in words
    assert "apt install python3" in words


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_missing_parts_of_python_are_named(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None if name == missing else object())
    with pytest.raises(run.CannotStart) as caught:
        run.require_venv_parts()
    words = caught.value.words
    assert f"has no {missing}" in words
    assert f"нет {missing}" in words
    assert words.count("apt install python3-venv") == 2
    assert "Traceback" not in words
