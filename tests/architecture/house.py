"""The repository as its rules see it: the files git holds or would hold, and the code among them."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "vernost"


def tracked_files() -> list[Path]:
    """Also those not yet added: a rule speaks before the commit. Without git, all but what is made."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        answer = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        made = {".venv", ".git", "var", "out", "dist", "__pycache__"}
        every = (path for path in ROOT.rglob("*") if path.is_file())
        return sorted(path for path in every if not made & set(path.relative_to(ROOT).parts))
    return sorted(path for name in answer.split("\0") if name and (path := ROOT / name).is_file())


def tracked_code() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".py"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
