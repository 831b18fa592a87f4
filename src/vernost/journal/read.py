"""Reading the journal: a client's timeline, the firm's audit log. Both by key, both from one index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core.clock import firm_zone
from vernost.core.paging import LIMIT, Page, keyset_page
from vernost.journal.models import Entry

NEWEST_FIRST = ("-at", "-id")


def timeline(
    actor: Actor,
    client: Any,
    *,
    merged: Sequence[int] = (),
    kinds: Sequence[str] = (),
    after: str = "",
    limit: int = LIMIT,
) -> Page[Entry]:
    """What happened with a client, newest first. ``merged``: clients that were merged into this one."""
    require(actor, "client.see", client)
    ids = [client.pk, *merged]
    rows = Entry.objects.filter(
        Q(client_id=ids[0]) if len(ids) == 1 else Q(client_id__in=ids), in_timeline=True
    ).select_related("employee")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return keyset_page(rows, order=NEWEST_FIRST, after=after, limit=limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    employee_id: int | None = None
    kind: str = ""
    client_id: int | None = None
    subject_type: str = ""
    subject_id: int | None = None
    since: date | None = None
    until: date | None = None


def audit(
    actor: Actor, asked: AuditFilter | None = None, *, after: str = "", limit: int = LIMIT
) -> Page[Entry]:
    """Who looked at, exported and changed what; the director's."""
    require(actor, "audit.see")
    return keyset_page(_audit_rows(asked or AuditFilter()), order=NEWEST_FIRST, after=after, limit=limit)


def _audit_rows(asked: AuditFilter) -> QuerySet[Entry]:
    rows = Entry.objects.filter(in_audit=True).select_related("employee")
    exact = {
        "employee_id": asked.employee_id,
        "kind": asked.kind,
        "client_id": asked.client_id,
        "subject_type": asked.subject_type,
        "subject_id": asked.subject_id,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if asked.since:
        rows = rows.filter(at__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=firm_zone())
