"""Whose a client was at a moment: the journal knows each change of hands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from datetime import datetime

from vernost.clients import kinds
from vernost.clients.models import Client
from vernost.journal.models import Entry

AT_ONCE = 500
CHANGES = (kinds.HANDED_OVER.name, kinds.HANDED_BACK.name)


class Hands:
    """``of(client, moment)``: the employee then, None where nobody looked after them. Two queries for 500."""

    def __init__(self, client_ids: Collection[int]) -> None:
        ids = sorted(set(client_ids))
        self._now: dict[int, int | None] = {}
        self._changes: dict[int, tuple[list[datetime], list[int | None]]] = {}
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            self._now.update(Client._base_manager.filter(pk__in=some).values_list("pk", "owner_id"))
            rows = Entry.objects.filter(client_id__in=some, kind__in=CHANGES).order_by("at", "pk")
            for client, at, changes in rows.values_list("client_id", "at", "changes"):
                if client is not None and "owner" in changes:
                    times, before = self._changes.setdefault(client, ([], []))
                    times.append(at)
                    before.append(changes["owner"][0])

    def of(self, client_id: int, at: datetime) -> int | None:
        times, before = self._changes.get(client_id, ([], []))
        place = bisect_right(times, at)  # the first change after it
        return before[place] if place < len(times) else self._now.get(client_id)
