"""What every test of the product may use. Runs on SQLite, or with ``--db postgres`` on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest_plugins = ("tests.cast", "tests.houses", "tests.killing")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db", choices=("sqlite", "postgres"), default="sqlite", help="the database of the tests"
    )


TOUCHES = ("db", "transactional_db", "live_server", "django_db_setup")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL: what touches a database; nothing else can differ there. What a browser looks at was
    made by views that the tests of pages ask on both. On SQLite: all but what is only about PostgreSQL.
    """
    from django.conf import settings

    wanted = _not_about_postgres if settings.SQLITE else _touches_a_database
    kept = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = kept


def _not_about_postgres(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgres") is None


def _touches_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return False
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres", "own_base"))
    return marked or not set(TOUCHES).isdisjoint(getattr(item, "fixturenames", ()))


def pytest_report_header() -> str:
    from django.conf import settings

    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


@pytest.fixture(autouse=True, scope="session")
def emptying_passes_the_journals_guard() -> Iterator[None]:
    """Transactional tests empty every table between them; on SQLite that is DELETE, which the journal
    refuses.
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    from django.db.backends.sqlite3.operations import DatabaseOperations

    from vernost.journal import triggers

    guarded = DatabaseOperations.execute_sql_flush

    def unguarded(self: Any, statements: list[str]) -> Any:
        triggers.remove(self.connection.alias)
        result = guarded(self, statements)
        triggers.install(self.connection.alias)
        return result

    DatabaseOperations.execute_sql_flush = unguarded  # type: ignore[method-assign]
    yield
    DatabaseOperations.execute_sql_flush = guarded  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process keeps between requests, a test must not inherit."""
    from django.core.cache import cache

    from vernost.core import terms

    terms.refresh()
    cache.clear()
