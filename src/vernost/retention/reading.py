"""Orders and clients out of the database as Arrow: in bulk, through the connection of the transaction.

One snapshot for everything that is read, and it sees what its own transaction has written. PostgreSQL
copies as CSV straight into Arrow's reader; SQLite gathers each column of fifty thousand rows into one text
of numbers, which NumPy reads at once. Neither makes an object a row: that would be most of a whole refresh.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from vernost.retention import crossings

RANGE = 50_000  # keys
NOTHING = -(2**62)  # stands for NULL among numbers
_STOOD = pa.schema(
    [
        ("client", pa.int64()),
        ("lifecycle", pa.string()),
        ("as_of", pa.date32()),
        ("first_purchase", pa.date32()),
        ("crossed_on", pa.date32()),
        ("crossed_on_2", pa.date32()),
        ("crossed_on_3", pa.date32()),
        ("crossed_from", pa.string()),
        ("crossed_from_2", pa.string()),
    ]
)
_EVENTS = pa.schema(
    [
        ("client", pa.int64()),
        ("at", pa.date32()),
        ("order_id", pa.int64()),
        ("refund_of", pa.int64()),
        ("amount", pa.int64()),
        ("refund", pa.bool_()),
        ("margin", pa.int64()),
    ]
)
_MOMENT = pa.field("moment", pa.int64())
_BACK = _EVENTS.append(_MOMENT)
_SOLD_AT = pa.schema([("order_id", pa.int64()), _MOMENT])
_CHANGES = pa.schema([("client", pa.int64()), ("day", pa.date32()), ("after", pa.string())])
_STANDING = pa.schema(
    [("client", pa.int64()), ("owner", pa.int64()), ("money", pa.int64()), ("purchases", pa.int64())]
)
_BROUGHT = pa.schema([("client", pa.int64()), ("owner", pa.int64()), ("profit", pa.int64())])
_PEOPLE = pa.schema(
    [
        ("client", pa.int64()),
        ("owner", pa.int64()),
        ("segment", pa.string()),
        ("stated_days", pa.int64()),
        ("closed_on", pa.date32()),
    ]
)


def orders(as_of: str, client_ids: Sequence[int] | None = None) -> pa.Table:
    """``client, at, order_id, refund_of, amount, refund, margin, moment``; what was cancelled, or replaces
    another at no charge, is no purchase (rule 2.1).

    ``moment`` (seconds) is told only where it decides: on a day on which money was given back for an order
    that nobody named, an order of the evening is none of the «earlier ones» of a refund of the morning.
    """
    mine = _among("o.client_id", client_ids)
    mine_back = _among("r.client_id", client_ids)
    sold = ["o.client_id", _day("o.day"), "o.id", "NULL", "o.amount", _flag(False), "o.margin"]
    back = ["r.client_id", _day("r.day"), "NULL", "r.order_id", "-r.amount", _flag(True), "NULL"]
    moment = f"CASE WHEN r.order_id IS NULL THEN {_seconds('r.given_at')} END"
    of_sold = (
        "FROM orders_order o WHERE o.state <> 'cancelled' AND o.replaces_id IS NULL"
        f" AND o.day <= '{as_of}'{mine}"
    )
    of_back = (
        "FROM orders_refund r LEFT JOIN orders_order o ON o.id = r.order_id"
        f" WHERE (o.id IS NULL OR o.state <> 'cancelled') AND r.day <= '{as_of}'{mine_back}"
    )
    whole = client_ids is None
    events = _table(sold, of_sold, _EVENTS, by="o.id" if whole else "")
    given = _table([*back, moment], of_back, _BACK, by="r.id" if whole else "")
    return pa.concat_tables([events.append_column(_MOMENT, _sold_at(events["order_id"], mine)), given])


def _sold_at(order_ids: pa.ChunkedArray, mine: str) -> pa.ChunkedArray:
    days = "SELECT DISTINCT client_id, day FROM orders_refund WHERE order_id IS NULL AND given_at IS NOT NULL"
    source = f"FROM ({days}) b JOIN orders_order o ON o.client_id = b.client_id AND o.day = b.day WHERE true"
    known = _table(["o.id", _seconds("o.placed_at")], source + mine, _SOLD_AT)
    if not known.num_rows:
        return pa.chunked_array([pa.nulls(len(order_ids), pa.int64())])
    places = pc.index_in(order_ids, value_set=known["order_id"].combine_chunks())
    return pa.chunked_array([known["moment"].combine_chunks().take(places.combine_chunks())])


def people(client_ids: Sequence[int] | None = None) -> pa.Table:
    """``client, owner, segment, stated_days, closed_on`` of everybody who is not merged away or erased."""
    columns = ["c.id", "c.owner_id", "NULLIF(c.segment, '')", "c.rhythm_days", _day("c.closed_on")]
    source = f"FROM clients_client c WHERE c.is_live{_among('c.id', client_ids)}"
    return _table(columns, source, _PEOPLE, by="c.id" if client_ids is None else "")


def stood(client_ids: Sequence[int] | None = None) -> pa.Table:
    """``client, lifecycle, as_of, first_purchase`` and the crossings as kept so far."""
    columns = ["f.client_id", "f.lifecycle", *map(_day, ("f.as_of", "f.first_purchase"))]
    columns += [_day(f"f.{name}") for name in crossings.DAYS] + [f"f.{name}" for name in crossings.STOOD]
    source = f"FROM retention_clientfacts f WHERE true{_among('f.client_id', client_ids)}"
    return _table(columns, source, _STOOD, by="f.client_id" if client_ids is None else "")


def changes() -> pa.Table:
    """``client, day, after`` of every change of standing that is kept."""
    columns = ["c.client_id", _day("c.day"), "c.after"]
    return _table(columns, "FROM retention_lifecyclechange c WHERE true", _CHANGES, by="c.id")


def standing() -> pa.Table:
    """``client, owner, money, purchases``: whose each client is, and what they bring a year."""
    columns = ["f.client_id", "f.owner_id", "f.money_a_year", "f.purchases"]
    return _table(columns, "FROM retention_clientfacts f WHERE true", _STANDING, by="f.client_id")


def brought() -> pa.Table:
    """``client, owner, profit`` of the last year (rule 3.2), of whoever ever bought; in the order"
    " of clients."""
    columns = ["f.client_id", "f.owner_id", "f.profit"]
    return _table(columns, "FROM retention_clientfacts f WHERE f.purchases > 0", _BROUGHT, by="f.client_id")


