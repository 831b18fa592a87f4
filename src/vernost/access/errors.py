"""Mistakes of a programmer, not of a person: they must reach the log, never a page."""

from __future__ import annotations


class UnscopedQuery(RuntimeError):
    """A query over scoped rows was about to run without saying for whom."""

    def __init__(self, model: str, act: str) -> None:
        super().__init__(
            f'{model}: {act} without a scope. Write .visible_to(actor), or .unscoped(reason="…") where it is '
            f"right that everybody's rows are read."
        )


class UnknownVerb(LookupError):
    def __init__(self, verb: str) -> None:
        super().__init__(f"{verb!r} is not in access/policies.py: say there who may do it.")
