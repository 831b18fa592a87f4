"""``vernost restore FILE``: a backup in the base's place. All of it, or nothing changes; killed at any
moment, the next start says which (``swapping.py``).
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from vernost.commands import swapping
from vernost.commands.archive import Label, read_label, take_out
from vernost.commands.backups import postgres_url
from vernost.commands.setting_up import Refused, migrated


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--yes", action="store_true", help="put it in the place of a base that holds something"
    )


def run(arguments: argparse.Namespace) -> int:
    restore(arguments.file, replace=arguments.yes)
    print("Restored. Everybody signs in anew.")
    return 0


def restore(file: Path, *, replace: bool) -> None:
    label = read_label(file)
    _refuse_newer(label)
    with swapping.alone():
        _refuse_running()
        _refuse_connected()
        if not replace and _holds_something():
            raise Refused("the base in place holds data: make a backup of it, then repeat with --yes.")
        with swapping.laid_ready() as folder:
            take_out(file, folder)
            put = {"sqlite": _put_sqlite, "pg_dump": _put_postgres}.get(label.kind, _put_rows)
            put(folder / "base")
            swapping.complete()
        migrated()


def _refuse_newer(label: Label) -> None:
    from django.conf import settings
    from django.db.migrations.loader import MigrationLoader

    ours = {name.rpartition(".")[2] for name in settings.CONTEXTS}
    known = MigrationLoader(None).disk_migrations
    newer = [
        f"{app}.{name}"
        for app, names in label.migrations.items()
        for name in names
        if (app, name) not in known
    ]
    newer = [name for name in newer if name.partition(".")[0] in ours]
    if newer:
        raise Refused(
            f"the backup is of a newer release ({label.release}, {newer[0]}): install that release first."
        )


def _refuse_running() -> None:
    """A running web server holds the lock of the data folder."""
    from vernost.commands.running import is_running

    if is_running():
        raise Refused("Vernost is running on this data folder: stop it first.")


def _holds_something() -> bool:
    from django.db import DatabaseError, connection

    from vernost.staff.models import Employee

    try:
        return Employee.objects.exists()
    except DatabaseError:
        return False
    finally:
        connection.close()


def _refuse_connected() -> None:
    """Whoever else is at the base, from this machine or another, would go on writing into the new one."""
    from django.conf import settings
    from django.db import connection

    if settings.SQLITE:
        place = Path(settings.DATABASES["default"]["NAME"])
        if place.exists() and not _is_alone(place):
            raise Refused("another process of Vernost has the base open: wait for its end or stop it.")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), string_agg(DISTINCT coalesce(host(client_addr), 'this machine'), ', ')"
            " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        number, places = cursor.fetchone()
    connection.close()
    if number:
        raise Refused(
            f"others are connected to the database ({number}, from {places}): "
            "stop Vernost on every machine first."
        )


def _is_alone(base: Path) -> bool:
    """SQLite leaves write-ahead logging only for a connection that is alone; what the log held is then in
    the base.
    """
    with closing(sqlite3.connect(base, timeout=0)) as connection:
        try:
            return bool(connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete")
        except sqlite3.OperationalError:
            return False
        except sqlite3.DatabaseError:
            return True  # it is damaged: all the more reason to put another in its place


def _put_sqlite(base: Path) -> None:
    from django.conf import settings

    if not settings.SQLITE:
        raise Refused("this backup is of SQLite: make one with --rows there to move to PostgreSQL.")
    with closing(sqlite3.connect(base)) as copy:
        answer = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if answer != "ok":
        raise Refused(f"the backup is damaged: {answer}.")
    swapping.promise("sqlite")


def _put_postgres(base: Path) -> None:
    from django.conf import settings

    if settings.SQLITE:
        raise Refused("this backup is of PostgreSQL: make one with --rows there to move to SQLite.")
    if not shutil.which("pg_restore"):
        raise Refused("pg_restore is not installed here.")
    migrated()
    swapping.promise("pg_dump")
    words = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
    done = subprocess.run(
        [*words, f"--dbname={postgres_url()}", str(base)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        swapping.take_back()
        swapping.drop_token()
        raise Refused(f"PostgreSQL refused the backup, nothing was changed: {done.stderr.strip()[-500:]}")


def _put_rows(base: Path) -> None:
    """One transaction: the base is emptied, its tables made anew and filled, or all stays as it was."""
    from django.db import connection, transaction

    from vernost.commands import rows
    from vernost.journal import triggers

    migrated()
    swapping.promise("rows")
    try:
        with transaction.atomic():
            triggers.remove()
            with connection.cursor() as cursor:
                for model in reversed(rows.tables()):
                    cursor.execute(_emptying(connection.ops.quote_name(model._meta.db_table)))
            rows.read(base)
            triggers.install()
            swapping.drop_token()
    except BaseException:
        swapping.take_back()
        swapping.drop_token()
        raise


def _emptying(table: str) -> str:
    from django.db import connection

    return f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}"
