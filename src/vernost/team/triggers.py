"""The database itself refuses to alter the ledger, to write into a closed month, and to change what was
published or closed."""

from __future__ import annotations

from vernost.journal.triggers import Guard, guard, install

LEDGER = "the ledger of commission is append-only"
CLOSED = "this month is closed"
KEPT = "this is kept as it was"
WRITTEN_ONCE = ("team_accrual", "team_takenback", "team_statement")

POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{refusal}'; END $$;
CREATE OR REPLACE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_kept();
"""
POSTGRES_CLOSED = f"""
CREATE OR REPLACE FUNCTION team_accrual_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM team_books WHERE closed_until >= NEW.month) THEN
        RAISE EXCEPTION '{CLOSED}';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER team_accrual_open BEFORE INSERT ON team_accrual
    FOR EACH ROW EXECUTE FUNCTION team_accrual_open();
"""
POSTGRES_VERSION = f"""
CREATE OR REPLACE FUNCTION team_version_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{KEPT}'; END $$;
CREATE OR REPLACE TRIGGER team_version_kept BEFORE UPDATE ON team_version
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION team_version_kept();
"""
SQLITE_CLOSED = f"""CREATE TRIGGER IF NOT EXISTS team_accrual_open BEFORE INSERT ON team_accrual
    WHEN EXISTS (SELECT 1 FROM team_books WHERE closed_until >= NEW.month)
    BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END"""
SQLITE_VERSION = f"""CREATE TRIGGER IF NOT EXISTS team_version_kept BEFORE UPDATE ON team_version
    WHEN OLD.published_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"""


def _sqlite(table: str, act: str, refusal: str) -> str:
    return f"""CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} ON {table}
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""


def register_own() -> None:
    for table in WRITTEN_ONCE:
        refusal = LEDGER if table == "team_accrual" else KEPT
        guard(
            Guard(
                table=table,
                postgres=POSTGRES.format(table=table, refusal=refusal),
                sqlite=tuple(_sqlite(table, act, refusal) for act in ("UPDATE", "DELETE")),
                names=(f"{table}_kept", f"{table}_no_update", f"{table}_no_delete"),
            )
        )
    guard(
        Guard(
            table="team_accrual",
            postgres=POSTGRES_CLOSED,
            sqlite=(SQLITE_CLOSED,),
            names=("team_accrual_open",),
        )
    )
    guard(
        Guard(
            table="team_version",
            postgres=POSTGRES_VERSION,
            sqlite=(SQLITE_VERSION,),
            names=("team_version_kept",),
        )
    )


def install_own(using: str = "default", **kwargs: object) -> None:
    """After this context's tables were made: the journal's own turn comes before."""
    install(using)
