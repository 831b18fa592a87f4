"""``vernost demo``: a folder of its own, a sample firm that is fresh today, and the web."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from vernost.commands import running
from vernost.commands.setting_up import Refused, migrated

HOME = "var/demo"
MARK = "demo.json"
LISTEN = "127.0.0.1:8000"


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument("--listen", metavar="HOST:PORT", default=LISTEN, help=f"instead of {LISTEN}")
    parser.add_argument("--seed", type=int, default=20, help="another firm of the same kind")
    parser.add_argument("--no-serve", action="store_true", help="build it and stop")


def prepare(arguments: argparse.Namespace) -> None:
    os.environ.setdefault("VERNOST_DATA", str(Path(HOME).absolute()))
    # by name: a browser keeps no passkey for an address of numbers
    os.environ.setdefault("VERNOST_URL", f"http://localhost:{arguments.listen.rpartition(':')[2]}")
    Path(os.environ["VERNOST_DATA"]).mkdir(parents=True, exist_ok=True)


def run(arguments: argparse.Namespace) -> int:
    from vernost.commands import serving

    built = _built(arguments.seed)
    print("A new sample firm was built." if built else "The sample firm of today is there already.")
    _tell()
    return 0 if arguments.no_serve else serving.serve(arguments.listen)


def _built(seed: int) -> bool:
    """Once a day: the firm's orders must reach up to today. Whether it was built now."""
    from django.conf import settings

    from vernost.core import clock

    mark, wanted = settings.DATA / MARK, {"day": clock.today().isoformat(), "seed": seed}
    if mark.exists() and json.loads(mark.read_text(encoding="utf-8")) == wanted:
        migrated()
        return False
    _emptied(had_firm=mark.exists())
    migrated()
    print("Building a sample firm: two thousand clients over three years…", flush=True)
    from vernost.demo.builder import build

    build(seed=seed)
    mark.write_text(json.dumps(wanted), encoding="utf-8")
    return True


def _emptied(*, had_firm: bool) -> None:
    """Yesterday's sample goes; a base that is no sample is never touched."""
    from django.conf import settings
    from django.db import connection

    if running.is_running():
        raise Refused("the sample firm is being served from this folder: stop it first.")
    if not settings.SQLITE:
        raise Refused("the sample firm lives in SQLite: unset DATABASE_URL.")
    database = Path(str(connection.settings_dict["NAME"]))
    if database.exists() and not had_firm and _has_people():
        raise Refused(f"{database} holds a base that is no sample: choose another folder by VERNOST_DATA.")
    connection.close()
    for ending in ("", "-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _has_people() -> bool:
    from django.db import connection

    if "staff_employee" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM staff_employee")
        return bool(cursor.fetchone()[0])


def _tell() -> None:
    from vernost.demo.staff import PASSWORD, PEOPLE

    print(f"Sign in with the password {PASSWORD}:")
    for line in PEOPLE:
        print(f"  {line.email:<34} {line.name}, {line.role.value}")
