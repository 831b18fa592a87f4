"""The database itself says which days are no longer tallied: whatever writes an answer, by whichever way.

Installed after every migration, as the journal's: SQLite loses triggers when a table is rebuilt. On
PostgreSQL a writer holds a shared lock on the survey until it commits, and the sweep that tallies waits for
all of them: so no day is called tallied without an answer that was still on its way. SQLite has one writer.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction

LOCK = 20261130
COUNTED_IN = ("voice_talliedday", "voice_tally")
TABLES = {"voice_response", "voice_answer", *COUNTED_IN}
_ANSWERS_DAY = "SELECT survey_id, day FROM voice_response WHERE id = {row}.response_id"
_DROP = " ".join(
    f"DELETE FROM {table} WHERE survey_id = {{row}}.survey_id AND day = {{row}}.day;" for table in COUNTED_IN
)
_DROP_OF_ANSWER = " ".join(
    f"DELETE FROM {table} WHERE (survey_id, day) IN ({_ANSWERS_DAY});" for table in COUNTED_IN
)
COUNTED = "survey_id, day, score, owner_id, channel, segment, abc, product, is_guess, invitation_id"
# (table, act, columns of an update, what is dropped, of which row)
TRIGGERS = (
    ("voice_response", "insert", "", _DROP, ("NEW",)),
    ("voice_response", "update", COUNTED, _DROP, ("OLD", "NEW")),
    ("voice_response", "delete", "", _DROP, ("OLD",)),
    ("voice_answer", "insert", "", _DROP_OF_ANSWER, ("NEW",)),
    ("voice_answer", "update", "number, response_id", _DROP_OF_ANSWER, ("NEW",)),
    ("voice_answer", "delete", "", _DROP_OF_ANSWER, ("OLD",)),
)


def install(using: str = "default", **kwargs: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if not set(connection.introspection.table_names(cursor)) >= TABLES:
            return
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def alone(survey_id: int, using: str = "default") -> None:
    """In a transaction: nobody is writing an answer to this survey any more, and whoever begins now waits."""
    connection = connections[using]
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a day is tallied in a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, survey_id % 2**31])


def _statements(vendor: str) -> list[str]:
    return [_postgres(*one) if vendor == "postgresql" else _sqlite(*one) for one in TRIGGERS]


def _sqlite(table: str, act: str, columns: str, drop: str, rows: tuple[str, ...]) -> str:
    body = " ".join(drop.format(row=row) for row in rows)
    of = f" OF {columns}" if columns else ""
    return (
        f"CREATE TRIGGER IF NOT EXISTS {table}_untallies_{act} AFTER {act.upper()}{of} ON {table} "
        f"BEGIN {body} END"
    )


def _postgres(table: str, act: str, columns: str, drop: str, rows: tuple[str, ...]) -> str:
    name, of = f"{table}_untallies_{act}", f" OF {columns}" if columns else ""
    body = " ".join(_locked(table, row) + " " + drop.format(row=row) for row in rows)
    return f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {body} RETURN NULL; END $$;
        CREATE OR REPLACE TRIGGER {name} AFTER {act.upper()}{of} ON {table}
            FOR EACH ROW EXECUTE FUNCTION {name}();"""


def _locked(table: str, row: str) -> str:
    if table == "voice_response":
        return f"PERFORM pg_advisory_xact_lock_shared({LOCK}, ({row}.survey_id % 2147483648)::int);"
    of_response = f"FROM voice_response WHERE id = {row}.response_id"
    return f"PERFORM pg_advisory_xact_lock_shared({LOCK}, (survey_id % 2147483648)::int) {of_response};"
