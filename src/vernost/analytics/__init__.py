"""The measures of keeping clients, pure: tables in, tables out; no clock, no files, no Django.

Written once as relational expressions with Ibis; DuckDB or Spark runs them. Ibis itself is imported with
the first measure, so that errors, terms and results are there at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .errors import AnalyticsError, CannotTell, ColumnsMissing
from .results import Analysis
from .terms import PRACTICE, Terms

if TYPE_CHECKING:
    from .analysis import CLIENT_COLUMNS, Question, analyse

__all__ = [
    "CLIENT_COLUMNS",
    "PRACTICE",
    "Analysis",
    "AnalyticsError",
    "CannotTell",
    "ColumnsMissing",
    "Question",
    "Terms",
    "analyse",
]


def __getattr__(name: str) -> Any:
    if name in ("CLIENT_COLUMNS", "Question", "analyse"):
        return getattr(import_module(".analysis", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
