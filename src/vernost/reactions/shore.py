"""Up to which entry of the journal nothing can come in any more.

Keys are given out in order, but on PostgreSQL transactions end in any order: entry 7 may be there while entry
6 is still being written. Whoever read up to 7 would never see 6. Who is writing can be seen by the lock that
every INSERT holds until its transaction ends: an entry is settled once all who were writing when it
was first seen have ended. Nobody waits for anybody, and a long import holds back only what came after its
beginning. SQLite has one writer: what is there is settled.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max

from vernost.journal.models import Entry
from vernost.reactions.models import Shore

WRITING = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = %s::regclass AND mode = 'RowExclusiveLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid IS DISTINCT FROM pg_backend_pid()
"""


@transaction.atomic
def settled() -> int:
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if connection.vendor != "postgresql":
        return int(newest)
    writers = _writing()  # asked after the newest was seen: whoever has a lower key writes still
    Shore.objects.bulk_create([Shore(pk=1)], ignore_conflicts=True)
    shore = Shore.objects.select_for_update().get(pk=1)
    if not writers:
        shore.settled_id = shore.asked_id = max(shore.settled_id, newest)
    elif not set(shore.writers) & set(writers):
        shore.settled_id = max(shore.settled_id, shore.asked_id)
        shore.asked_id = max(shore.asked_id, newest)
    else:
        return shore.settled_id
    shore.writers = sorted(writers)
    shore.save()
    return shore.settled_id


def _writing() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITING, [Entry._meta.db_table])
        return {row[0] for row in cursor.fetchall()}
