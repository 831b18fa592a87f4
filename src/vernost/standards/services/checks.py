"""Checks by hand: planned for a day, made, with a result for each standard; a breach among them is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import may, require
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.staff.models import Employee
from vernost.standards import kinds
from vernost.standards.models import Breach, Check, Result, Standard

Said = Mapping[int, tuple[bool, str]]


@transaction.atomic
def check_plan(
    actor: Actor,
    *,
    way: str,
    planned_on: date,
    where: str = "",
    by_id: int | None = None,
    employee_id: int | None = None,
) -> Check:
    """``by_id``: who makes it, in whose Today it stands on its day; others' are planned by heads."""
    require(actor, "standard.check")
    by = by_id or actor.employee_id or 0
    if by != actor.employee_id and not may(actor, "standard.checks"):
        raise Invalid(by=_("Only for yourself."))
    for field, who in (("by", by), ("employee", employee_id)):
        if who and not Employee.objects.active().filter(pk=who).exists():
            raise Invalid(**{field: _("There is no such employee.")})
    check = Check(
        way=way, where=tidy(where), planned_on=planned_on, by_id=by, employee_id=employee_id,
        made_by_id=actor.employee_id,
    )  # fmt: skip
    checked(check)
    check.save(force_insert=True)
    record(actor, kinds.PLANNED, subject=check, data={"check": str(check)})
    return check


@transaction.atomic
def check_make(
    actor: Actor,
    *,
    check_id: int,
    results: Said,
    text: str = "",
    evidence: str = "",
    employee_id: int | None = None,
    done_on: date | None = None,
) -> Check:
    """What was seen. Written anew it takes the place of what stood there: the same form twice is one."""
    rows: Any = Check.objects.select_related("by")
    check: Check = fetch(actor, rows, check_id, verb="standard.check", lock=True)
    day = done_on or check.done_on or clock.today()
    if day > clock.today():
        raise Invalid(done_on=_("This day has not come yet."))
    if not results:
        raise Invalid(text=_("Say of at least one standard whether it was kept."))
    check.done_on, check.text = day, tidy(text, lines=True)
    check.evidence, check.employee_id = tidy(evidence), employee_id or check.employee_id
    checked(check)
    check.save()
    known = {one.pk: one for one in Standard.objects.visible_to(actor).filter(pk__in=list(results))}
    Result.objects.visible_to(actor).filter(check_made=check).delete()
    Result.objects.bulk_create(
        Result(
            check_made=check, standard=known[pk], kept=kept, words=tidy(words)[:300], on=day,
            employee_id=check.employee_id,
        )
        for pk, (kept, words) in results.items()
        if pk in known
    )  # fmt: skip
    _tell(check, day, [known[pk] for pk, (kept, _words) in results.items() if pk in known and not kept])
    record(actor, kinds.CHECKED, subject=check, data={"check": str(check)})
    return check


def _tell(check: Check, day: date, broken: list[Standard]) -> None:
    """A breach of each; one that was no breach after all, and that nobody has dealt with, goes."""
    rows: Any = Breach.objects.unscoped(reason="of this check").filter(
        of_type=Check._meta.label_lower, of_id=check.pk
    )
    rows.exclude(standard__in=broken).filter(apologised_at=None, cause=None, note="").delete()
    there = set(rows.values_list("standard", flat=True))
    Breach.objects.bulk_create(
        Breach(
            standard=one, employee_id=check.employee_id, of_type=Check._meta.label_lower, of_id=check.pk,
            day=day, what=str(check)[:200],
        )
        for one in broken
        if one.pk not in there
    )  # fmt: skip
