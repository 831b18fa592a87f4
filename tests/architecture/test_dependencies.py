"""A dependency is a decision: it has a reason, a pinned version, and hashes."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.house import ROOT

PYPROJECT = ROOT / "pyproject.toml"
PINNED = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def settings() -> dict[str, Any]:
    return tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))


def requirements(*groups: str) -> list[Requirement]:
    """Runtime, what builds the package, and these groups."""
    known = settings()
    words = [*known["project"]["dependencies"], *known["build-system"]["requires"]]
    for group in groups:
        words += [word for word in known["dependency-groups"][group] if isinstance(word, str)]
    return [Requirement(word) for word in words]


def pins(lock: str) -> dict[str, str]:
    return dict(PINNED.findall((ROOT / lock).read_text(encoding="utf-8")))


def test_every_dependency_has_its_reason() -> None:
    asked = re.compile(r'^\s*"([A-Za-z0-9_.-]+)[^"]*",?(.*)$')
    inside, seen, silent = False, 0, []
    for line in PYPROJECT.read_text(encoding="utf-8").splitlines():
        if re.match(r"^(dependencies|build|dev|\w+) = \[$", line):
            inside = line.split(" ")[0] in {"dependencies", *settings()["dependency-groups"]}
        elif line.startswith("]"):
            inside = False
        elif inside and (found := asked.match(line)):
            seen += 1
            if not re.search(r"# \S+ \S+", found[2]):
                silent.append(found[1])
    assert seen > 20, "it looked at nothing"
    assert not silent, f"No reason beside {silent}"


def test_the_decision_names_every_dependency() -> None:
    text = (ROOT / "docs" / "decisions" / "dependencies.md").read_text(encoding="utf-8")
    missing = [asked.name for asked in requirements("build", "dev") if f"`{asked.name}`" not in text]
    assert not missing


@pytest.mark.parametrize(
    ("lock", "groups"),
    [("requirements.lock", ["build"]), ("requirements-dev.lock", ["build", "dev"])],
)
def test_the_lock_answers_pyproject(lock: str, groups: list[str]) -> None:
    pinned = pins(lock)
    wrong = []
    for asked in requirements(*groups):
        version = pinned.get(canonicalize_name(asked.name))
        if version is None or not asked.specifier.contains(Version(version), prereleases=True):
            wrong.append(f"{asked}: {lock} has {version}")
    assert not wrong, "\n".join(wrong)


def versions(lock: str) -> dict[str, str]:
    """Without the words for whom: the tools of work may need everywhere what the program needs somewhere."""
    return {name: pin.split(";")[0].strip() for name, pin in pins(lock).items()}


def test_both_locks_agree() -> None:
    tools, program = versions("requirements-dev.lock"), versions("requirements.lock")
    assert {name: tools.get(name) for name in program} == program


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_has_hashes_and_nothing_else_stands_there(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert len(entries) == len(pins(lock)) > 30
    assert not [entry.split("\n")[0] for entry in entries if "--hash=sha256:" not in entry]
    strange = [line for line in text.splitlines() if line.startswith("-") or "://" in line or " @ " in line]
    assert not strange
