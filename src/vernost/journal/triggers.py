"""The database itself refuses to alter the journal. Installed after every migration: SQLite loses triggers
when a later migration rebuilds the table."""

from __future__ import annotations

from typing import Any

from django.db import connections

KEPT = (
    "id", "at", "kind", "actor_kind", "employee_id", "address", "subject_type", "subject_id", "client_id",
    "in_timeline", "in_audit",
)  # fmt: skip
REFUSAL = "the journal is append-only"

POSTGRES = f"""
CREATE OR REPLACE FUNCTION journal_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
       AND ({", ".join(f"NEW.{name}" for name in KEPT)}) IS NOT DISTINCT FROM
           ({", ".join(f"OLD.{name}" for name in KEPT)})
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION '{REFUSAL}';
END $$;
CREATE OR REPLACE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_entry_append_only();
"""
SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS journal_entry_no_update BEFORE UPDATE ON journal_entry
    WHEN NOT (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
              AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT)})
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS journal_entry_no_delete BEFORE DELETE ON journal_entry
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
)


def install(using: str = "default", **kwargs: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if "journal_entry" not in connection.introspection.table_names(cursor):
            return
        for statement in (POSTGRES,) if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Only for putting a whole base in place, inside that transaction."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER IF EXISTS journal_entry_append_only ON journal_entry")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS journal_entry_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS journal_entry_no_delete")


def installed(using: str = "default") -> bool:
    connection = connections[using]
    question = (
        "SELECT count(*) FROM pg_trigger WHERE tgname = 'journal_entry_append_only'"
        if connection.vendor == "postgresql"
        else "SELECT count(*) - 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_entry'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return bool(cursor.fetchone()[0] == 1)
