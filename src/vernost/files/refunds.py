"""What is settled between the rows of a log: repeats, rows that continue an order, refunds of orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from vernost.files.problems import N_, Note
from vernost.files.staging import CODES

# Orders with two or more different rows, of all orders: below this share the file has one row an order.
_LINES = 0.01
_COUNTED = 2_000_000  # rows up to which equal lines are counted for a note
_BARE = r"^[CcСс](\d+)$"


@dataclass(slots=True)
class Settled:
    """How many rows were added that the file does not have, and what to tell."""

    added: int = 0
    notes: list[Note] = field(default_factory=list)


def settle(connection: duckdb.DuckDBPyConnection, columns: Mapping[str, str]) -> Settled:
    """Settle ``staged``, whose columns are ``columns`` (name → type). Added rows stand after the file's."""
    settled = Settled()
    numbered = "order_id" in columns
    # Each step below reads every order; a clean log of ten million rows is asked first whether it needs it.
    empty = f"code IN ({CODES['no_client']}, {CODES['no_date']}, {CODES['no_amount']}) AND amount IS NULL"
    if numbered and _count(connection, f"SELECT count_if({empty}) FROM staged"):
        connection.execute(
            f"UPDATE staged SET code = {CODES['extra_line']} WHERE {empty}"
            " AND order_id IN (SELECT order_id FROM staged WHERE code IS NULL)"
        )
    unique = numbered and _rising(connection)
    if "whole" in columns and not unique:
        _repeats(connection, numbered, "cancelled" in columns, settled)
    if "cancelled" in columns or "refunded" in columns:
        _take_back(connection, columns, settled)
    text = numbered and columns["order_id"] == "VARCHAR"
    # Where no number stands twice, only a C before it can name an order, or a row added here.
    named = numbered and (text or settled.added or not unique)
    if named and _count(connection, "SELECT count_if(code IS NULL AND refund) FROM staged"):
        _name_orders(connection, text=text)
    return settled


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    value = connection.execute(statement).fetchall()[0][0]
    return int(value or 0)


def _rising(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether each order number is greater than the one before: then none stands twice, told in one pass."""
    rising = connection.execute(
        "SELECT bool_and(order_id > earlier) FROM"
        " (SELECT order_id, lag(order_id) OVER () AS earlier FROM staged WHERE code IS NULL)"
    ).fetchall()[0][0]
    return bool(rising)


def _repeats(connection: duckdb.DuckDBPyConnection, orders: bool, status: bool, settled: Settled) -> None:
    """Exact repeats: of a row that is an order, an error; of a line of an order, two equal lines."""
    if orders:
        repeated, order_level = _repeated_orders(connection, status)
        if not repeated:
            return
        if order_level:
            connection.execute(
                f"UPDATE staged SET code = {CODES['duplicate']} WHERE rowid IN (SELECT place FROM ("
                "SELECT rowid AS place,"
                " row_number() OVER (PARTITION BY order_id, whole ORDER BY rowid) AS turn"
                " FROM staged WHERE code IS NULL AND order_id IS NOT NULL AND order_id IN ("
                "  SELECT order_id FROM staged WHERE code IS NULL GROUP BY order_id HAVING count(*) > 1)"
                ") WHERE turn > 1)"
            )
            return
    if _count(connection, "SELECT count(*) FROM staged") > _COUNTED:
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


def _repeated_orders(connection: duckdb.DuckDBPyConnection, status: bool) -> tuple[bool, bool]:
    """Whether any order number stands in two rows, and whether the file still has one row an order."""
    sold = "NOT refund" + (" AND NOT cancelled" if status else "")
    repeated, ids, lines = connection.execute(
        "SELECT count_if(rows > 1), count(least), count_if(least <> most) FROM ("
        f" SELECT count(*) AS rows, min(whole) FILTER ({sold}) AS least, max(whole) FILTER ({sold}) AS most"
        " FROM staged WHERE code IS NULL AND order_id IS NOT NULL GROUP BY order_id)"
    ).fetchall()[0]
    return bool(repeated), bool(ids) and lines < _LINES * ids


def _take_back(connection: duckdb.DuckDBPyConnection, columns: Mapping[str, str], settled: Settled) -> None:
    """A cancelled order was an order and was taken back: two rows; so gross counts it and net does not.

    Where the log has the order itself in a row of its own and takes it back later, the cancelled row is the
    refund alone. A line cancelled within an order that stands is void: the line and its cancellation together
    are nothing. A sum refunded in part is a refund row beside its order.
    """
    before = _count(connection, "SELECT count(*) FROM staged")
    sold = "code IS NULL AND NOT refund"
    if "cancelled" in columns:
        if "order_id" in columns:
            connection.execute(
                f"UPDATE staged SET code = {CODES['void_line']} FROM"
                f' (SELECT order_id AS number, max("at") AS latest FROM staged WHERE {sold} AND NOT cancelled'
                "   AND order_id IS NOT NULL GROUP BY order_id) AS kept"
                f' WHERE {sold} AND cancelled AND order_id = kept.number AND "at" <= kept.latest'
            )
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
    connection: duckdb.DuckDBPyConnection, columns: Mapping[str, str], amount: str, where: str
) -> None:
    # The margin goes back in the share in which the sum does.
    changed = {"amount": f"-({amount})", "refund": "true"}
    if "cancelled" in columns:
        changed["cancelled"] = "true"
    if "margin" in columns:
        changed["margin"] = f"-CAST(round(margin::DOUBLE * {amount} / nullif(amount, 0)) AS BIGINT)"
    listed = ", ".join(changed.get(name, f'"{name}"') for name in columns)
    connection.execute(f"INSERT INTO staged SELECT {listed} FROM staged WHERE {where}")


def _name_orders(connection: duckdb.DuckDBPyConnection, *, text: bool) -> None:
    """``refund_of``: the order of the same client that a refund takes back, by its number or less its C."""
    refunds = "FROM staged WHERE code IS NULL AND refund"
    keys = f"SELECT rowid AS place, client, order_id AS number, 1 AS turn {refunds}"
    if text:
        keys += f" UNION ALL SELECT rowid, client, regexp_extract(order_id, '{_BARE}', 1), 2 {refunds}"
    connection.execute("ALTER TABLE staged ADD COLUMN refund_of VARCHAR")
    connection.execute(
        "UPDATE staged SET refund_of = named.number FROM ("
        f" SELECT r.place, CAST(arg_min(r.number, r.turn) AS VARCHAR) AS number FROM ({keys}) AS r"
        # Not a semi-join: the few refunds are then what is kept in memory, not all the orders.
        " JOIN (SELECT client, order_id AS number FROM staged WHERE code IS NULL AND NOT refund) AS o"
        " ON o.client = r.client AND o.number = r.number"
        " GROUP BY r.place) AS named WHERE staged.rowid = named.place"
    )
