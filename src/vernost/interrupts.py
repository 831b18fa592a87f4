"""Ctrl-C, as it arrives."""

from __future__ import annotations

INTERRUPTED = 130  # the exit code, as shells have it


def is_interrupt(error: BaseException) -> bool:
    """Whether Ctrl-C was pressed: in the middle of a query DuckDB tells of it by a RuntimeError."""
    return isinstance(error, KeyboardInterrupt) or str(error) == "Query interrupted"
