"""Mistakes of a programmer in using the journal."""

from __future__ import annotations


class AppendOnly(RuntimeError):
    def __init__(self) -> None:
        super().__init__("the journal is append-only: what happened is never changed; write a new entry")


class OutsideTransaction(RuntimeError):
    def __init__(self, kind: str) -> None:
        super().__init__(
            f"{kind}: an entry is written in the transaction of the change; wrap both in atomic()"
        )


class IncompleteEntry(ValueError):
    def __init__(self, kind: str, missing: frozenset[str]) -> None:
        super().__init__(f"{kind} cannot be said without {', '.join(sorted(missing))} in data")
