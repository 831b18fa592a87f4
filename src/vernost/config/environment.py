"""Every setting that the machine gives us, declared once: name, type, default, what it is for.

A name we do not know, or a value we cannot read, stops the start with one sentence. Any setting may be
kept in a file instead: ``VERNOST_SECRET_KEY_FILE=/run/secrets/key``. docs/settings.md is held true by a test.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Read by the tests and the tools around the product, never by the product.
OUTSIDE = frozenset(
    {"VERNOST_SHARED_DATA", "VERNOST_TEST_POSTGRES", "VERNOST_TEST_REDIS", "VERNOST_TEST_RUN"}
)
PREFIX = "VERNOST_"


class BadEnvironment(Exception):
    """The environment cannot be used; the text says which setting and why."""


def text(value: str) -> str:
    return value


def words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def folder(value: str) -> Path:
    return Path(value).expanduser().absolute()


def switch(value: str) -> bool:
    known = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if value.lower() not in known:
        raise ValueError("use 1 or 0")
    return known[value.lower()]


def whole(low: int, high: int) -> Callable[[str], int]:
    def whole_number(value: str) -> int:
        number = int(Decimal(value)) if value.isdigit() else None
        if number is None or not low <= number <= high:
            raise ValueError(f"use a whole number from {low} to {high}")
        return number

    return whole_number


def one_of(*choices: str) -> Callable[[str], str]:
    def choice(value: str) -> str:
        if value not in choices:
            raise ValueError(f"use one of {', '.join(choices)}")
        return value

    return choice


def zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("use a time zone's name, such as Europe/Moscow") from error


def currency(value: str) -> str:
    if len(value) != 3 or not value.isascii() or not value.isupper():
        raise ValueError("use a currency's three letters, such as RUB")
    return value


def address(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("use host:port, such as 127.0.0.1:8000")
    return value


def link(*schemes: str) -> Callable[[str], str]:
    def parsed(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes:
            raise ValueError(f"use an address that starts with {' or '.join(f'{one}://' for one in schemes)}")
        return value

    return parsed


def mailbox(*schemes: str) -> Callable[[str], str]:
    def parsed(value: str) -> str:
        parts = urlsplit(link(*schemes)(value))
        if not (parts.hostname and parts.username and parts.password):
            raise ValueError("use an address with its user and password: imaps://user:password@host/INBOX")
        return value

    return parsed


def answers_to(value: str) -> str:
    local, at, domain = value.strip().rpartition("@")
    if value and not (local and at and "." in domain and not re.search(r"[\s<>,;]", value)):
        raise ValueError("use one address, such as answers+@firm.ru")
    if len(local) > 25:  # RFC 5321 allows 64 signs, and a token takes 34 of them
        raise ValueError("use an address of at most 25 signs before its @")
    return value.strip()


def setting(name: str, read: Callable[[str], Any], default: str, about: str, *, secret: bool = False) -> Any:
    return dataclasses.field(
        metadata={"name": name, "read": read, "default": default, "help": about, "secret": secret}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    data: Path = setting(
        "VERNOST_DATA", folder, "var", "Folder that holds the database, the key, files and backups."
    )
    url: str = setting(
        "VERNOST_URL",
        link("http", "https"),
        "http://127.0.0.1:8000",
        "Address at which people open the firm's Vernost; links in letters begin with it. "
        "With https the cookies are secure.",
    )
    listen: str = setting(
        "VERNOST_LISTEN", address, "127.0.0.1:8000", "Address and port the web server listens on."
    )
    hosts: tuple[str, ...] = setting(
        "VERNOST_HOSTS",
        words,
        "",
        "More host names to answer to, besides that of VERNOST_URL; comma between.",
    )
    proxies: int = setting(
        "VERNOST_PROXIES",
        whole(0, 9),
        "0",
        "How many reverse proxies of yours stand in front; so many X-Forwarded-For entries are believed.",
    )
    web_threads: int = setting("VERNOST_WEB_THREADS", whole(1, 64), "4", "Threads of each web process.")
    web_processes: int = setting(
        "VERNOST_WEB_PROCESSES",
        whole(1, 64),
        "1",
        "Web processes; SQLite is served by one whatever this says.",
    )
    worker_threads: int = setting(
        "VERNOST_WORKER_THREADS", whole(1, 64), "2", "Threads of the worker; SQLite is served by one."
    )
    database_url: str = setting(
        "DATABASE_URL",
        link("postgres", "postgresql", "sqlite"),
        "sqlite:///vernost.sqlite3",
        "postgresql://user:password@host:5432/name, or sqlite:///file (relative to VERNOST_DATA).",
        secret=True,
    )
    redis_url: str = setting(
        "REDIS_URL",
        link("redis", "rediss", "unix"),
        "",
        "Redis for the queue and the cache, when there are several machines.",
        secret=True,
    )
    secret_key: str = setting(
        "VERNOST_SECRET_KEY",
        text,
        "",
        "Signing key; if empty, one is made and kept in VERNOST_DATA/secret-key.",
        secret=True,
    )
    language: str = setting(
        "VERNOST_LANG", one_of("ru", "en"), "ru", "The firm's language; each employee may choose another."
    )
    time_zone: str = setting("VERNOST_TIME_ZONE", zone, "Europe/Moscow", "The firm's time zone.")
    currency: str = setting(
        "VERNOST_CURRENCY", currency, "RUB", "The firm's currency; fixed once there is money in the base."
    )
    mail_url: str = setting(
        "VERNOST_MAIL_URL",
        link("smtp", "smtps", "console", "file"),
        "console://",
        "smtp://user:password@host:587 (STARTTLS), smtps://…:465 (TLS), file:///folder; console:// for none.",
        secret=True,
    )
    mail_from: str = setting(
        "VERNOST_MAIL_FROM", text, "Vernost <vernost@localhost>", "Sender of the letters to employees."
    )
    mail_reply: str = setting(
        "VERNOST_MAIL_REPLY",
        answers_to,
        "",
        "Where clients answer letters: an address whose letters come into the mailbox of "
        "VERNOST_INTAKE_IMAP_URL. With a plus before its @ (answers+@firm.ru) each letter has its own; "
        "empty: the manager’s address.",
    )
    intake_imap_url: str = setting(
        "VERNOST_INTAKE_IMAP_URL",
        mailbox("imap", "imaps"),
        "",
        "Mailbox whose letters become requests, read every minute and changed in nothing: "
        "imaps://user:password@host/INBOX (TLS), imap://…:143 (STARTTLS); empty: none.",
        secret=True,
    )
    analytics_url: str = setting(
        "VERNOST_ANALYTICS_URL",
        text,
        "",
        "Spark master to compute on, where a base outgrows one machine: spark://host:7077 or local[2], with "
        "Spark's own settings after a question mark (docs/spark.md); empty: DuckDB here.",
    )
    debug: bool = setting(
        "VERNOST_DEBUG", switch, "0", "Pages of errors with their insides. Only while developing."
    )
    log_level: str = setting(
        "VERNOST_LOG_LEVEL",
        one_of("debug", "info", "warning", "error"),
        "info",
        "How much is said in the log.",
    )


def declared() -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(Environment)


def read(environ: Mapping[str, str]) -> Environment:
    """The environment's settings; BadEnvironment with one sentence where something is wrong."""
    _refuse_unknown(environ)
    return Environment(**{field.name: _value(field.metadata, environ) for field in declared()})


def _value(meta: Mapping[str, Any], environ: Mapping[str, str]) -> Any:
    name, file = meta["name"], environ.get(f"{meta['name']}_FILE", "")
    given = environ.get(name, "").strip()
    if given and file:
        raise BadEnvironment(f"{name} and {name}_FILE are both set: keep one of them.")
    if file:
        given = _contents(name, file)
    value = given or meta["default"]
    if not value:
        return meta["read"]("") if meta["read"] in (text, words) else ""
    try:
        return meta["read"](value)
    except ValueError as error:
        shown = "its value" if meta["secret"] else f"“{value}”"
        raise BadEnvironment(f"{name} cannot be {shown}: {error}.") from error


def _contents(name: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadEnvironment(f"{name}_FILE names {file}, which cannot be read: {error}.") from error


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {field.metadata["name"] for field in declared()}
    known |= {f"{name}_FILE" for name in known} | OUTSIDE
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise BadEnvironment(f"{name} is not a setting of Vernost.{hint} All of them: docs/settings.md.")
