"""The index behind the quick search: FTS5 with trigrams on SQLite, pg_trgm on PostgreSQL (where it is
not to be had, an index over whole beginnings of words). Installed after every migration: SQLite loses
triggers when a table is rebuilt.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from django.db import connection, connections, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.utils import DatabaseError

MANY = 30_000  # are sorted in a tenth of a second
log = logging.getLogger(__name__)
SQLITE_TABLE = """CREATE VIRTUAL TABLE clients_search USING fts5(
    search, content='clients_client', content_rowid='id', tokenize='trigram case_sensitive 1')"""
SQLITE_TRIGGERS = {
    "clients_search_added": """CREATE TRIGGER clients_search_added AFTER INSERT ON clients_client BEGIN
        INSERT INTO clients_search(rowid, search) VALUES (new.id, new.search); END""",
    "clients_search_removed": """CREATE TRIGGER clients_search_removed AFTER DELETE ON clients_client BEGIN
        INSERT INTO clients_search(clients_search, rowid, search)
        VALUES ('delete', old.id, old.search); END""",
    "clients_search_changed": """CREATE TRIGGER clients_search_changed
        AFTER UPDATE OF search ON clients_client
        WHEN old.search IS NOT new.search BEGIN
        INSERT INTO clients_search(clients_search, rowid, search) VALUES ('delete', old.id, old.search);
        INSERT INTO clients_search(rowid, search) VALUES (new.id, new.search); END""",
}
TRIGRAMS = (
    "CREATE INDEX IF NOT EXISTS clients_search_trigrams ON clients_client USING gin (search gin_trgm_ops)"
)
WORDS = "array_to_tsvector(string_to_array(btrim(search), ' '))"
BEGINNINGS = f"CREATE INDEX IF NOT EXISTS clients_search_words ON clients_client USING gin (({WORDS}))"


def install(using: str = "default", **kwargs: Any) -> None:
    database = connections[using]
    if "clients_client" not in database.introspection.table_names():
        return
    if database.vendor == "sqlite":
        _install_sqlite(database)
    elif database.vendor == "postgresql":
        _install_postgres(database)


def _install_sqlite(database: Any) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'clients_search%'")
        there = {name for (name,) in cursor.fetchall()}
        missing = SQLITE_TRIGGERS.keys() - there
        if "clients_search" not in there:
            cursor.execute(SQLITE_TABLE)
        for name in missing:
            cursor.execute(SQLITE_TRIGGERS[name])
        if missing or "clients_search" not in there:
            cursor.execute("INSERT INTO clients_search(clients_search) VALUES ('rebuild')")


def _install_postgres(database: Any) -> None:
    """The extension is trusted since PostgreSQL 13: the owner of the database may add it. Where not,
    words only."""
    try:
        with transaction.atomic(using=database.alias), database.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("SELECT cardinality(show_trgm('елкин'))")
            if cursor.fetchone()[0] == 0:  # a locale that knows no letters but Latin ones
                raise DatabaseError("pg_trgm does not know Cyrillic here")
            cursor.execute(TRIGRAMS)
    except DatabaseError as error:
        log.warning("Search finds beginnings of words only: %s", str(error).splitlines()[0])
        with transaction.atomic(using=database.alias), database.cursor() as cursor:
            cursor.execute(BEGINNINGS)
    has_trigrams.cache_clear()


@cache
def has_trigrams() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_class WHERE relname = 'clients_search_trigrams' AND relkind = 'i'")
        return cursor.fetchone() is not None


def holding(needles: list[str], *, in_order: bool = True) -> Q:
    """Clients whose search text holds every one of the needles (folded; at least three signs each).

    On SQLite it is asked only for what many hold (``first_holding`` gave up). Of very many, looking into the
    rows in the list's own order finds a page sooner than sorting them all would; not so of a name that half
    the alphabet stands before. Where they are only to be counted (not ``in_order``), the index is what to
    read.
    """
    if connection.vendor == "sqlite" and not (in_order and held_by_many(needles)):
        return Q(pk__in=RawSQL(*_fts(needles)))
    if has_trigrams():
        held = Q()
        for needle in needles:
            held &= Q(search__contains=needle)
        return held
    asked = " & ".join(
        "'{}':*".format(needle.strip().replace("\\", "").replace("'", "''")) for needle in needles
    )
    return Q(pk__in=RawSQL(f"SELECT id FROM clients_client WHERE {WORDS} @@ %s::tsquery", [asked]))


def first_holding(needles: list[str], limit: int) -> list[int] | None:
    """On SQLite: their keys, if there are no more than ``limit``. None where the planner does better by
    itself."""
    if connection.vendor != "sqlite":
        return None
    sql, parameters = _fts(needles)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT %s", [*parameters, limit + 1])
        found = [pk for (pk,) in cursor.fetchall()]
    return found if len(found) <= limit else None


def held_by_many(needles: list[str]) -> bool:
    """On SQLite: whether so many hold the needles that a walk in any order soon meets some."""
    sql, parameters = _fts(needles)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT %s)", [*parameters, MANY + 1])
        return bool(cursor.fetchone()[0] > MANY)


def _fts(needles: list[str]) -> tuple[str, list[str]]:
    asked = " ".join('"{}"'.format(needle.replace('"', '""')) for needle in needles)
    return "SELECT rowid FROM clients_search WHERE clients_search MATCH %s", [asked]
