"""What the tests ask of a loaded log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from vernost.files.log import OrderLog

TODAY = date(2024, 12, 31)
Load = Callable[..., OrderLog]


def orders(log: OrderLog, columns: str = "*") -> list[tuple[Any, ...]]:
    """The canonical rows in the file's order."""
    return log.connection.execute(f"SELECT {columns} FROM orders").fetchall()


def rejects(log: OrderLog) -> list[tuple[int, str]]:
    """(row number, reason) of every rejected row."""
    return log.connection.execute("SELECT row, reason FROM rejects ORDER BY row").fetchall()


def days(log: OrderLog) -> list[str]:
    """The day or moment of every order as text."""
    return [str(row[0]) for row in orders(log, '"at"')]
