"""docs/reactions.md tells of every reaction, in the words of the code."""

from __future__ import annotations

from pathlib import Path

from vernost.reactions import declaring

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parents[2]
MACHINERY = {
    "__init__", "apps", "declaring", "every", "jobs", "models", "reacting", "reading", "shore", "speaking",
}  # fmt: skip


def test_the_table_names_each_of_them() -> None:
    told = (ROOT / "docs" / "reactions.md").read_text(encoding="utf-8")
    rows = [line for line in told.splitlines() if line.startswith("| `")]
    wanted = [
        f"| `{one.name}` | {', '.join(f'`{kind}`' for kind in one.on)} | {one.rule} | {one.does} |"
        for one in declaring.every()
    ]
    assert rows == wanted


def test_one_file_each() -> None:
    files = {path.stem for path in PACKAGE.glob("*.py")} - MACHINERY
    assert files == {one.name for one in declaring.every()}
