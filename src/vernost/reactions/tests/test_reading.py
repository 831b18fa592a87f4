"""The journal is read once, to its end, and no further back than when the reaction was installed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from vernost.access.actor import SYSTEM
from vernost.clients import kinds
from vernost.core import clock
from vernost.journal.models import Entry
from vernost.journal.write import draft, record, record_many
from vernost.reactions import declaring, reacting, reading
from vernost.reactions.models import Due, Place
from vernost.reactions.tests.conftest import effects

Alone = Callable[..., None]


def noted(at: datetime | None = None) -> Entry:
    with transaction.atomic():
        return record(SYSTEM, kinds.NOTED, data={"text": "x"}, at=at)


def test_it_works(alone: Alone) -> None:
    alone()
    entry = noted()
    with transaction.atomic():
        record(SYSTEM, kinds.ADDED)
    assert reading.read() == 1
    assert reacting.work_off() == (1, False)
    assert effects() == [entry.pk]
    assert reading.read() == 0 and reacting.work_off() == (0, False)
    assert effects() == [entry.pk]


def test_what_was_before_a_reaction_is_none_of_its_business(alone: Alone) -> None:
    noted()
    alone()
    assert not Due.objects.exists()
    noted()
    alone(name="later")
    reacting.work_off()
    assert list(Due.objects.values_list("reaction", flat=True)) == ["noted"]


def test_history_that_somebody_writes_down_is_no_news(alone: Alone) -> None:
    alone()
    noted(at=clock.now() - declaring.FRESH - timedelta(minutes=1))
    fresh = noted(at=clock.now() - declaring.FRESH + timedelta(minutes=1))
    reading.read()
    assert list(Due.objects.values_list("entry_id", flat=True)) == [fresh.pk]


def test_a_long_journal_is_read_span_by_span(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SPAN", 3)
    alone()
    with transaction.atomic():
        record_many(draft(SYSTEM, kinds.NOTED, data={"text": "x"}) for _ in range(10))
    newest = Entry.objects.latest("pk").pk
    assert reading.read() == 10
    assert Place.objects.get(reaction="noted").after_id == newest


def test_a_span_is_found_by_the_key(alone: Alone) -> None:
    rows = Entry.objects.filter(pk__gt=5, pk__lte=50_005, kind__in=["client.noted"]).order_by("pk")
    plan = rows.values_list("pk").explain()
    assert ("journal_entry_pkey" if connection.vendor == "postgresql" else "INTEGER PRIMARY KEY") in plan


def test_reading_costs_as_many_queries_however_many_there_are(alone: Alone) -> None:
    alone()
    counts = []
    for many in (1, 40):
        with transaction.atomic():
            record_many(draft(SYSTEM, kinds.NOTED, data={"text": "x"}) for _ in range(many))
        with CaptureQueriesContext(connection) as ran:
            reading.read()
        counts.append(len(ran))
    assert counts[0] == counts[1] <= 20
