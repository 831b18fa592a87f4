"""``vernost backup FILE``: the whole base in one file, while people go on working."""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from vernost.commands.archive import FORMAT, Label, write_label
from vernost.commands.setting_up import Refused, migrated


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="such as vernost.tar.gz")
    parser.add_argument(
        "--rows",
        action="store_true",
        help="rows instead of the database's own format: to move to another database",
    )


def run(arguments: argparse.Namespace) -> int:
    backup(arguments.file, as_rows=arguments.rows)
    print(f"{arguments.file}: {arguments.file.stat().st_size // 1024} KiB")
    return 0


def backup(file: Path, *, as_rows: bool = False) -> Label:
    """The file appears whole or not at all: it is written beside its place and put there at the end."""
    from django.conf import settings

    migrated()
    if file.is_dir() or not file.absolute().parent.is_dir():
        raise Refused(f"{file} is no place for a file.")
    with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".vernost-backup-") as folder:
        base = Path(folder) / "base"
        kind = _base(base, as_rows=as_rows)
        label = _label(kind)
        draft = Path(folder) / "draft"
        with draft.open("wb") as out:
            os.fchmod(out.fileno(), 0o600)
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=3) as archive:
                write_label(archive, label)
                archive.add(base, "base")
                if settings.MEDIA_ROOT.is_dir():
                    archive.add(settings.MEDIA_ROOT, "files")
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    return label


def _base(place: Path, *, as_rows: bool) -> str:
    from django.conf import settings

    from vernost.commands import rows

    if as_rows:
        rows.write(place)
        return "rows"
    if settings.SQLITE:
        _copy_sqlite(Path(settings.DATABASES["default"]["NAME"]), place)
        return "sqlite"
    if shutil.which("pg_dump") and _pg_dump(place):
        return "pg_dump"
    rows.write(place)
    return "rows"


def _copy_sqlite(source: Path, place: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(place)) as copy:
        live.backup(copy, pages=4096, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")
        # Whoever gets hold of a backup is not signed in as anybody.
        copy.execute("DELETE FROM staff_session")
        copy.commit()


def _pg_dump(place: Path) -> bool:
    """False where this pg_dump cannot speak with that server; then rows are taken."""
    words = [
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--exclude-table-data=staff_session",
        f"--file={place}",
    ]
    done = subprocess.run([*words, postgres_url()], capture_output=True, text=True, check=False)
    return done.returncode == 0


def postgres_url() -> str:
    from django.conf import settings

    url: str = settings.ENVIRONMENT.database_url
    return url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url


def _label(kind: str) -> Label:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from vernost import __version__
    from vernost.core import clock

    applied: dict[str, list[str]] = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        applied.setdefault(app, []).append(name)
    return Label(FORMAT, __version__, clock.now().isoformat(), kind, applied)
