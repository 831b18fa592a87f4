"""Improvements: plan, do, check, act; closed only with the measure after (rule 4.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.kinds import EntryKind
from vernost.journal.write import apply, record
from vernost.staff.models import Employee
from vernost.voice import loop_kinds, loop_rules
from vernost.voice.loop_errors import ImprovementMoved, ImprovementOver
from vernost.voice.models import LONGEST_WORDS, Cause, Improvement, Measured, Stage
from vernost.voice.selectors.improvements import counted

LONGEST_NAME, LONGEST_UNIT = 160, 20
TEXTS = ("plan", "do", "check_text", "act")


@transaction.atomic
def improvement_begin(
    actor: Actor,
    *,
    name: str,
    owner_id: int | None,
    due_on: date | None,
    cause_id: int | None = None,
    measured: str = Measured.SHARE,
    measure: str = "",
    unit: str = "",
    higher_is_better: bool = False,
    before: Decimal | None = None,
    window: int = 90,
    plan: str = "",
) -> Improvement:
    """With the measure before: counted out of the answers, or given by whoever measures it otherwise."""
    require(actor, "improvement.edit")
    one = Improvement(
        cause=_cause(actor, cause_id),
        owner=_owner(owner_id),
        due_on=_day(due_on),
        measured=measured,
        measure=_line(measure, "measure"),
        unit=_line(unit, "unit", LONGEST_UNIT),
        higher_is_better=higher_is_better,
        window=window,
        plan=_words(plan, "plan"),
        made_by_id=actor.employee_id,
    )
    one.name = _line(name, "name", needed=_("Say what is to become better."))
    if measured == Measured.SHARE:
        if one.cause is None:
            raise Invalid(cause=_("Choose the cause whose answers are counted."))
        one.higher_is_better = False
    elif not one.measure:
        raise Invalid(measure=_("Say what is measured."))
    _put(one, "before", before)
    one.save(force_insert=True)
    _entry(actor, loop_kinds.IMPROVEMENT_BEGUN, one)
    return one


@transaction.atomic
def improvement_change(
    actor: Actor,
    *,
    improvement_id: int,
    version: int,
    owner_id: int | None,
    due_on: date | None,
    name: str,
    plan: str = "",
    do: str = "",
    check_text: str = "",
    act: str = "",
) -> Improvement:
    """Its words, who leads it, until when. Of two who edit it the second is told."""
    one = _of(actor, improvement_id, version)
    texts = {"plan": plan, "do": do, "check_text": check_text, "act": act}
    wanted: dict[str, Any] = {field: _words(text, field) for field, text in texts.items()}
    wanted["name"] = _line(name, "name", needed=_("Say what is to become better."))
    owner = _owner(owner_id)
    if owner.pk != one.owner_id:
        wanted["owner"] = owner
    if due_on != one.due_on:
        wanted["due_on"] = _day(due_on)
    changes = apply(one, wanted)
    if changes:
        _save(one)
        _entry(actor, loop_kinds.IMPROVEMENT_CHANGED, one)
    return one


@transaction.atomic
def improvement_measure(
    actor: Actor, *, improvement_id: int, version: int, value: Decimal | None = None
) -> Improvement:
    """The measure after: counted out of the answers given since the change was done, or given."""
    one = _of(actor, improvement_id, version)
    if one.done_on is None:
        raise Invalid(after=_("First do what was planned: the measure after begins on that day."))
    _put(one, "after", value)
    _save(one)
    _entry(actor, loop_kinds.IMPROVEMENT_MEASURED, one, value=_said(one, one.after))
    return one


@transaction.atomic
def improvement_move(actor: Actor, *, improvement_id: int, version: int, back: bool = False) -> Improvement:
    """To the next stage once this one says what it has to; or one stage back. The last step closes it."""
    one = _of(actor, improvement_id, version)
    if back:
        place = loop_rules.FLOW.index(Stage(one.stage))
        one.stage = loop_rules.FLOW[max(0, place - 1)]
        _save(one)
        _entry(actor, loop_kinds.IMPROVEMENT_MOVED, one, stage=str(one.get_stage_display()))
        return one
    DEMANDS[Stage(one.stage)](one)
    after = loop_rules.following(one.stage)
    assert after is not None
    one.stage = after
    if after is Stage.CHECK and one.done_on is None:
        one.done_on = clock.today()
    if after is Stage.OVER:
        one.closed_at = clock.now()
    _save(one)
    if after is Stage.OVER:
        told = {"before": _said(one, one.before), "after": _said(one, one.after)}
        _entry(actor, loop_kinds.IMPROVEMENT_CLOSED, one, **told)
    else:
        _entry(actor, loop_kinds.IMPROVEMENT_MOVED, one, stage=str(one.get_stage_display()))
    return one


def _planned(one: Improvement) -> None:
    _demand(one, "plan", _("Write why it happens, and what will change it."))
    if one.before is None:
        raise Invalid(before=_("There is no measure before yet: without it nobody sees a change."))


def _done(one: Improvement) -> None:
    _demand(one, "do", _("Write what was done."))


def _checked(one: Improvement) -> None:
    if one.after is None:
        raise Invalid(after=_("Measure first: an improvement is judged by its measure."))
    _demand(one, "check_text", _("Write what the measure says."))


def _acted(one: Improvement) -> None:
    if one.after is None:
        raise Invalid(after=_("An improvement is closed only with the measure after."))
    _demand(one, "act", _("Write what stays, and what comes next."))


DEMANDS: dict[Stage, Callable[[Improvement], None]] = {
    Stage.PLAN: _planned, Stage.DO: _done, Stage.CHECK: _checked, Stage.ACT: _acted,
}  # fmt: skip


def _demand(one: Improvement, field: str, needed: str) -> None:
    if not getattr(one, field):
        raise Invalid(**{field: needed})


def _put(one: Improvement, which: str, value: Decimal | None) -> None:
    """``which``: before or after. A counted one is of the last ``window`` days; the one after begins on the
    day when the change was done."""
    today = clock.today()
    setattr(one, f"{which}_on", today)
    if one.measured == Measured.OWN:
        if value is None:
            raise Invalid(**{which: _("Write the number.")})
        setattr(one, which, value)
        return
    assert one.cause_id is not None
    count = counted(one.cause_id, days=one.window, since=one.done_on if which == "after" else None)
    if not count.of:
        raise Invalid(**{which: _("There are no answers to count yet.")})
    setattr(one, f"{which}_named", count.named)
    setattr(one, f"{which}_of", count.of)
    setattr(one, which, Decimal(f"{count.share:.2f}"))


def _of(actor: Actor, pk: Any, version: int) -> Improvement:
    one: Improvement = fetch(actor, Improvement, pk, verb="improvement.edit", lock=True)
    if not one.is_open:
        raise ImprovementOver
    if one.version != version:
        raise ImprovementMoved
    return one


def _save(one: Improvement) -> None:
    one.version += 1
    one.save()


def _entry(actor: Actor, kind: EntryKind, one: Improvement, **data: str) -> None:
    record(actor, kind, subject=one, data={"improvement": one.name, **data})


def _said(one: Improvement, value: Decimal | None) -> str:
    if value is None:
        return "—"
    number = f"{Decimal(value):.2f}".rstrip("0").rstrip(".")
    unit = _("of 100") if one.measured == Measured.SHARE else one.unit
    return f"{number} {unit}".strip()


def _cause(actor: Actor, pk: int | None) -> Cause | None:
    if pk is None:
        return None
    cause: Cause | None = Cause.objects.visible_to(actor).filter(pk=pk).first()
    if cause is None:
        raise Invalid(cause=_("There is no such cause."))
    return cause


def _owner(pk: int | None) -> Employee:
    found = Employee.objects.active().filter(pk=pk).first() if pk else None
    if found is None:
        raise Invalid(owner=_("Say who leads it."))
    return found


def _day(day: date | None) -> date:
    if day is None:
        raise Invalid(due_on=_("Say by which day."))
    if day < clock.today():
        raise Invalid(due_on=_("This day is over."))
    return day


def _line(text: str, field: str, most: int = LONGEST_NAME, *, needed: str = "") -> str:
    found = tidy(text)
    if not found and needed:
        raise Invalid(**{field: needed})
    if len(found) > most:
        raise Invalid(**{field: _("At most {limit} signs.").format(limit=most)})
    return found


def _words(text: str, field: str) -> str:
    found = tidy(text, lines=True)
    if len(found) > LONGEST_WORDS:
        raise Invalid(**{field: _("At most {limit} signs.").format(limit=LONGEST_WORDS)})
    return found
