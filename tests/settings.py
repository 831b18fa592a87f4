"""Settings of the tests: on SQLite, or on a real PostgreSQL.

``pytest --db postgres`` (or VERNOST_TEST_POSTGRES=postgresql://…, the server to use) runs on PostgreSQL those
tests that touch a database. Where no server is named, the run starts one of its own (``tests/postgres.py``).
Two runs at once share nothing: each has its folder and its names of databases.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path


def _wants_postgres() -> bool:
    """What the words say; without words, a server named by the environment is one that is wanted."""
    said = " ".join(sys.argv).replace("--db=", "--db ")
    if "--db sqlite" in said and "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ.pop("VERNOST_TEST_POSTGRES", None)
    return "--db postgres" in said or bool(os.environ.get("VERNOST_TEST_POSTGRES"))


def _run_folder() -> Path:
    """The folder of this run. The workers of xdist see our environment: they find it made."""
    name = os.environ.get("VERNOST_TEST_RUN")
    if not name:
        name = tempfile.mkdtemp(prefix="vernost-tests-")
        atexit.register(shutil.rmtree, name, ignore_errors=True)
        os.environ["VERNOST_TEST_RUN"] = name
    return Path(name)


def _own_server() -> str:
    from tests.postgres import kept_server

    return kept_server(Path(tempfile.mkdtemp(prefix="vernost-pg-")))


def _prepare_environment() -> Path:
    for name in [
        name for name in os.environ if name.startswith("VERNOST_") and not name.startswith("VERNOST_TEST_")
    ]:
        del os.environ[name]
    os.environ.pop("REDIS_URL", None)
    run = _run_folder()
    # each worker of xdist has files of its own: imports of equal number must not meet
    os.environ["VERNOST_DATA"] = str(run / os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    os.environ["VERNOST_LANG"] = "en"
    os.environ["DATABASE_URL"] = "sqlite:///:memory:"
    if _wants_postgres():
        # Named for the workers of xdist too, which see our environment but not our arguments.
        url = os.environ.get("VERNOST_TEST_POSTGRES") or _own_server()
        os.environ["VERNOST_TEST_POSTGRES"] = os.environ["DATABASE_URL"] = url
    return run


_RUN = _prepare_environment()

from vernost.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick: no secrets here
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
HUEY_IMMEDIATE = True
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "localhost"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.scoped"]  # noqa: F405
DEBUG = False
if not SQLITE:  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": f"test_{_RUN.name.replace('-', '_')}"}  # noqa: F405
