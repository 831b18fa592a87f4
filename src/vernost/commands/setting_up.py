"""What every command does first: read the environment, start Django; or say in one sentence why it cannot."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

MIGRATION_LOCK = 0x7665726E  # "vern"


class Refused(Exception):
    """The command cannot do what was asked; the text says why and what to do."""


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vernost.config.settings")
    from vernost.config.environment import BadEnvironment

    try:
        import django

        django.setup()
    except BadEnvironment as error:
        raise Refused(str(error)) from error
    from vernost.commands import swapping

    swapping.settle()


def migrated(*, quiet: bool = True) -> None:
    """Bring the database up to this release; refuse one that a newer release has already changed."""
    from django.core.management import call_command
    from django.db.utils import DatabaseError

    try:
        with _one_at_a_time():
            unknown = migrations_of_newer_release()
            if unknown:
                raise Refused(
                    f"the database was changed by a newer release ({unknown[0]}): "
                    "start that one, or restore a backup."
                )
            to_come = migrations_to_come()
            call_command("migrate", verbosity=0 if quiet else 1, interactive=False)
            if to_come:
                _tell_the_planner()
    except DatabaseError as error:
        raise Refused(f"the database does not answer: {str(error).strip()}") from error


def _tell_the_planner() -> None:
    """Of indexes that a migration has laid anew SQLite knows nothing, and takes the wrong one."""
    from django.db import connection

    from vernost.core.bulk import statistics_anew

    if connection.vendor == "sqlite":
        statistics_anew(*connection.introspection.table_names())


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Several machines may start together over one PostgreSQL; SQLite's own lock does the same for one."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def migrations_of_newer_release() -> list[str]:
    """Migrations recorded in the database that this release does not know, of our own contexts."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {name.rpartition(".")[2] for name in settings.CONTEXTS}
    known = set(loader.disk_migrations) | set(loader.replacements)
    return [
        f"{app}.{name}" for app, name in loader.applied_migrations if app in ours and (app, name) not in known
    ]


def migrations_to_come() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
