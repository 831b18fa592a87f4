"""Small order logs for the measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from vernost.analytics import Analysis, Question, analyse
from vernost.analytics.engine import rows

Row = tuple[Any, ...] | Mapping[str, Any]
TYPES = {
    "client": pa.string(),
    "at": pa.date32(),
    "amount": pa.int64(),
    "refund": pa.bool_(),
    "order_id": pa.string(),
    "refund_of": pa.string(),
    "margin": pa.int64(),
    "moment": pa.int64(),
    "segment": pa.string(),
}


class Log:
    """Rows become an order log; a plain tuple is (client, day, amount), refunds are negative."""

    def __init__(self) -> None:
        self.backend = ibis.duckdb.connect()

    def table(self, orders: Iterable[Row]) -> ir.Table:
        full = [self._row(row) for row in orders]
        names = [name for name in TYPES if any(name in row for row in full)]
        columns = {name: pa.array([row.get(name) for row in full], TYPES[name]) for name in names}
        return self.backend.create_table(ibis.util.gen_name("orders"), pa.table(columns))

    @staticmethod
    def _row(row: Row) -> dict[str, Any]:
        found = (
            dict(row) if isinstance(row, Mapping) else dict(zip(("client", "at", "amount"), row, strict=True))
        )
        return {"refund": found["amount"] < 0, **found}

    def analyse(self, orders: Iterable[Row], as_of: date | None = None, **question: Any) -> Analysis:
        return analyse(self.table(orders), as_of, Question(**question))

    def clients(self, orders: Iterable[Row], as_of: date | None = None, **question: Any) -> dict[str, Any]:
        """Client → everything that is known of them."""
        return {row["client"]: row for row in rows(self.analyse(orders, as_of, **question).clients)}

    def one(self, orders: Iterable[Row], as_of: date | None = None) -> dict[str, Any]:
        (client,) = self.clients(orders, as_of).values()
        return client


@pytest.fixture(scope="module")
def log() -> Iterator[Log]:
    return Log()


@pytest.fixture(scope="session")
def every() -> Callable[..., list[tuple[str, date, int]]]:
    """Purchases of one client at an even pace."""

    def made(
        client: str, first: date, pause: float, times: int, amount: int = 1000_00
    ) -> list[tuple[str, date, int]]:
        from datetime import timedelta

        return [(client, first + timedelta(days=round(pause * n)), amount) for n in range(times)]

    return made
