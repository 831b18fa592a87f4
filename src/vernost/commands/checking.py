"""``vernost check``: each line says what is in order, or what to do. Exit code 0 only if all is."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

from vernost.commands.setting_up import migrations_of_newer_release, migrations_to_come


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    wrong = 0
    for name, look in CHECKS.items():
        try:
            trouble = look()
        except Exception as error:  # noqa: BLE001 - whatever is wrong is what this command is to tell
            trouble = f"{type(error).__name__}: {str(error).strip()}"
        wrong += bool(trouble)
        print(f"{'WRONG' if trouble else 'ok   '}  {name}{': ' + trouble if trouble else ''}")
    return 1 if wrong else 0


def _settings() -> str:
    from django.core import checks

    found = checks.run_checks(include_deployment_checks=False)
    return "; ".join(str(one.msg) for one in found if one.level >= checks.ERROR)


def _data() -> str:
    from django.conf import settings

    if not os.access(settings.DATA, os.W_OK):
        return f"{settings.DATA} cannot be written to"
    key = settings.DATA / "secret-key"
    if key.exists() and key.stat().st_mode & 0o077:
        return f"{key} can be read by others: chmod 600"
    return ""


def _database() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check(1)")
            answer = cursor.fetchone()[0]
            return "" if answer == "ok" else f"the database is damaged: {answer}"
    return ""


def _migrations() -> str:
    newer = migrations_of_newer_release()
    if newer:
        return f"changed by a newer release: {', '.join(newer)}"
    to_come = migrations_to_come()
    return f"{len(to_come)} to come: vernost migrate" if to_come else ""


def _journal() -> str:
    from vernost.journal import triggers

    return "" if triggers.installed() else "nothing keeps the journal append-only: vernost migrate"


def _queue() -> str:
    from vernost.core.queue import huey

    huey.storage.queue_size()
    return ""


def _sweeps() -> str:
    from datetime import timedelta

    from vernost.core import clock
    from vernost.core.jobs import SWEEPS
    from vernost.core.models import SweepRun

    late = clock.now() - timedelta(minutes=10)
    runs = SweepRun.objects.filter(name__in=SWEEPS)
    told = [f"{run.name} fails: {run.last_error.strip().splitlines()[-1]}" for run in runs if run.failures]
    told += [
        f"{run.name} was due at {run.due_at:%H:%M}"
        for run in runs
        if run.due_at < late and not run.lease_until
    ]
    return "; ".join(told)


def _reactions() -> str:
    from vernost.reactions.models import Due

    given_up = Due.objects.filter(due_at=None, done_at=None)
    last = given_up.order_by("-pk").first()
    if last is None:
        return ""
    error = last.last_error.strip().splitlines()[-1:] or ["no error kept"]
    return f"{given_up.count()} given up, the last of them {last.reaction}: {error[0]}"


def _mailbox() -> str:
    """Asked now, with the password that is set: nothing is read."""
    from django.conf import settings

    from vernost.post.receiving import trouble_of

    url = settings.ENVIRONMENT.intake_imap_url
    return trouble_of(url) if url else ""


def _director() -> str:
    from vernost.access.actor import Role
    from vernost.staff.models import Employee

    there = Employee.objects.filter(role=Role.DIRECTOR, is_active=True).exists()
    return "" if there else "there is none yet: vernost user add ADDRESS --name NAME"


CHECKS: dict[str, Callable[[], str]] = {
    "settings": _settings,
    "data folder": _data,
    "database": _database,
    "migrations": _migrations,
    "journal": _journal,
    "queue": _queue,
    "background work": _sweeps,
    "reactions": _reactions,
    "mailbox": _mailbox,
    "director": _director,
}
