"""DATABASE_URL into Django's words, with the ways that keep SQLite and PostgreSQL quick and safe."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from vernost.config.environment import BadEnvironment

# WAL lets people read while one writes. NORMAL loses nothing on a crash of the process, and at a power cut
# only what was not yet checkpointed, never the base itself.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536; PRAGMA journal_size_limit=67108864;"
)


def database(url: str, data: Path) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.netloc + parts.path, data)
    if not parts.path.strip("/"):
        raise BadEnvironment("DATABASE_URL names no database: postgresql://user:password@host:5432/name.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket's folder may stand in the host's place or in ?host=, as libpq has it.
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


def _sqlite(path: str, data: Path) -> dict[str, Any]:
    # sqlite:///file is relative to the data folder, sqlite:////folder/file is absolute.
    name = ":memory:" if path in ("/:memory:", ":memory:") else str(data / path.removeprefix("/"))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        "CONN_MAX_AGE": None,
        "ATOMIC_REQUESTS": False,
    }
