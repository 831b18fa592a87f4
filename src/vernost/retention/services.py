"""Refreshing the facts: of the whole base, and of the clients whose orders have just changed."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from vernost.access.actor import SYSTEM, Actor
from vernost.access.policies import require
from vernost.clients.models import Client, Phone
from vernost.core import clock, jobs
from vernost.core.bulk import statistics_anew
from vernost.journal.alike import record_alike
from vernost.journal.models import Entry
from vernost.journal.write import draft, record
from vernost.orders.models import Order
from vernost.retention import computing, kinds, reading, terms, writing
from vernost.retention.models import BaseFacts, ClientFacts, LifecycleChange, Refresh, Stale

ALONE = 2_000  # more than so many changed: the whole base is sooner done
TURN = timedelta(hours=1)  # after this a run that did not end is a dead one
RECENT = timedelta(days=7)
SWEEP = "facts"
READ_BY_LISTS = (Client, Phone, Order, ClientFacts, LifecycleChange)


def facts_ask(actor: Actor) -> None:
    """The figures anew, now: in the background."""
    require(actor, "facts.refresh")
    with transaction.atomic():
        record(actor, kinds.REFRESHED)
        transaction.on_commit(lambda: jobs.wake(SWEEP))


def facts_refresh(actor: Actor, *, as_of: date | None = None) -> Refresh:
    """Compute everybody's facts anew as of ``as_of`` (today). Killed at any line, yesterday's stay whole
    and dated.
    """
    require(actor, "facts.refresh")
    Refresh.objects.filter(state=Refresh.State.RUNNING, started_at__lt=clock.now() - TURN).update(
        state=Refresh.State.FAILED
    )
    run = Refresh.objects.create(as_of=as_of or clock.today(), asked_by_id=actor.employee_id)
    try:
        computed = _compute(run.as_of)
        with transaction.atomic():
            _write(computed, run)
        statistics_anew(*(model._meta.db_table for model in READ_BY_LISTS))
    except Exception:
        _failed(run)
        raise
    return run


@contextmanager
def _snapshot() -> Iterator[None]:
    """One state of the base for several readings. On SQLite a transaction would keep every writer waiting:
    what changes between two readings there is marked as stale, and computed again.
    """
    if connection.vendor != "postgresql":
        yield
        return
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _compute(as_of: date) -> computing.Computed:
    with _snapshot():
        orders, people, before = reading.orders(as_of.isoformat()), reading.people(), reading.stood()
    return computing.compute(orders, people, before, as_of, terms.of_firm(), url=settings.ANALYTICS_URL)


def _write(computed: computing.Computed, run: Refresh) -> None:
    writing.one_at_a_time()
    writing.facts(computed.facts, run.as_of, everybody=True)
    writing.changes(computed.changes, computed.anew)
    if computed.months is not None:
        writing.months(computed.months)
    _tell(computed.changes, run.as_of)
    _keep_base(computed.base)
    Stale.objects.filter(at__lt=run.started_at).delete()
    run.state, run.ended_at = Refresh.State.DONE, clock.now()
    run.clients, run.orders, run.moved = computed.facts.num_rows, computed.orders, computed.changes.num_rows
    run.save()


def _failed(run: Refresh) -> None:
    try:
        Refresh.objects.filter(pk=run.pk).update(
            state=Refresh.State.FAILED, ended_at=clock.now(), error=traceback.format_exc()[-2000:]
        )
    except DatabaseError:
        return  # the database itself is away: the run is found dead by its age


def _keep_base(base: computing.Base) -> None:
    values: dict[str, Any] = {
        "as_of": base.as_of,
        "first_day": base.first_day,
        "cut": base.cut,
        "horizon_days": base.horizon_days,
        "profit_source": "orders" if base.has_margin else "revenue",
        "figures": base.to_json(),
    }
    BaseFacts.objects.update_or_create(pk=1, defaults=values)


def base_kept() -> computing.Base | None:
    row = BaseFacts.objects.filter(pk=1).first()
    if row is None:
        return None
    return computing.Base.from_json(
        row.figures,
        as_of=row.as_of,
        first_day=row.first_day,
        cut=row.cut,
        horizon_days=row.horizon_days,
        has_margin=row.profit_source == "orders",
    )


def facts_refresh_some(client_ids: Sequence[int]) -> bool:
    """The facts of these clients by the figures of the last whole run; whether there was one."""
    base = base_kept()
    if base is None or not client_ids:
        return False
    as_of = base.as_of if base.as_of > clock.today() else clock.today()
    ids = sorted(set(client_ids))
    with _snapshot():
        orders, people, before = (
            reading.orders(as_of.isoformat(), ids),
            reading.people(ids),
            reading.stood(ids),
        )
    computed = computing.compute(orders, people, before, as_of, terms.of_firm(), base)
    with transaction.atomic():
        writing.one_at_a_time()
        writing.facts(computed.facts, as_of, everybody=False)
        writing.changes(computed.changes, computed.anew)
        _tell(computed.changes, as_of)
    return True


def orders_changed(client_ids: Iterable[int]) -> None:
    """Called in the transaction that changed the orders of these clients: computed by the worker within
    seconds.

    Not in the request: putting the expressions into SQL alone takes a second, however few the orders.
    """
    moment = clock.now()
    rows = [Stale(client_id=pk, at=moment) for pk in sorted(set(client_ids))]
    Stale.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["client"], update_fields=["at"], batch_size=500
    )
    transaction.on_commit(lambda: jobs.wake("facts_changed"))


def is_running() -> bool:
    """Whether a run over the whole base is on; one that did not end within its turn is dead."""
    return Refresh.objects.filter(state=Refresh.State.RUNNING, started_at__gte=clock.now() - TURN).exists()


def facts_work_off() -> int:
    """Clients whose orders changed. While a whole run is on they are left for after it, or it would undo
    them.
    """
    if is_running():
        return 0
    waiting = dict(Stale.objects.order_by("at").values_list("client_id", "at")[: ALONE + 1])
    if not waiting:
        return 0
    if len(waiting) > ALONE or not BaseFacts.objects.exists():
        facts_refresh(SYSTEM)
        return len(waiting)
    facts_refresh_some(list(waiting))
    Stale.objects.filter(pk__in=waiting, at__lte=max(waiting.values())).delete()
    return len(waiting)


def _tell(moved: pa.Table, as_of: date) -> None:
    """Into the journal. Of what is past only the losses and the returns: the rest drowns the timeline."""
    import pyarrow.compute as pc

    days = moved["day"].combine_chunks()
    stages = {name: moved[name].combine_chunks() for name in ("before", "after")}
    words, told = stages["after"].dictionary.to_pylist(), list(kinds.MOVED)
    after = stages["after"].indices
    recent = pc.greater_equal(days, pa.scalar(as_of - RECENT, pa.date32()))
    kept = pc.or_(recent, _is_among(after, words, ["lost", "returned"]))
    rows = pc.and_(kept, _is_among(after, words, told))
    client_ids, days = moved["client_id"].combine_chunks().filter(rows), days.filter(rows).dictionary_encode()
    if not len(client_ids):
        return
    before, after = stages["before"].indices.filter(rows), after.filter(rows)
    moves = pc.add(pc.multiply(before.cast(pa.int64()), len(words)), after).dictionary_encode()
    samples = [
        _sample(words[move % len(words)], words[move // len(words)]) for move in moves.dictionary.to_pylist()
    ]
    moments = pa.array([_moment(day) for day in days.dictionary.to_pylist()], pa.timestamp("s", "UTC"))
    record_alike(
        samples,
        which=moves.indices,
        client_ids=client_ids,
        at=pa.DictionaryArray.from_arrays(days.indices, moments),
    )


def _is_among(codes: pa.Array, words: list[str], names: list[str]) -> pa.Array:
    import pyarrow.compute as pc

    return pc.is_in(codes, pa.array([place for place, word in enumerate(words) if word in names], codes.type))


def _sample(after: str, before: str) -> Entry:
    return draft(SYSTEM, kinds.MOVED[after], data={"before": before})


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.firm_zone())
