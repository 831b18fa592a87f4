"""An order log loaded: its tables, its totals, and what was left out and why."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import duckdb

from vernost.files import sources
from vernost.files.problems import REASONS, Note
from vernost.files.running import literal
from vernost.files.shape import FileShape


@dataclass(slots=True)
class OrderLog:
    """Orders in DuckDB: ``orders`` (one row a canonical order or refund) and ``rejects``.

    Rows of the file: ``rows == accepted + sum(rejected) + sum(skipped)``; blank rows are no rows. Money is
    in minor units: ``gross + refunds == net``, ``refunds`` ≤ 0. ``currency`` is an ISO code where the
    file tells exactly one.
    """

    connection: duckdb.DuckDBPyConnection
    shape: FileShape
    rows: int
    accepted: int
    rejected: dict[str, int]
    skipped: dict[str, int]
    gross: int
    refunds: int
    currency: str | None
    notes: list[Note]
    owned: bool = field(default=True, repr=False)

    @property
    def net(self) -> int:
        """What was paid less what was given back, in minor units."""
        return self.gross + self.refunds

    def reject(self, places: str, reason: str) -> int:
        """Give back rows that were taken: ``places`` is SQL that selects their rowids in ``staged``.

        They stay in ``orders``; whoever refuses them leaves them out. Gives the number of rows of the file.
        """
        with sources.opened(self.connection, self.shape, {0}) as source:
            chosen = f"SELECT DISTINCT rowid AS place FROM staged WHERE rowid IN ({places})"
            rows = (
                f"SELECT p.place FROM ({chosen}) AS p"
                f" JOIN {source.relation} AS f ON f.{source.row_id} = p.place"
            )
            self.connection.execute(
                f"INSERT INTO rejects SELECT row, {literal(self.shape.headers[0])}, '', {literal(reason)}"
                f" FROM ({sources.numbered(source, rows)}) ORDER BY row"
            )
        count = f"SELECT count(*) FROM rejects WHERE reason = {literal(reason)}"
        number = int(self.connection.execute(count).fetchall()[0][0])
        if number:
            self.rejected[reason] = number
            self.accepted -= number
        return number

    @property
    def has_refunds(self) -> bool:
        """Whether any row gives money back, if only nothing."""
        return self.connection.execute("SELECT 1 FROM orders WHERE refund LIMIT 1").fetchone() is not None

    def write_rejects(self, path: str | Path, translate: Callable[[str], str] = str) -> int:
        """Write every rejected row to a CSV: its number, its columns as they were, and the reason.

        The file is read once more for the columns. Written under another name first: no half file is
        ever left. Gives the number of rows. UTF-8 with a mark, so that Excel opens it.
        """
        path = Path(path)
        part = path.with_name(path.name + ".part")
        places = set(range(len(self.shape.headers)))
        titles = [translate("row"), *self.shape.headers, translate("reason")]
        count = 0
        try:
            with (
                sources.opened(self.connection, self.shape, places) as source,
                part.open("w", encoding="utf-8-sig", newline="") as out,
            ):
                writer = csv.writer(out)
                writer.writerow(titles)
                cursor = self.connection.execute(_with_originals(source, places))
                while batch := cursor.fetchmany(10_000):
                    count += len(batch)
                    writer.writerows([*row[:-1], translate(REASONS[row[-1]])] for row in batch)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return count

    def close(self) -> None:
        """Let go of the connection, if the log opened it."""
        if self.owned:
            self.connection.close()

    def __enter__(self) -> OrderLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _with_originals(source: sources.Source, places: set[int]) -> str:
    """SQL: each rejected row with its number, its columns and its reason, in the file's order."""
    fields = ", ".join(f"CAST({source.columns[place][0]} AS VARCHAR) AS c{place}" for place in sorted(places))
    plain = ", ".join(f"c{place}" for place in sorted(places))
    first, *others = sorted(places)
    # A row that could not be read has no columns: its text stands in the first.
    broken = ", ".join([f"value AS c{first}", *(f"NULL AS c{place}" for place in others)])
    numbered = sources.numbered(source, f"SELECT {source.row_id} AS place, {fields} FROM {source.relation}")
    return (
        f"SELECT row, {plain}, reason FROM ("
        f" SELECT n.row, {plain}, r.reason FROM ({numbered}) AS n JOIN rejects AS r ON r.row = n.row"
        f" UNION ALL SELECT row, {broken}, reason FROM rejects WHERE column_name IS NULL) ORDER BY row"
    )
