"""Arrow columns into SQLite with as few Python objects as there can be.

A table of one whole number and columns of few values (dictionaries) goes in as one number a row: the places
of the values beside the number. SQLite reads a text of fifty thousand of them at once and looks the values up
itself. A million rows take half the time of ``executemany``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import connection

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 50_000
BITS = 62
FEW = 0.5  # of a column's values, when no more are different, each is made once


def fits(table: pa.Table) -> bool:
    """One column of whole numbers without gaps, the rest dictionaries, and room for all of them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = [column for column in table.columns if pa.types.is_dictionary(column.type)]
    plain = [column for column in table.columns if not pa.types.is_dictionary(column.type)]
    if not coded or len(plain) != 1 or not pa.types.is_int64(plain[0].type) or not table.num_rows:
        return False
    ends = pc.min_max(plain[0])
    if plain[0].null_count or ends["min"].as_py() < 0:
        return False
    return int(ends["max"].as_py()).bit_length() + sum(map(_bits, coded)) <= BITS


def append(name: str, table: pa.Table) -> None:
    """``table`` fits."""
    import pyarrow as pa

    quote = connection.ops.quote_name
    number = np.zeros(table.num_rows, np.int64)
    listed: list[str] = []
    said: list[str] = []
    sources, conditions, constants, shift = ["json_each(%s) AS j"], ["true"], [], 0
    with connection.cursor() as cursor:
        for place, (column, values) in enumerate(zip(table.schema.names, table.columns, strict=True)):
            listed.append(quote(column))
            if not pa.types.is_dictionary(values.type):
                said.append("{number}")
                whole = np.asarray(values.to_numpy(), np.int64)
                continue
            words, codes = _words(values)
            if len(words) == 1:
                said.append("%s")
                constants.append(words[0])
                continue
            made = f"packed_{place}"
            cursor.execute(f"DROP TABLE IF EXISTS temp.{made}")
            cursor.execute(f"CREATE TEMP TABLE {made} (code INTEGER PRIMARY KEY, word)")
            cursor.executemany(f"INSERT INTO temp.{made} VALUES (%s, %s)", list(enumerate(words)))
            sources.append(f"temp.{made}")
            bits = (len(words) - 1).bit_length()
            conditions.append(f"{made}.code = (j.value >> {shift}) & {(1 << bits) - 1}")
            number |= codes << shift
            shift += bits
            said.append(f"{made}.word")
        number |= whole << shift
        values_of = ", ".join(said).replace("{number}", f"j.value >> {shift}")
        sql = (
            f"INSERT INTO {quote(name)} ({', '.join(listed)}) SELECT {values_of}"
            f" FROM {' CROSS JOIN '.join(sources)} WHERE {' AND '.join(conditions)}"
        )
        for start in range(0, len(number), BATCH):
            text = ",".join(map(str, number[start : start + BATCH].tolist()))
            cursor.execute(sql, [*constants, f"[{text}]"])
        for source in sources[1:]:
            cursor.execute(f"DROP TABLE {source}")


def plain(column: pa.Array) -> Sequence[Any]:
    """As SQLite keeps them: days and times as text, flags as numbers."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        words, codes = _words(column)
        return _among(words, codes)
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind) or pa.types.is_string(kind):
        coded = column.dictionary_encode()
        if len(coded.dictionary) <= len(column) * FEW:
            return plain(coded)
        return _listed(_text(column))
    return _listed(column.cast(pa.int8()) if pa.types.is_boolean(kind) else column)


def _listed(column: pa.Array) -> Sequence[Any]:
    """By NumPy: Arrow's own way makes an object of its own of each value first."""
    import pyarrow as pa

    if not column.null_count or pa.types.is_string(column.type):
        found: list[Any] = column.to_numpy(zero_copy_only=False).tolist()
        return found
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        listed: list[Any] = column.to_pylist()
        return listed
    values = column.fill_null(0).to_numpy(zero_copy_only=False).astype(object)
    values[column.is_null().to_numpy(zero_copy_only=False)] = None
    return list(values)


def _text(column: pa.Array) -> pa.Array:
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("s"))
    return column.cast(pa.string())


def _bits(column: pa.ChunkedArray) -> int:
    words, _codes = _words(column)
    return (len(words) - 1).bit_length()


def _words(column: pa.ChunkedArray | pa.Array) -> tuple[list[Any], Any]:
    """The values of a dictionary, each once, and the place of each row's among them; NULL is a value."""
    import pyarrow as pa

    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    values = whole.dictionary
    if pa.types.is_timestamp(values.type) or pa.types.is_date(values.type):
        values = _text(values)
    elif pa.types.is_boolean(values.type):
        values = values.cast(pa.int8())
    said = values.to_pylist()
    codes = np.asarray(whole.indices.fill_null(len(said)).to_numpy(zero_copy_only=False), np.int64)
    if whole.null_count:
        said.append(None)
    words = list(dict.fromkeys(said))
    if len(words) < len(said):
        places = {word: place for place, word in enumerate(words)}
        codes = np.array([places[word] for word in said], np.int64)[codes]
    return words, codes


def _among(words: Sequence[Any], codes: Any) -> Sequence[Any]:
    values = np.empty(len(words), object)
    values[:] = words
    found: list[Any] = values[codes].tolist()
    return found
