"""One chunk of deals into the base: new ones, and what the file says otherwise than last time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from vernost.access.actor import Actor
from vernost.core import clock
from vernost.core.searching import folded
from vernost.journal.write import draft, record_many
from vernost.orders import kinds as of_orders
from vernost.orders.importing import finding
from vernost.sales import kinds
from vernost.sales.importing.reading import Said
from vernost.sales.models import Deal, LostReason, Pipeline, Stage, StageChange, State

WHY = "a file is brought in: its deals and the firm's own lists, whoever sees them"
ENDED = "ended-elsewhere"


class DealsImport:
    """``system``: where the numbers belong; ``owner_id``: of new clients whose seller is nobody of ours."""

    def __init__(self, actor: Actor, *, system: str, file: str, owner_id: int | None) -> None:
        self.actor, self.system, self.file, self.owner_id = actor, system, file, owner_id
        self.managers = finding.managers_by_name()
        self.reasons = {folded(str(one)): one for one in LostReason.objects.unscoped(reason=WHY)}
        self.stages: dict[tuple[str, str], Stage] = {}

    def erased(self, chunk: Sequence[Said]) -> set[str]:
        hints = [said.hint for said in chunk]
        found = finding.find(self.actor, self.system, hints)
        return finding.erased(self.system, finding.strangers(hints, found))

    def try_out(self, chunk: Sequence[Said], counts: Counter[str], seen: set[str]) -> None:
        hints = [said.hint for said in chunk]
        found = finding.find(self.actor, self.system, hints)
        new = {hint.key for hint in finding.strangers(hints, found)} - seen
        known = {hint.key for hint in hints if hint.key in found} - seen
        counts["clients_new"] += len(new)
        counts["clients_found"] += len(known)
        seen |= new | known
        there = self._there(chunk)
        for said in chunk:
            old = there.get(said.number)
            counts[_word(old, said)] += 1

    def write(self, chunk: Sequence[Said], counts: Counter[str], seen: set[str]) -> None:
        """Inside the chunk's transaction."""
        owners = self._clients(chunk, counts, seen)
        there = self._there(chunk)
        new = [self._deal(said, owners[said.hint.key]) for said in chunk if said.number not in there]
        Deal._base_manager.bulk_create(new, batch_size=500)
        StageChange._base_manager.bulk_create(
            [
                StageChange(deal=one, stage=one.stage, at=one.opened_at, until=one.closed_at, by=one.seller)
                for one in new
            ],
            batch_size=500,
        )
        entries = [self._entry(kinds.CAME, one, one.opened_at) for one in new]
        for said in chunk:
            old = there.get(said.number)
            counts[_word(old, said)] += 1
            if old is not None and old.told != said.mark:
                self._correct(old, said)
                entries.append(self._entry(kinds.CORRECTED, old, clock.now()))
        record_many(entries)

    def _there(self, chunk: Sequence[Said]) -> dict[str, Deal]:
        numbers = [said.number for said in chunk]
        rows = Deal._base_manager.filter(system=self.system, external_id__in=numbers)
        return {str(one.external_id): one for one in rows.select_related("stage", "furthest", "client")}

    def _clients(self, chunk: Sequence[Said], counts: Counter[str], seen: set[str]) -> dict[str, int]:
        hints: dict[str, finding.Hint] = {}
        for said in chunk:
            hint = hints.setdefault(said.hint.key, said.hint)
            hint.owner_id = hint.owner_id or self.managers.get(folded(said.seller))
        found = finding.find(self.actor, self.system, list(hints.values()))
        strangers = finding.strangers(hints.values(), found)
        made = finding.create(strangers, owner_id=self.owner_id, by=self.actor.employee_id)
        finding.name_by(self.system, ((key, (found | made)[key]) for key in hints))
        counts["clients_new"] += len(made)
        counts["clients_found"] += len(hints.keys() - made.keys() - seen)
        seen |= hints.keys()
        record_many(
            draft(self.actor, of_orders.CLIENT_CAME, client_id=pk, data={"file": self.file})
            for pk in made.values()
        )
        return found | made

    def _deal(self, said: Said, client_id: int) -> Deal:
        stage = self._stage(said)
        deal = Deal(
            client_id=client_id, stage=stage, furthest=stage, system=self.system, external_id=said.number,
            created_by_id=self.actor.employee_id,
        )  # fmt: skip
        self._tell(deal, said)
        deal.moved_at = deal.opened_at
        return deal

    def _tell(self, deal: Deal, said: Said) -> None:
        deal.title, deal.search, deal.told = said.title, folded(said.title)[:200], said.mark
        deal.amount, deal.expected_on, deal.note = said.amount, said.expected, said.note
        deal.opened_at, deal.state = _moment(said.opened), said.state
        deal.closed_at = _moment(said.closed) if said.closed else None
        deal.seller_id = self.managers.get(folded(said.seller))
        deal.seller_name = "" if deal.seller_id else said.seller
        deal.reason = self.reasons.get(folded(said.reason)) if said.state == State.LOST else None
        if said.reason and deal.reason is None:
            deal.said = said.reason

    def _correct(self, deal: Deal, said: Said) -> None:
        """What the other system says now. The order that came of it here, and its offers, stay."""
        kept = deal.reason
        self._tell(deal, said)
        if said.state == State.LOST and deal.reason is None:
            deal.reason = kept
        until = deal.closed_at or clock.now()
        changes = StageChange._base_manager.filter(deal=deal, until=None)
        stage = self._stage(said) if said.state == State.OPEN else deal.stage
        if stage.pk != deal.stage_id or deal.closed_at is not None:
            changes.update(until=until)
        if stage.pk != deal.stage_id:
            StageChange(deal=deal, stage=stage, at=until).save(force_insert=True)
            deal.moved_at = until
            further = stage.pipeline_id != deal.furthest.pipeline_id or stage.place > deal.furthest.place
            deal.stage, deal.furthest = stage, stage if further else deal.furthest
        elif said.state == State.OPEN and not changes.exists():  # it had ended, and goes on
            StageChange(deal=deal, stage=stage, at=until).save(force_insert=True)
        deal.version += 1
        deal.save()

    def _stage(self, said: Said) -> Stage:
        """By its name in the pipeline of its name; those that are lacking are added. What has ended says no
        stage: it stands on one of its own, that nobody is offered."""
        ended = said.state != State.OPEN
        pipeline, name = said.pipeline or "", ENDED if ended else said.stage
        known = self.stages.get((folded(pipeline), folded(name)))
        if known is None:
            known = self._found(pipeline, name) or self._added(self._pipeline(pipeline), name)
            self.stages[folded(pipeline), folded(name)] = known
        return known

    def _found(self, pipeline: str, name: str) -> Stage | None:
        rows: Any = Stage.objects.unscoped(reason=WHY).select_related("pipeline").order_by("pk")
        of_pipeline = [one for one in rows if not pipeline or folded(str(one.pipeline)) == folded(pipeline)]
        if name == ENDED:
            wanted = self._pipeline(pipeline)
            return next((one for one in rows if one.code == ENDED and one.pipeline_id == wanted.pk), None)
        alive = [one for one in of_pipeline if not one.is_retired and not one.pipeline.is_retired]
        return next((one for one in alive if folded(str(one)) == folded(name)), None)

    def _pipeline(self, name: str) -> Pipeline:
        rows = list(Pipeline.objects.unscoped(reason=WHY).filter(is_retired=False).order_by("place", "pk"))
        wanted = name or self.system
        found = next((one for one in rows if folded(str(one)) == folded(wanted)), None)
        if found is not None:
            known: Pipeline = found
            return known
        made: Pipeline = Pipeline.objects.create(name=wanted[:60], place=len(rows) + 1)
        return made

    def _added(self, pipeline: Pipeline, name: str) -> Stage:
        last = Stage.objects.unscoped(reason=WHY).filter(pipeline=pipeline, is_retired=False).count()
        if name == ENDED:
            ended: Stage = Stage.objects.create(pipeline=pipeline, code=ENDED, place=0, is_retired=True)
            return ended
        made: Stage = Stage.objects.create(pipeline=pipeline, name=name, place=last + 1)
        return made

    def _entry(self, kind: Any, deal: Deal, at: datetime) -> Any:
        data = {"deal": deal.title, "file": self.file}
        return draft(self.actor, kind, subject=deal, client_id=deal.client_id, data=data, at=at)


def _word(old: Deal | None, said: Said) -> str:
    return "deals_new" if old is None else "deals_known" if old.told == said.mark else "deals_changed"


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=clock.firm_zone())
