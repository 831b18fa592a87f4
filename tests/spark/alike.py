"""Whether two answers are the same: exactly, but for the last bits of sums of floating numbers."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from typing import Any

import pyarrow as pa

CLOSE = 1e-11  # relative: the order in which parts of a sum are added is the engine's own


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=1e-12) or (
            math.isnan(one) and math.isnan(other)
        )
    if is_dataclass(one) and not isinstance(one, type):
        return type(one) is type(other) and all(
            alike(getattr(one, field.name), getattr(other, field.name)) for field in fields(one)
        )
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return type(one) is type(other) and bool(one == other)


def rows_alike(one: pa.Table, other: pa.Table) -> list[str]:
    """What differs, by column: nothing, where all is well. Both in the same order of rows."""
    if one.schema.names != other.schema.names or one.num_rows != other.num_rows:
        return [f"{one.schema.names} × {one.num_rows} against {other.schema.names} × {other.num_rows}"]
    found = []
    for name in one.schema.names:
        if one[name].equals(other[name]):
            continue
        pairs = zip(one[name].to_pylist(), other[name].to_pylist(), strict=True)
        wrong = [(a, b) for a, b in pairs if not alike(a, b)]
        if wrong:
            found.append(f"{name}: {len(wrong)} rows, such as {wrong[0]}")
    return found
