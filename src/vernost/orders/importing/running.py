"""A run from where it stands to its end: tried, or imported chunk by chunk.

The chunk's rows, its counts and the new cursor are one transaction, and the cursor moves only from where this
worker found it. So a kill at any line loses and doubles nothing, and of two workers at one run one gives up.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM, Actor
from vernost.core import clock
from vernost.files import REASONS, FileProblem
from vernost.journal.write import record
from vernost.orders import kinds
from vernost.orders.importing import clients, columns, finding, keeping, staging
from vernost.orders.importing.clients import ClientsImport
from vernost.orders.importing.orders import OrdersImport
from vernost.orders.models import ImportKind, ImportRun, ImportState
from vernost.staff.actors import actor_of

LEASE = timedelta(minutes=3)
EVERY_SECONDS = 1.0
Shown = Callable[[str, int, int | None], None]


class TakenOver(Exception):
    """Another worker is at this run, and further than we: nothing is left to do here."""


class Telling:
    """Says how far it is, to a terminal at once and to the row of the run about once a second."""

    def __init__(self, run: ImportRun, shown: Shown | None) -> None:
        self.run, self.shown, self.said_at = run, shown, clock.now()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if self.shown is not None:
            self.shown(stage, done, total)
        now = clock.now()
        if (now - self.said_at).total_seconds() >= EVERY_SECONDS:
            self.said_at = now
            said = f"{stage} {min(100, 100 * done // total)} %" if total else stage
            ImportRun._base_manager.filter(pk=self.run.pk).update(stage=said[:100], lease_until=now + LEASE)


def work(run: ImportRun, shown: Shown | None = None) -> None:
    """Try or import, as its state says. A file that cannot be used ends the run; why is kept."""
    actor = actor_of(run.created_by) if run.created_by is not None else SYSTEM
    tries, work_of = run.state == ImportState.TRYING, _orders if run.kind == ImportKind.ORDERS else _clients
    try:
        with translation.override(run.created_by.language if run.created_by else translation.get_language()):
            work_of(run, actor, Telling(run, shown), tries=tries)
    except FileProblem as problem:
        trouble = {"message": problem.message, "hint": problem.hint, "params": _plain(problem.params)}
        _set(run, state=ImportState.FAILED, trouble=trouble, ended_at=clock.now())
    except TakenOver:
        run.refresh_from_db()


def _plain(params: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | float) else str(value) for name, value in params.items()}


def _orders(run: ImportRun, actor: Actor, telling: Telling, *, tries: bool) -> None:
    look = columns.look(keeping.path_of(run.place), run.kind, run.mapping)
    if look.problem is not None or look.shape is None:
        raise look.problem or AssertionError("a look without a shape says why")
    errors = keeping.errors_of(run.pk)
    errors.unlink(missing_ok=True)
    told = finding.Asking(run.source, actor, look.shape.choice.get("client", ""))
    with staging.staged(
        run, look.shape, errors=errors, translate=_, progress=telling, erased=told.erased
    ) as staged:
        log = staged.log
        rows = {
            "rows": log.rows, "accepted": log.accepted, "rejected": sum(log.rejected.values()),
            "skipped": sum(log.skipped.values()), "gross": log.gross, "refunds": log.refunds,
        }  # fmt: skip
        importing = OrdersImport(run, actor, staged)
        if tries:
            counts: Counter[str] = Counter()
            seen: set[str] = set()
            done = 0
            while done < staged.total:
                done += importing.try_out(done, counts, seen)
                telling(_("Comparing with the base"), done, staged.total)
            _tried(run, {**rows, **counts, "reasons": _reasons(log.rejected)})
            return
        _set(run, total=staged.total)
        while run.cursor < staged.total:
            with transaction.atomic():
                counts = _counted(run)
                size = importing.write(run.cursor, counts)
                _moved(run, size, counts)
            telling(_("Writing"), run.cursor, staged.total)
        _ended(run, actor, {**rows, "reasons": _reasons(log.rejected)})


def _clients(run: ImportRun, actor: Actor, telling: Telling, *, tries: bool) -> None:
    look = columns.look(keeping.path_of(run.place), run.kind, run.mapping)
    if look.problem is not None or look.shape is None:
        raise look.problem or AssertionError("a look without a shape says why")
    importing = ClientsImport(run, actor)
    with staging.engine() as engine, clients.people(engine, look.shape, telling) as people:
        rows = _checked(run, importing, people, telling)
        if tries:
            counts: Counter[str] = Counter()
            for start in range(0, people.total, clients.CHUNK):
                importing.try_out(people.chunk(start, clients.CHUNK), counts)
                telling(_("Comparing with the base"), start, people.total)
            _tried(run, {**rows, **counts})
            return
        _set(run, total=people.total)
        while run.cursor < people.total:
            size = min(clients.CHUNK, people.total - run.cursor)
            with transaction.atomic():
                counts = _counted(run)
                importing.write(people.chunk(run.cursor, size), counts)
                _moved(run, size, counts)
            telling(_("Writing"), run.cursor, people.total)
        _ended(run, actor, rows)


def _checked(
    run: ImportRun, importing: ClientsImport, people: clients.People, telling: Telling
) -> dict[str, Any]:
    """Every row read once before anything is written; those that cannot be taken are kept apart."""
    rejected: Counter[str] = Counter()
    rows, path = 0, keeping.errors_of(run.pk)
    path.unlink(missing_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([_("row"), *people.fields, _("reason")])
        for start in range(0, people.total, clients.CHUNK):
            chunk = people.chunk(start, clients.CHUNK)
            gone = importing.erased(importing.hints(chunk))
            for number, row in chunk:
                read = importing.read(row)
                rows += read is not None
                if isinstance(read, finding.Hint) and read.key in gone:
                    read = "erased"
                if isinstance(read, str):
                    rejected[read] += 1
                    writer.writerow([number, *row.values(), _(clients.REASONS[read])])
            telling(_("Checking the rows"), start, people.total)
    if rejected:
        part.replace(path)
    else:
        part.unlink()
    bad = sum(rejected.values())
    reasons = {clients.REASONS[name]: number for name, number in rejected.items()}
    return {"rows": rows, "accepted": rows - bad, "rejected": bad, "skipped": 0, "reasons": reasons}


def _reasons(rejected: dict[str, int]) -> dict[str, int]:
    return {REASONS[name]: number for name, number in rejected.items()}


def _counted(run: ImportRun) -> Counter[str]:
    return Counter({name: number for name, number in run.counts.items() if isinstance(number, int)})


def _moved(run: ImportRun, size: int, counts: Counter[str]) -> None:
    """The cursor, with what it stands for. Nobody else may have moved it meanwhile."""
    values: dict[str, Any] = {"cursor": run.cursor + size, "counts": dict(counts)}
    if run.due_at is not None:
        values["lease_until"] = clock.now() + LEASE
    mine = ImportRun._base_manager.filter(pk=run.pk, cursor=run.cursor, state=ImportState.RUNNING)
    if not mine.update(**values):
        raise TakenOver
    run.cursor, run.counts = run.cursor + size, dict(counts)


def _tried(run: ImportRun, counts: dict[str, Any]) -> None:
    _set(run, state=ImportState.TRIED, counts=counts, stage="", due_at=None)


@transaction.atomic
def _ended(run: ImportRun, actor: Actor, rows: dict[str, Any]) -> None:
    mine = ImportRun._base_manager.filter(pk=run.pk, state=ImportState.RUNNING)
    counts = {**run.counts, **rows}
    if not mine.update(state=ImportState.DONE, counts=counts, ended_at=clock.now(), stage="", due_at=None):
        raise TakenOver
    run.refresh_from_db()
    data = {"file": run.file_name, "rows": rows["rows"], "counts": counts}
    record(actor, kinds.IMPORTED, subject=run, data=data)


def _set(run: ImportRun, **values: Any) -> None:
    ImportRun._base_manager.filter(pk=run.pk).update(**values)
    for name, value in values.items():
        setattr(run, name, value)
