"""The facts that the house keeps, computed on a real Spark and on DuckDB."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from tests.cast import Cast
from tests.spark.alike import alike, rows_alike
from vernost.core import clock
from vernost.retention import computing, reading, terms
from vernost.retention.tests.factories import at_random, clients

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.xdist_group("spark"),
]


def decoded(table: pa.Table) -> pa.Table:
    """Words in full: Arrow sorts by no dictionary."""
    plain = {one.name: one.type.value_type for one in table.schema if pa.types.is_dictionary(one.type)}
    return table.cast(pa.schema([(one.name, plain.get(one.name, one.type)) for one in table.schema]))


def test_the_same_facts_changes_and_months(cast: Cast, cluster: Any, connection: Any) -> None:
    as_of = clock.today()
    at_random(clients(cast, 40, segments=("", "wholesale")), as_of, 7, margin=True)
    tables = reading.orders(as_of.isoformat()), reading.people(), reading.stood()
    duck, spark = (computing.compute(*tables, as_of, terms.of_firm(), url=url) for url in ("", cluster.url))
    assert duck.facts.num_rows >= 40
    assert duck.changes.num_rows > 40
    for name, keys in (
        ("facts", ["client_id"]),
        ("changes", ["client_id", "day", "after"]),
        ("months", ["month", "owner"]),
    ):
        order = [(key, "ascending") for key in keys]
        ours, theirs = (decoded(getattr(found, name)).sort_by(order) for found in (duck, spark))
        assert rows_alike(ours, theirs) == [], name
    assert alike(duck.base, spark.base)