def _among(column: str, client_ids: Sequence[int] | None) -> str:
    # Whole numbers only, so they may stand in the text.
    return (
        ""
        if client_ids is None
        else f" AND {column} IN ({', '.join(str(int(one)) for one in client_ids) or 'NULL'})"
    )


def _postgres() -> bool:
    return connection.vendor == "postgresql"


def _day(column: str) -> str:
    """Days since 1970, which is what Arrow keeps."""
    if _postgres():
        return f"({column} - DATE '1970-01-01')"
    return f"CAST(julianday({column}) - 2440587.5 AS INTEGER)"


def _seconds(column: str) -> str:
    if _postgres():
        return f"CAST(extract(epoch FROM {column}) AS BIGINT)"
    return f"CAST(strftime('%s', {column}) AS INTEGER)"


def _flag(value: bool) -> str:
    return ("true" if value else "false") if _postgres() else str(int(value))


def _table(columns: Sequence[str], source: str, schema: pa.Schema, by: str = "") -> pa.Table:
    """``source``: FROM … WHERE …; ``by``: its key, by which very many rows are read in ranges."""
    if _postgres():
        return _copied(f"SELECT {', '.join(columns)} {source}", schema)
    return _gathered(columns, source, schema, by)


def _gathered(columns: Sequence[str], source: str, schema: pa.Schema, by: str) -> pa.Table:
    asked = ", ".join(map(_one_text, columns, schema.types))
    batches = []
    with connection.cursor() as cursor:
        for within in _ranges(cursor, source, by) if by else [""]:
            cursor.execute(f"SELECT count(*), {asked} {source}{within}")
            number, *texts = cursor.fetchone()
            arrays = [_array(text, number, kind) for text, kind in zip(texts, schema.types, strict=True)]
            batches.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
    return pa.Table.from_batches(batches, schema=schema)


def _ranges(cursor: Any, source: str, by: str) -> Iterator[str]:
    """Of the key: an order that comes meanwhile is marked as stale, as between two readings."""
    table, name = source.split()[1], by.split(".")[1]
    cursor.execute(f"SELECT min({name}), max({name}) FROM {table}")
    first, last = cursor.fetchone()
    if first is not None:
        for start in range(first, last + 1, RANGE):
            yield f" AND {by} >= {start} AND {by} < {start + RANGE}"


def _one_text(column: str, kind: pa.DataType) -> str:
    if column == "NULL" or column.isdigit():
        return column  # of every row the same
    return f"json_group_array({column if pa.types.is_string(kind) else f'ifnull({column}, {NOTHING})'})"


def _array(text: str | int | None, number: int, kind: pa.DataType) -> pa.Array:
    if not isinstance(text, str):
        return pa.repeat(pa.scalar(text).cast(kind), number)
    if pa.types.is_string(kind):
        return pa.array(json.loads(text), kind)
    values = np.fromstring(text[1:-1], np.int64, sep=",") if len(text) > 2 else np.zeros(0, np.int64)
    missing = values == NOTHING
    plain = pa.array(values, mask=missing if missing.any() else None)
    return plain.cast(pa.int32()).cast(kind) if pa.types.is_date(kind) else plain.cast(kind)


def _copied(sql: str, schema: pa.Schema) -> pa.Table:
    from pyarrow import csv

    sink = io.BytesIO()
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy:
        for block in copy:
            sink.write(block)
    if not sink.tell():
        return schema.empty_table()
    sink.seek(0)
    kinds = {field.name: pa.int32() if pa.types.is_date(field.type) else field.type for field in schema}
    options = csv.ConvertOptions(
        column_types=kinds,
        true_values=["t"],
        false_values=["f"],
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    table = csv.read_csv(
        sink, read_options=csv.ReadOptions(column_names=schema.names), convert_options=options
    )
    return table.cast(schema)
