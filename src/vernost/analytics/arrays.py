"""Arrow and NumPy without a detour: both keep numbers in plain buffers.

PyArrow's own conversions and its compute functions import pandas and a second library of kernels on their
first
call: half a second of the life of a short command.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

SMALL = 1 << 24
_FIXED = {"int8", "int16", "int32", "int64", "float", "double", "date32[day]"}


def vector(array: pa.Array) -> NDArray[Any]:
    """An array of numbers or dates (days since 1970) without nulls, as NumPy sees its buffer."""
    if str(array.type) == "decimal128(38, 0)" and not array.null_count:
        # DuckDB's sum of whole numbers; of each value's two words the lower holds whatever fits int64
        words = np.frombuffer(array.buffers()[1] or b"", dtype=np.int64)
        return words.reshape(-1, 2)[array.offset : array.offset + len(array), 0]
    if str(array.type) not in _FIXED or array.null_count:
        return np.asarray(array.to_numpy(zero_copy_only=False))
    dtype = np.dtype(np.int32) if pa.types.is_date32(array.type) else np.dtype(array.type.to_pandas_dtype())
    whole = np.frombuffer(array.buffers()[1] or b"", dtype=dtype)
    return whole[array.offset : array.offset + len(array)]


def inside(lists: pa.ListArray) -> pa.Array:
    """All values of lists, one after another."""
    offsets = vector(lists.offsets)
    return lists.values[int(offsets[0]) : int(offsets[-1])] if len(offsets) else lists.values


def column(table: pa.Table, name: str) -> NDArray[Any]:
    """A column of numbers or dates, its chunks put together."""
    chunks = [vector(chunk) for chunk in table.column(name).chunks]
    return np.concatenate(chunks) if chunks else np.zeros(0)


def distinct(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """The different keys in rising order; of small keys by ticking them off, ten times faster than NumPy."""
    if not len(keys) or keys.min() < 0 or keys.max() > SMALL:
        return np.unique(keys)
    there = np.zeros(int(keys.max()) + 1, dtype=np.bool_)
    there[keys] = True
    return np.flatnonzero(there)


def middle(values: NDArray[np.float64]) -> float:
    """The median; NumPy's own asks a package of masked arrays on its first call."""
    ordered = np.sort(values)
    place = (len(ordered) - 1) // 2
    return float((ordered[place] + ordered[len(ordered) - 1 - place]) / 2) if len(ordered) else float("nan")


def numbers(values: NDArray[np.float64]) -> pa.Array:
    """Floats as Arrow has them."""
    plain = np.ascontiguousarray(values, dtype=np.float64)
    return pa.Array.from_buffers(pa.float64(), len(plain), [None, pa.py_buffer(plain)])


def whole(values: NDArray[np.integer[Any]]) -> pa.Array:
    """Whole numbers as Arrow has them."""
    plain = np.ascontiguousarray(values, dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), len(plain), [None, pa.py_buffer(plain)])


def dates(days: NDArray[np.int64], known: NDArray[np.bool_]) -> pa.Array:
    """Days since 1970 as dates, null where not `known`."""
    plain = np.where(known, days, 0).astype(np.int32)
    bits = np.packbits(known, bitorder="little")
    return pa.Array.from_buffers(pa.date32(), len(plain), [pa.py_buffer(bits), pa.py_buffer(plain)])
