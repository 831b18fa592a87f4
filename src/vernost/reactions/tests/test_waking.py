"""A commit wakes the reactions once, where somebody listens; who writes by thousands pays nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from vernost.access.actor import SYSTEM
from vernost.clients import kinds
from vernost.core import jobs
from vernost.journal import listening
from vernost.journal.models import Entry
from vernost.journal.write import draft, record, record_many
from vernost.reactions.jobs import SWEEP, wake
from vernost.reactions.tests.conftest import effects

pytestmark = pytest.mark.django_db(transaction=True)
Alone = Callable[..., None]


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(listening, "_EARS", {"client.noted": [lambda: told.append("woken")]})
    return told


def test_once_a_transaction(woken: list[str]) -> None:
    with transaction.atomic():
        for _ in range(3):
            record(SYSTEM, kinds.NOTED, data={"text": "x"})
        record(SYSTEM, kinds.ADDED)
        assert woken == []
    assert woken == ["woken"]


def test_not_by_what_came_to_nothing(woken: list[str]) -> None:
    with transaction.atomic():
        record(SYSTEM, kinds.NOTED, data={"text": "x"})
        transaction.set_rollback(True)
    assert woken == [] and not Entry.objects.filter(kind="client.noted").exists()


def test_many_at_once_wake_nobody(woken: list[str]) -> None:
    with transaction.atomic():
        record_many(draft(SYSTEM, kinds.NOTED, data={"text": "x"}) for _ in range(3))
    assert woken == []


def test_the_sweep_reads_and_reacts(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    alone()
    monkeypatch.setattr(listening, "_EARS", {"client.noted": [wake]})
    jobs.due()  # the clock has ticked once
    with transaction.atomic():
        entry = record(SYSTEM, kinds.NOTED, data={"text": "x"})
    assert effects() == [entry.pk]
    assert jobs.SWEEPS[SWEEP].every.total_seconds() <= 60
