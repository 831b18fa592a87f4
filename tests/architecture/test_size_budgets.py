"""Small enough to read in one go: a module ≤ 400 lines, a function ≤ 60 (its docstring not counted)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.house import name_of, tracked_code

MODULE_LINES = 400
FUNCTION_LINES = 60

# "path" or "path::function" → lines it has today. The list may only shrink: a number must be lowered as soon
# as the code gets shorter, and a line goes when the code fits its budget.
EXEMPT: dict[str, int] = {}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def measured() -> Iterator[tuple[str, int, int]]:
    """Name, lines, budget of every module and function that ships."""
    for path in tracked_code():
        name = name_of(path)
        if name.startswith("tests/") or "/tests/" in name or "/migrations/" in name:
            continue  # migrations are written by Django, not by us
        text = path.read_text(encoding="utf-8")
        yield name, text.count("\n"), MODULE_LINES
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}::{node.name}", lines_of(node), FUNCTION_LINES


def test_every_module_and_function_keeps_its_budget() -> None:
    sizes = list(measured())
    assert len(sizes) > 20, "it looked at nothing"
    over = [
        f"{name}: {lines} lines, {EXEMPT.get(name, budget)} allowed"
        for name, lines, budget in sizes
        if lines > EXEMPT.get(name, budget)
    ]
    assert not over, "\n".join(over)


def test_exemptions_only_shrink() -> None:
    longest: dict[str, int] = {}
    budgets: dict[str, int] = {}
    for name, lines, budget in measured():
        longest[name] = max(lines, longest.get(name, 0))
        budgets[name] = budget
    stale = []
    for name, allowed in EXEMPT.items():
        lines = longest.get(name, 0)
        if lines <= budgets.get(name, lines):
            stale.append(f"{name} fits its budget: take it off the list")
        elif lines < allowed:
            stale.append(f"{name} has {lines} lines now: lower its number from {allowed}")
    assert not stale, "\n".join(stale)
