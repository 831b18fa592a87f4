"""Errors of the analytics package.

AnalyticsError
├── ColumnsMissing     a table lacks columns that a measure needs
└── CannotTell         the log cannot carry the answer
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def N_(message: str) -> str:
    """Mark a text for the catalogue; the interface translates it."""
    return message


class AnalyticsError(Exception):
    """A sentence for people: ``message`` is the catalogue's key, ``params`` fill it."""

    def __init__(self, message: str, params: Mapping[str, Any] | None = None) -> None:
        self.message = message
        self.params = dict(params or {})
        super().__init__(message % self.params if self.params else message)


class ColumnsMissing(AnalyticsError):
    """A table lacks columns that a measure needs."""


class CannotTell(AnalyticsError):
    """The log cannot carry the answer that was asked of it."""
