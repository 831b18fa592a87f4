"""What every test of the product may use. Runs on SQLite, or with ``--db postgres`` on PostgreSQL."""

from __future__ import annotations

import pytest

pytest_plugins = ("tests.cast",)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgres"), default="sqlite", help="the database of the tests")


def pytest_report_header() -> str:
    from django.conf import settings

    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"
