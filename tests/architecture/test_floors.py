"""The floors of the house: the contracts of import-linter in pyproject.toml."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.house import ROOT

LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports({arguments}))"


def lint_imports(root: Path, arguments: str = "cache_dir=None, no_cache=True") -> tuple[int, str]:
    """In a process of its own, where no test has imported or patched anything."""
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-c", LINT.format(arguments=arguments)],
        cwd=root,
        env=environment,
        capture_output=True,
        check=False,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_house_keeps_its_floors() -> None:
    code, words = lint_imports(ROOT)
    assert code == 0, words
    assert "0 broken" in words


def test_a_neighbour_that_is_imported_is_found(tmp_path: Path) -> None:
    """The contracts themselves are at work: the same ones, on a house with a hole in the floor."""
    package = tmp_path / "src" / "vernost"
    for name in ("analytics", "files"):
        (package / name).mkdir(parents=True)
        (package / name / "__init__.py").write_text("")
    (package / "__init__.py").write_text("")
    (package / "analytics" / "rhythm.py").write_text("import vernost.files\n")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    code, words = lint_imports(tmp_path)
    assert code != 0
    assert "vernost.analytics.rhythm -> vernost.files" in words


def test_every_package_stands_on_a_floor() -> None:
    """``exhaustive`` makes import-linter refuse a package that the floors do not name."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors = next(c for c in settings["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    assert floors["exhaustive"] is True
