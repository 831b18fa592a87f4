"""Deals out of another system (amoCRM, Bitrix24, a table): tried or taken, the same file twice being one."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.core.errors import Invalid
from vernost.files import FileProblem
from vernost.journal.write import record
from vernost.sales import kinds
from vernost.sales.importing import columns
from vernost.sales.importing.reading import REASONS, DealReader, Rows, Said, rows_of
from vernost.sales.importing.writing import DealsImport

CHUNK = 1000


@dataclass(slots=True)
class Brought:
    """What came, or would come. ``reasons``: why rows were refused → how many."""

    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        return sum(self.reasons.values())


def deals_import(
    actor: Actor,
    path: Path,
    *,
    system: str = "file",
    tries: bool = False,
    errors: Path | None = None,
    owner_id: int | None = None,
    unnamed: str = "",
    names: Path | None = None,
    chosen: Mapping[str, str] | None = None,
) -> Brought:
    """``system``: that the numbers in the file belong to; ``unnamed``: the client of deals that name nobody,
    without it such rows are refused; ``names``: a list of products with the right spelling.

    A deal is known again by its number. What the file says as last time changes nothing, whatever was done
    here since; what it says otherwise is taken. Killed in the middle, the next run goes on.
    """
    require(actor, "deal.import")
    try:
        shape = columns.look(path, chosen)
        with rows_of(shape, names) as rows:
            reader = DealReader(shape, rows, tidy(unnamed))
    except FileProblem as problem:
        raise Invalid(
            _(problem.message) % problem.params + " " + _(problem.hint) % problem.params
        ) from problem
    work = DealsImport(actor, system=tidy(system)[:40] or "file", file=path.name, owner_id=owner_id)
    brought = Brought()
    said = _checked(reader, rows, work, brought, errors)
    seen: set[str] = set()
    for start in range(0, len(said), CHUNK):
        chunk = said[start : start + CHUNK]
        if tries:
            work.try_out(chunk, brought.counts, seen)
            continue
        with transaction.atomic():
            work.write(chunk, brought.counts, seen)
    if not tries:
        _told(actor, path.name, brought)
    return brought


@transaction.atomic
def _told(actor: Actor, name: str, brought: Brought) -> None:
    counts = brought.counts
    data = {"file": name, "added": counts["deals_new"], "changed": counts["deals_changed"]}
    record(actor, kinds.IMPORTED, data=data)


def _checked(
    reader: DealReader, rows: Rows, work: DealsImport, brought: Brought, errors: Path | None
) -> list[Said]:
    """Every row read before anything is written; those that cannot be taken stand in the file of errors."""
    taken: list[tuple[int, dict[str, object], Said]] = []
    refused: list[tuple[int, dict[str, object], str]] = []
    for number, row in rows.rows:
        read = reader.read(row)
        if isinstance(read, Said):
            taken.append((number, row, read))
        elif read is not None:
            refused.append((number, row, read))
    brought.rows = len(taken) + len(refused)
    kept: list[Said] = []
    for start in range(0, len(taken), CHUNK):
        gone = work.erased([one for _number, _row, one in taken[start : start + CHUNK]])
        for number, row, one in taken[start : start + CHUNK]:
            if one.hint.key in gone:
                refused.append((number, row, "erased"))
            else:
                kept.append(one)
    for _number, _row, why in refused:
        brought.reasons[REASONS[why]] += 1
    if errors is not None and refused:
        _written(errors, rows, sorted(refused, key=lambda one: one[0]))
    return kept


def _written(path: Path, rows: Rows, refused: list[tuple[int, dict[str, object], str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([_("row"), *rows.fields, _("reason")])
        for number, row, why in refused:
            writer.writerow([number, *(row[name] or "" for name in rows.fields), _(REASONS[why])])
