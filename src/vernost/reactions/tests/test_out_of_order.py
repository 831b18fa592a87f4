"""On PostgreSQL entries may come in out of the order of their keys: none is passed over."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from vernost.access.actor import SYSTEM
from vernost.clients import kinds
from vernost.journal.models import Entry
from vernost.journal.write import record
from vernost.reactions import reacting, reading
from vernost.reactions.tests.conftest import effects

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Alone = Callable[..., None]


class Slow:
    """Writes an entry at once, and commits when told to."""

    def __init__(self) -> None:
        self.written, self.may_end = threading.Event(), threading.Event()
        self.entry: Entry | None = None
        self.thread = threading.Thread(target=self._work)
        self.thread.start()
        assert self.written.wait(10)

    def _work(self) -> None:
        try:
            with transaction.atomic():
                self.entry = _noted()
                self.written.set()
                self.may_end.wait(20)
        finally:
            self.written.set()
            connection.close()

    def end(self) -> int:
        self.may_end.set()
        self.thread.join(20)
        assert self.entry is not None
        return int(self.entry.pk)


def _noted() -> Entry:
    return record(SYSTEM, kinds.NOTED, data={"text": "x"})


def _quick() -> int:
    with transaction.atomic():
        return int(_noted().pk)


def _look() -> list[int]:
    reading.read()
    reacting.work_off()
    return sorted(effects())


def test_who_began_earlier_and_ends_later_is_not_passed_over(alone: Alone) -> None:
    alone()
    slow = Slow()
    quick = _quick()
    assert slow.entry is not None and slow.entry.pk < quick
    assert _look() == [], "the slow one may still come before the quick one"
    first = slow.end()
    assert _look() == [first, quick]


def test_two_who_never_rest_hold_up_only_what_came_after_them(alone: Alone) -> None:
    alone()
    one = Slow()
    between = _quick()
    assert _look() == []
    two = Slow()
    first = one.end()
    later = _quick()
    assert _look() == [first, between], "what was seen while the first wrote is settled with its end"
    second = two.end()
    assert _look() == [first, between, second, later]


def test_who_came_to_nothing_holds_up_nobody(alone: Alone) -> None:
    alone()
    with transaction.atomic():
        _noted()
        transaction.set_rollback(True)
    quick = _quick()
    assert _look() == [quick]
