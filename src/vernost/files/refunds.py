"""What is settled between the rows of a log: repeats, rows that continue an order, refunds of orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from vernost.files.problems import N_, Note
from vernost.files.staging import CODES

# Orders with two or more different rows, of all orders: below this share the file has one row an order.
_LINES = 0.01
_BARE = r"^[CcСс](\d+)$"


@dataclass(slots=True)
class Settled:
    """How many rows were added that the file does not have, and what to tell."""

    added: int = 0
    notes: list[Note] = field(default_factory=list)


def settle(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> Settled:
    """Settle ``staged``, whose columns are ``columns``. Rows added stand after all rows of the file."""
    settled = Settled()
    if "order_id" in columns:
        connection.execute(
            f"UPDATE staged SET code = {CODES['extra_line']} WHERE amount IS NULL AND order_id IS NOT NULL"
            f" AND code IN ({CODES['no_client']}, {CODES['no_date']}, {CODES['no_amount']}) AND order_id IN"
            " (SELECT order_id FROM staged WHERE code IS NULL)"
        )
    if "whole" in columns:
        _repeats(connection, "order_id" in columns, "cancelled" in columns, settled)
    if "cancelled" in columns or "refunded" in columns:
        _take_back(connection, columns, settled)
    if "order_id" in columns:
        _name_orders(connection)
    return settled


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    value = connection.execute(statement).fetchall()[0][0]
    return int(value or 0)


def _repeats(connection: duckdb.DuckDBPyConnection, orders: bool, status: bool, settled: Settled) -> None:
    """Exact repeats: of a row that is an order, an error; of a line of an order, two equal lines."""
    if orders and _one_row_an_order(connection, status):
        connection.execute(
            f"UPDATE staged SET code = {CODES['duplicate']} WHERE rowid IN (SELECT place FROM ("
            "SELECT rowid AS place, row_number() OVER (PARTITION BY order_id, whole ORDER BY rowid) AS turn"
            " FROM staged WHERE code IS NULL AND order_id IS NOT NULL AND order_id IN ("
            "  SELECT order_id FROM staged WHERE code IS NULL GROUP BY order_id HAVING count(*) > 1)"
            ") WHERE turn > 1)"
        )
        return
    equal = _count(connection, "SELECT count(*) - count(DISTINCT whole) FROM staged WHERE code IS NULL")
    if equal:
        settled.notes.append(
            Note(
                "equal_lines",
                N_("%(count)s rows equal an earlier row; they are taken as lines of their own."),
                {"count": equal},
            )
        )


def _one_row_an_order(connection: duckdb.DuckDBPyConnection, status: bool) -> bool:
    sold = "NOT refund" + (" AND NOT cancelled" if status else "")
    ids, lines = connection.execute(
        "SELECT count(*), count_if(least <> most) FROM ("
        f" SELECT min(whole) AS least, max(whole) AS most FROM staged"
        f" WHERE code IS NULL AND order_id IS NOT NULL AND {sold} GROUP BY order_id)"
    ).fetchall()[0]
    return bool(ids) and lines < _LINES * ids


def _take_back(connection: duckdb.DuckDBPyConnection, columns: Sequence[str], settled: Settled) -> None:
    """A cancelled order was an order and was taken back: two rows; so gross counts it and net does not.

    Where the log has the order itself in a row of its own, the cancelled row is the refund alone. A sum
    refunded in part is a refund row beside its order.
    """
    before = _count(connection, "SELECT count(*) FROM staged")
    sold = "code IS NULL AND NOT refund"
    if "cancelled" in columns:
        if "order_id" in columns:
            negated = ", margin = -margin" if "margin" in columns else ""
            connection.execute(
                f"UPDATE staged SET amount = -amount, refund = true{negated}"
                f" WHERE {sold} AND cancelled AND order_id IN"
                f" (SELECT order_id FROM staged WHERE {sold} AND NOT cancelled AND order_id IS NOT NULL)"
            )
        _add_refunds(connection, columns, "amount", f"{sold} AND cancelled")
    if "refunded" in columns:
        kept = " AND NOT cancelled" if "cancelled" in columns else ""
        _add_refunds(connection, columns, "least(refunded, amount)", f"{sold} AND refunded > 0{kept}")
    settled.added = _count(connection, "SELECT count(*) FROM staged") - before


def _add_refunds(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[str], amount: str, where: str
) -> None:
    # The margin goes back in the share in which the sum does.
    changed = {"amount": f"-({amount})", "refund": "true"}
    if "cancelled" in columns:
        changed["cancelled"] = "true"
    if "margin" in columns:
        changed["margin"] = f"-CAST(round(margin::DOUBLE * {amount} / nullif(amount, 0)) AS BIGINT)"
    listed = ", ".join(changed.get(name, f'"{name}"') for name in columns)
    connection.execute(f"INSERT INTO staged SELECT {listed} FROM staged WHERE {where}")


def _name_orders(connection: duckdb.DuckDBPyConnection) -> None:
    """``refund_of``: the order of the same client that a refund takes back, by its number or less its C."""
    connection.execute("ALTER TABLE staged ADD COLUMN refund_of VARCHAR")
    connection.execute(
        "UPDATE staged SET refund_of = named.number FROM ("
        " SELECT r.place, arg_min(r.number, r.turn) AS number FROM ("
        "  SELECT rowid AS place, client, CAST(order_id AS VARCHAR) AS number, 1 AS turn"
        "  FROM staged WHERE code IS NULL AND refund"
        "  UNION ALL"
        f"  SELECT rowid, client, regexp_extract(CAST(order_id AS VARCHAR), '{_BARE}', 1), 2"
        "  FROM staged WHERE code IS NULL AND refund) AS r"
        " SEMI JOIN (SELECT client, CAST(order_id AS VARCHAR) AS number FROM staged"
        "  WHERE code IS NULL AND NOT refund) AS o ON o.client = r.client AND o.number = r.number"
        " GROUP BY r.place) AS named WHERE staged.rowid = named.place"
    )
