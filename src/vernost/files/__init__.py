"""Reading people's files of orders: known by their contents, columns found by name, no row lost.

``inspect`` looks at the beginning of a file and says what it is; ``load_orders`` loads it into DuckDB;
``open_orders`` does both. Heavy libraries are imported only when one of them is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vernost.files.problems import REASONS, SKIPS, FileProblem, Note

if TYPE_CHECKING:
    from vernost.files import columns, problems
    from vernost.files.log import OrderLog
    from vernost.files.orders import load_orders, open_orders
    from vernost.files.shape import FileShape, inspect

__all__ = [
    "REASONS",
    "SKIPS",
    "FileProblem",
    "FileShape",
    "Note",
    "OrderLog",
    "columns",
    "inspect",
    "load_orders",
    "open_orders",
    "problems",
]

_HOMES = {
    "FileShape": "shape",
    "inspect": "shape",
    "OrderLog": "log",
    "load_orders": "orders",
    "open_orders": "orders",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _HOMES:
        return getattr(import_module(f"vernost.files.{_HOMES[name]}"), name)
    if name in ("columns", "problems"):
        return import_module(f"vernost.files.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
