"""Bringing a file in: kept, its columns settled, tried, imported in the background or by the command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients import owning
from vernost.clients.rules import tidy
from vernost.core import clock, jobs
from vernost.core.errors import Invalid
from vernost.files import FileProblem
from vernost.orders.errors import AlreadyRunning, FileRefused
from vernost.orders.importing import columns, keeping, running
from vernost.orders.models import ImportKind, ImportRun, ImportState
from vernost.staff.models import Employee

VERBS = {ImportKind.ORDERS: "order.import", ImportKind.CLIENTS: "client.import"}
SWEEP = "imports"
IDLE = (ImportState.LOOKING, ImportState.TRIED, ImportState.FAILED)


def import_start(
    actor: Actor,
    *,
    kind: str,
    name: str,
    pieces: Iterable[bytes],
    largest: int | None = keeping.LARGEST_UPLOAD,
) -> ImportRun:
    """Keep the file and look at its columns; nothing is read into the base yet.

    The columns that a person chose for such headers before are chosen again.
    """
    require(actor, _verb(kind))
    kept = keeping.keep(pieces, name, largest=largest)
    try:
        if kind == ImportKind.CLIENTS:
            kept = keeping.as_table(kept, name)
        look = columns.look(keeping.path_of(kept.place), kind, {})
        mapping = columns.remembered(kind, look.headers)
    except FileProblem as problem:
        raise FileRefused(file=said(problem, name)) from problem
    run: ImportRun = ImportRun.objects.create(
        kind=kind, file_name=tidy(name)[-200:] or _("a file"), place=kept.place, sha256=kept.sha256,
        size=kept.size,
        mapping=mapping, created_by_id=actor.employee_id, due_at=None,
    )  # fmt: skip
    return run


def import_look(actor: Actor, run: ImportRun) -> columns.Look:
    """The columns of the file as they are chosen now."""
    require(actor, _verb(run.kind))
    return columns.look(keeping.path_of(run.place), run.kind, run.mapping)


@transaction.atomic
def import_settle(
    actor: Actor, *, run_id: Any, mapping: Mapping[str, str], source: str = "", owner_id: int | None = None,
    refund_mark: str = "",
) -> ImportRun:  # fmt: skip
    """Settle the columns and whose new clients will be, and try the file: nothing is written by that."""
    run = _idle(actor, run_id)
    known = columns.CLIENT_FIELDS if run.kind == ImportKind.CLIENTS else columns.ORDER_FIELDS
    chosen = {field: header for field, header in mapping.items() if field in known and header}
    try:
        look = columns.look(keeping.path_of(run.place), run.kind, chosen)
    except FileProblem as problem:
        raise FileRefused(said(problem, run.file_name)) from problem
    if look.problem is not None:
        raise FileRefused(said(look.problem, run.file_name))
    run.mapping, run.refund_mark = chosen, tidy(refund_mark)[:60]
    run.source = tidy(source)[:40] or "file"
    run.owner_id = _owner(actor, owner_id)
    columns.remember(run.kind, look.headers, chosen)
    return _sent(run, ImportState.TRYING)


@transaction.atomic
def import_go(actor: Actor, *, run_id: Any) -> ImportRun:
    """Import what was tried; or go on where a failed run stopped."""
    run = _idle(actor, run_id)
    if run.state == ImportState.LOOKING:
        raise Invalid(_("Settle the columns first."))
    if run.state == ImportState.TRIED:
        run.counts, run.cursor = {}, 0
    return _sent(run, ImportState.RUNNING)


def import_by_command(
    actor: Actor, run: ImportRun, *, tries: bool, shown: Callable[[str, int, int | None], None] | None = None
) -> ImportRun:
    """Do it here and now, without the worker; a run that was cut off goes on where it stopped."""
    require(actor, _verb(run.kind))
    run.state = ImportState.TRYING if tries else ImportState.RUNNING
    run.due_at = run.lease_until = None
    run.ended_at, run.trouble = None, {}
    if run.cursor == 0:
        run.counts = {}
    run.save()
    running.work(run, shown)
    run.refresh_from_db()
    return run


def import_unfinished(actor: Actor, run: ImportRun) -> ImportRun | None:
    """The run of this very file, with the same columns, that was cut off, if there is one."""
    same = {name: getattr(run, name) for name in ("kind", "sha256", "source", "mapping", "refund_mark")}
    rows = ImportRun.objects.visible_to(actor).filter(**same, cursor__gt=0)
    states = (ImportState.RUNNING, ImportState.FAILED)
    found: ImportRun | None = rows.filter(state__in=states).order_by("-id").first()
    return found


def trouble_of(run: ImportRun) -> str:
    """Why a run stopped, in the reader's language."""
    trouble = run.trouble
    if not trouble:
        return _("It stopped. It is tried again in a while, from where it stands.") if run.last_error else ""
    return said(FileProblem("", trouble["message"], trouble["hint"], trouble["params"]), run.file_name)


def said(problem: FileProblem, name: str) -> str:
    """What is wrong with a file and what to do, in the reader's language; the file by the name they know."""
    params = {**problem.params, "file": name}
    if "what" in params:  # «a picture»: a word of ours inside a sentence of ours
        params["what"] = _(str(params["what"]))
    hint = problem.hint
    if "option" in params:  # the report's commands name columns by options; here a person chooses
        field = str(params.get("field", ""))
        params["field"] = columns.ORDER_FIELDS.get(field, field)
        hint = columns.SAY_BELOW
    texts = [_(problem.message) % params, _(hint) % params if hint else ""]
    return " ".join(text for text in texts if text)


def _verb(kind: str) -> str:
    if kind not in ImportKind.values:
        raise Invalid(kind=_("Orders or clients can be imported."))
    return VERBS[ImportKind(kind)]


def _idle(actor: Actor, run_id: Any) -> ImportRun:
    run: ImportRun = fetch(actor, ImportRun, run_id, lock=True)
    require(actor, _verb(run.kind))
    if run.state not in IDLE and not run.is_stuck:
        raise AlreadyRunning
    return run


def _sent(run: ImportRun, state: str) -> ImportRun:
    run.state, run.stage, run.trouble, run.ended_at = state, "", {}, None
    run.due_at, run.lease_until, run.attempts, run.last_error = clock.now(), None, 0, ""
    run.save()
    transaction.on_commit(lambda: jobs.wake(SWEEP))
    return run


def _owner(actor: Actor, owner_id: int | None) -> int | None:
    wanted = actor.employee_id if owner_id is None else owner_id
    if not actor.is_self(wanted) and wanted is not None:
        require(actor, "client.hand_over")
        if not Employee.objects.active().filter(pk=wanted).exists():
            raise Invalid(owner=_("There is no such employee."))
    owning.demand([wanted])
    return wanted
