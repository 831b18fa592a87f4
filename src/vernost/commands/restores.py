"""``vernost restore FILE``: a backup in the base's place. All of it, or nothing changes."""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

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
    from django.conf import settings

    label = read_label(file)
    _refuse_newer(label)
    _refuse_running()
    if not replace and _holds_something():
        raise Refused("the base in place holds data: make a backup of it, then repeat with --yes.")
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".vernost-restore-") as name:
        folder = Path(name)
        take_out(file, folder)
        if label.kind == "sqlite":
            _put_sqlite(folder / "base")
        elif label.kind == "pg_dump":
            _put_postgres(folder / "base")
        else:
            _put_rows(folder / "base")
        if (folder / "files").is_dir():
            _put_files(folder / "files", settings.MEDIA_ROOT)
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


def _put_sqlite(base: Path) -> None:
    from django.conf import settings

    if not settings.SQLITE:
        raise Refused("this backup is of SQLite: make one with --rows there to move to PostgreSQL.")
    with closing(sqlite3.connect(base)) as copy:
        answer = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if answer != "ok":
        raise Refused(f"the backup is damaged: {answer}.")
    place = Path(settings.DATABASES["default"]["NAME"])
    with base.open("rb") as file:
        os.fsync(file.fileno())
    # What an old write-ahead log holds is not of the new base: it must be gone before the new base is there.
    for leftover in ("-wal", "-shm"):
        place.with_name(place.name + leftover).unlink(missing_ok=True)
    base.replace(place)


def _put_postgres(base: Path) -> None:
    from django.conf import settings

    if settings.SQLITE:
        raise Refused("this backup is of PostgreSQL: make one with --rows there to move to SQLite.")
    if not shutil.which("pg_restore"):
        raise Refused("pg_restore is not installed here.")
    words = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
    done = subprocess.run(
        [*words, f"--dbname={postgres_url()}", str(base)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused(f"PostgreSQL refused the backup, nothing was changed: {done.stderr.strip()[-500:]}")


def _put_rows(base: Path) -> None:
    """One transaction: the base is emptied, its tables made anew and filled, or all stays as it was."""
    from django.db import connection, transaction

    from vernost.commands import rows
    from vernost.journal import triggers

    migrated()
    with transaction.atomic():
        triggers.remove()
        with connection.cursor() as cursor:
            for model in reversed(rows.tables()):
                cursor.execute(_emptying(connection.ops.quote_name(model._meta.db_table)))
        rows.read(base)
        triggers.install()


def _emptying(table: str) -> str:
    from django.db import connection

    return f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}"


def _put_files(new: Path, place: Path) -> None:
    old = place.with_name(f".{place.name}-before-restore")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
