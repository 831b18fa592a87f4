"""Arrow tables come into the database as they are: whichever way in, with NULL, days, moments and flags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection

from vernost.core import bulk, packed

pytestmark = pytest.mark.django_db
MANY = 70_000  # more than one batch


@pytest.fixture
def table() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE taken (client_id bigint, day date, word varchar(20), flag boolean,"
            " at timestamp, share double precision, number bigint)"
        )
        yield "taken"
        cursor.execute("DROP TABLE taken")


def coded(values: list[Any], kind: pa.DataType) -> pa.DictionaryArray:
    return pa.array(values, kind).dictionary_encode()


def read(columns: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM taken ORDER BY client_id")
        return [tuple(str(one) if one is not None else None for one in row) for row in cursor.fetchall()]


def test_few_values_go_in_as_numbers(table: str) -> None:
    rows = pa.table(
        {
            "day": coded([20_000, -400, None], pa.date32()),
            "client_id": pa.array([1, 2, 3], pa.int64()),
            "word": coded(["а", "", None], pa.string()),
            "at": coded([0, 86_400, 0], pa.timestamp("s")),
            "number": coded([7, 7, 7], pa.int64()),
        }
    )
    assert packed.fits(rows)
    bulk.append(table, rows)
    assert read("client_id, day, word, at, number") == [
        ("1", "2024-10-04", "а", "1970-01-01 00:00:00", "7"),
        ("2", "1968-11-27", "", "1970-01-02 00:00:00", "7"),
        ("3", None, None, "1970-01-01 00:00:00", "7"),
    ]


def test_anything_else_goes_in_too(table: str) -> None:
    rows = pa.table(
        {
            "client_id": pa.array([1, 2, 3], pa.int64()),
            "number": pa.array([None, 2**53 + 1, -5], pa.int64()),
            "share": pa.array([0.25, None, 1.0], pa.float64()),
            "day": pa.array([20_000, None, 20_000], pa.date32()),
            "word": pa.array(["один", None, "три"]),
        }
    )
    assert not packed.fits(rows)
    bulk.append(table, rows)
    assert read("client_id, number, share, day, word") == [
        ("1", None, "0.25", "2024-10-04", "один"),
        ("2", str(2**53 + 1), None, None, None),
        ("3", "-5", "1.0", "2024-10-04", "три"),
    ]


def test_flags_are_flags(table: str) -> None:
    flags = [True, False, None]
    for start, column in ((0, pa.array(flags, pa.bool_())), (10, coded(flags, pa.bool_()))):
        bulk.append(table, pa.table({"client_id": pa.array([start, start + 1, start + 2]), "flag": column}))
    said = [one for (one,) in read("CASE WHEN flag THEN 1 WHEN NOT flag THEN 0 END")]
    assert said == ["1", "0", None] * 2


def test_more_than_a_batch(table: str) -> None:
    words = coded([f"w{place % 5}" for place in range(MANY)], pa.string())
    bulk.append(table, pa.table({"client_id": pa.array(range(MANY), pa.int64()), "word": words}))
    found = read("client_id, word")
    assert found == [(str(place), f"w{place % 5}") for place in range(MANY)]


def test_numbers_too_large_to_be_packed_go_in_one_by_one(table: str) -> None:
    rows = pa.table({"client_id": pa.array([2**61, 3]), "word": coded(["a", "b"], pa.string())})
    assert not packed.fits(rows)
    bulk.append(table, rows)
    assert read("client_id, word") == [("3", "b"), (str(2**61), "a")]
