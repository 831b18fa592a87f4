"""Background work. State lives in the database; the queue only wakes workers.

A sweep looks for rows that are due and calls one service for each. It may be run twice, killed at any line,
and woken by nobody: the clock finds it within a minute.

    @sweep("letters", every=timedelta(minutes=1))
    def send_due_letters() -> int:
        for letter in claim(Letter, limit=100, lease=timedelta(minutes=5)):
            with worked_off(letter):
                services.letter_send(SYSTEM, letter_id=letter.pk)

    transaction.on_commit(lambda: wake("letters"))        # now, rather than within a minute
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Q
from django.db.utils import OperationalError

from vernost.core import clock, terms
from vernost.core.models import Leased, SweepRun

log = logging.getLogger(__name__)
L = TypeVar("L", bound=Leased)
LONGEST_SWEEP = timedelta(hours=2)
MOST_ATTEMPTS = 12


@dataclass(frozen=True, slots=True)
class Sweep:
    name: str
    every: timedelta
    work: Callable[[], int | None]
    lease: timedelta


SWEEPS: dict[str, Sweep] = {}


def sweep(
    name: str, *, every: timedelta, lease: timedelta = LONGEST_SWEEP
) -> Callable[[Callable[[], int | None]], Callable[[], int | None]]:
    """Declare a sweep.

    It returns how many rows it handled. ``lease``: after this a dead worker's turn is over.
    """

    def declare(work: Callable[[], int | None]) -> Callable[[], int | None]:
        if name in SWEEPS:
            raise ValueError(f"the sweep {name} is declared twice")
        SWEEPS[name] = Sweep(name, every, work, lease)
        return work

    return declare


def wake(name: str) -> None:
    """Ask for a sweep now. Losing this call costs a minute, so nothing here may break the caller's work."""
    from vernost.core.queue import run_sweep

    SweepRun.objects.filter(name=SWEEPS[name].name).update(due_at=clock.now())
    try:
        run_sweep(name)
    except Exception:
        log.warning("The queue does not answer; %s is found by the clock", name, exc_info=True)


def due() -> list[str]:
    """Names of the sweeps whose time has come and that nobody is at."""
    known = set(SweepRun.objects.values_list("name", flat=True))
    SweepRun.objects.bulk_create(
        [SweepRun(name=name) for name in SWEEPS if name not in known], ignore_conflicts=True
    )
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return list(
        SweepRun.objects.filter(free, name__in=SWEEPS, due_at__lte=now).values_list("name", flat=True)
    )


def run(name: str) -> bool:
    """Run a sweep if it is due and free; whether it ran.

    Its failure is kept and tried again, less and less often.
    """
    declared, now = SWEEPS[name], clock.now()
    free = SweepRun.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), name=name, due_at__lte=now)
    taken = free.update(lease_until=now + declared.lease, started_at=now, due_at=now + declared.every)
    if not taken:
        return False
    terms.refresh()
    mine = SweepRun.objects.filter(name=name, started_at=now)
    try:
        handled = declared.work() or 0
    except Exception:
        log.exception("The sweep %s failed", name)
        _failed(declared)
        return True
    mine.update(lease_until=None, ended_at=clock.now(), handled=handled, failures=0, last_error="")
    return True


def _failed(declared: Sweep) -> None:
    run = SweepRun.objects.get(name=declared.name)
    wait = min(declared.every * 2 ** min(run.failures, 6), timedelta(hours=6))
    SweepRun.objects.filter(name=declared.name, started_at=run.started_at).update(
        lease_until=None,
        ended_at=clock.now(),
        failures=F("failures") + 1,
        due_at=clock.now() + wait,
        last_error=traceback.format_exc()[-4000:],
    )


def claim(model: type[L], *, limit: int, lease: timedelta, among: Q | None = None) -> list[L]:
    """Rows due now, taken for ``lease``. Two workers never take the same one: the UPDATE asks again."""
    now, token = clock.now(), secrets.token_hex(16)
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    rows = model._base_manager.filter(free, among or Q(), due_at__lte=now)
    with transaction.atomic():
        # On PostgreSQL others' rows are stepped over; SQLite has one writer anyway.
        picked = list(
            rows.order_by("due_at", "pk")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[:limit]
        )
        model._base_manager.filter(free, pk__in=picked).update(
            lease_until=now + lease, lease_token=token, attempts=F("attempts") + 1
        )
    return list(model._base_manager.filter(pk__in=picked, lease_token=token).order_by("due_at", "pk"))


@contextmanager
def worked_off(row: Leased, *, again: timedelta | None = None) -> Iterator[None]:
    """Around the work on one claimed row: done (or due ``again``), or kept with its error and tried later.

    A failure stays with its row; the sweep goes on. A busy database is no fault of the row, and stops the
    sweep.
    """
    rows = type(row)._base_manager.filter(pk=row.pk, lease_token=row.lease_token)
    try:
        yield
    except OperationalError:
        raise
    except Exception:
        log.exception("%s %s failed", type(row).__name__, row.pk)
        wait = timedelta(minutes=2 ** min(row.attempts, 10))
        rows.update(
            lease_until=None,
            last_error=traceback.format_exc()[-4000:],
            due_at=None if row.attempts >= MOST_ATTEMPTS else clock.now() + wait,
        )
    else:
        rows.update(
            lease_until=None,
            attempts=0,
            last_error="",
            due_at=clock.now() + again if again is not None else None,
        )
