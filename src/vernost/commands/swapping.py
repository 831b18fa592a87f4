"""A base and its files exchanged as one thing: killed at any moment, the next start finds the old or makes
the new one, and says which.

What is to come is laid ready in a folder beside the base. The moment from which the new one holds is, for a
file of SQLite, the promise itself; for rows and PostgreSQL it is the commit, told by a token that stands
among the records of migrations and goes with the old base.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = ".vernost-restore"
PROMISE = "promise.json"
TOKEN_APP = "vernost_restore"


def _folder() -> Path:
    from django.conf import settings

    path: Path = settings.DATA / FOLDER
    return path


@contextmanager
def alone() -> Iterator[None]:
    """One restore at a time in a data folder; a start meanwhile waits for its end."""
    path = _folder().with_name("restore.lock")
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def laid_ready() -> Iterator[Path]:
    """An empty folder on the disk of the base, gone afterwards."""
    folder = _folder()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        if not (folder / PROMISE).exists():
            shutil.rmtree(folder, ignore_errors=True)


def promise(kind: str) -> None:
    """Say that what is laid ready is whole. A database tells by the token, put there before, whether it is
    the old one still.
    """
    folder, token = _folder(), "" if kind == "sqlite" else _put_token()
    for path in folder.rglob("*"):
        _sync(path)
    half = folder / "half"
    half.write_text(json.dumps({"kind": kind, "token": token}), encoding="utf-8")
    _sync(half)
    half.rename(folder / PROMISE)
    _sync(folder)


def take_back() -> None:
    """The database refused: nothing was changed, nothing is to come."""
    shutil.rmtree(_folder(), ignore_errors=True)


def complete() -> None:
    """Put in place what was promised; may be called again where it was cut off."""
    from django.conf import settings

    folder = _folder()
    if (folder / "base").exists() and _promised(folder).get("kind") == "sqlite":
        place = Path(settings.DATABASES["default"]["NAME"])
        # What an old write-ahead log holds is not of the new base: it must be gone before the new base is
        # there.
        for leftover in ("-wal", "-shm"):
            place.with_name(place.name + leftover).unlink(missing_ok=True)
        (folder / "base").replace(place)
        _sync(place.parent)
    if (folder / "files").is_dir():
        place = settings.MEDIA_ROOT
        old = folder / "files-before"
        if place.exists() and not old.exists():
            place.rename(old)
        elif place.exists():
            shutil.rmtree(place)
        (folder / "files").rename(place)
        _sync(place.parent)
    _put_away(folder)


def _put_away(folder: Path) -> None:
    """The promise last: as long as it stands, what is here may be done once more."""
    for path in folder.iterdir():
        if path.name != PROMISE:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (folder / PROMISE).unlink(missing_ok=True)
    folder.rmdir()


def settle() -> None:
    """At every start: finish a restore that was cut off, or put away what was left of it."""
    from django.db import connection

    if not _folder().exists():
        return
    with alone():
        folder = _folder()
        if not folder.exists():
            return
        if not any(folder.iterdir()):
            folder.rmdir()
        elif not _promised(folder):
            if "django_migrations" in connection.introspection.table_names():
                drop_token()
            connection.close()
            shutil.rmtree(folder, ignore_errors=True)
            _say("it had changed nothing: the base is as it was.")
        elif _is_new(folder):
            complete()
            _say("it has been completed: the base is that of the backup.")
        else:
            take_back()  # before the token: without it the promise would hold
            drop_token()
            connection.close()
            _say("it had changed nothing: the base is as it was.")


def _promised(folder: Path) -> dict[str, str]:
    try:
        told: dict[str, str] = json.loads((folder / PROMISE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return told


def _is_new(folder: Path) -> bool:
    told = _promised(folder)
    return told["kind"] == "sqlite" or not holds_token(told["token"])


def _put_token() -> str:
    from django.db import connection

    drop_token()
    token = secrets.token_hex(16)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, CURRENT_TIMESTAMP)",
            [TOKEN_APP, token],
        )
    return token


def holds_token(token: str) -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations WHERE app = %s AND name = %s", [TOKEN_APP, token])
        found = cursor.fetchone() is not None
    connection.close()
    return found


def drop_token() -> None:
    """In the transaction that makes the base new; or where it never came to that."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s", [TOKEN_APP])


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _say(words: str) -> None:
    print(f"vernost: a restore was cut off before its end; {words}", file=sys.stderr)
