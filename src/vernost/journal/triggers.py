"""The database itself refuses to alter the journal. Installed after every migration: SQLite loses triggers
when a later migration rebuilds the table. Contexts whose rows are as final register theirs (``guard``)."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Guard:
    """Triggers of one table; ``names``: of all of them, whichever database has which."""

    table: str
    postgres: str
    sqlite: tuple[str, ...]
    names: tuple[str, ...]


OWN = Guard(
    table="journal_entry",
    postgres=POSTGRES,
    sqlite=SQLITE,
    names=("journal_entry_append_only", "journal_entry_no_update", "journal_entry_no_delete"),
)
_GUARDS = [OWN]


def guard(one: Guard) -> None:
    """In AppConfig.ready; it is installed after every migration."""
    if one not in _GUARDS:
        _GUARDS.append(one)


def install(using: str = "default", **kwargs: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for one in _GUARDS:
            if one.table in there:
                for statement in (one.postgres,) if connection.vendor == "postgresql" else one.sqlite:
                    cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Only for putting a whole base in place, inside that transaction."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for one in _GUARDS:
            for name in one.names if one.table in there else ():
                on = f" ON {one.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def installed(using: str = "default") -> bool:
    """Whether each of them is there."""
    connection = connections[using]
    question = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        there = {row[0] for row in cursor.fetchall()}
    return all(_made(one, connection.vendor) <= there for one in _GUARDS)


def _made(one: Guard, vendor: str) -> set[str]:
    said = one.postgres if vendor == "postgresql" else " ".join(one.sqlite)
    return {name for name in one.names if f"TRIGGER {name} " in said or f"EXISTS {name} " in said}
