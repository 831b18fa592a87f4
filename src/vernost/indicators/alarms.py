"""When an indicator leaves its corridor whoever answers for it is told, once; and once when it is back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import SYSTEM, Actor, Kind, Role
from vernost.core.errors import NotAllowed
from vernost.indicators import selectors, words
from vernost.indicators.measures import INDICATORS, Indicator, every
from vernost.indicators.models import Leaving
from vernost.indicators.periods import Span
from vernost.indicators.selectors import FIRM, Line
from vernost.post.composing import written
from vernost.post.letter_kinds import letter_kind
from vernost.post.services import letter_to_employee
from vernost.staff.models import Employee

ALARM = letter_kind("indicators.alarm", _("Indicator outside its corridor"))
WHY = "of the whole firm"


@transaction.atomic
def corridors_check(actor: Actor) -> int:
    """Of the month up to the last counted day; how many left or came back. What is not known is neither."""
    if actor.kind is not Kind.SYSTEM:
        raise NotAllowed
    period = selectors.period_of(Span.MONTH)
    day = period.until
    kept = Leaving.objects.unscoped(reason=WHY).filter(back_on=None).select_for_update()
    out = {row.indicator: row for row in kept}
    told = 0
    for line in selectors.lines_of(SYSTEM, FIRM, every(), period, number=2):
        row = out.get(line.indicator.number)
        if row is None and line.value is not None and line.broken is not None:
            row = Leaving.objects.create(
                indicator=line.indicator.number, left_on=day, value=line.value, bound=line.broken
            )
            _tell(line, row, day)
        elif row is not None and line.value is not None and line.broken is None:
            row.back_on, row.back_value = day, line.value
            row.save(update_fields=["back_on", "back_value"])
            _tell(line, row, day)
        else:
            continue
        told += 1
    return told


def _tell(line: Line, row: Leaving, day: date) -> None:
    for one in _readers(line):
        with translation.override(one.language):
            said: dict[str, Any] = dict(
                written("indicators/letters/alarm", _context(line, row, day), one.language)
            )
        letter_to_employee(
            SYSTEM,
            employee_id=one.pk,
            kind=ALARM,
            key=f"indicator:{row.pk}:{bool(row.back_on)}:{one.pk}",
            **said,
        )


def _readers(line: Line) -> Iterable[Employee]:
    """Whoever answers for it while they work here; else the directors."""
    if line.aimed.responsible is not None and line.aimed.responsible.is_active:
        return [line.aimed.responsible]
    return Employee.objects.active().filter(role=Role.DIRECTOR)


def _context(line: Line, row: Leaving, day: date) -> dict[str, object]:
    one: Indicator = INDICATORS[row.indicator]
    return {
        "name": one.name,
        "value": words.figure(one, line.value),
        "bound": words.figure(one, row.bound),
        "is_back": row.back_on is not None,
        "is_low": row.value < row.bound,
        "left_on": row.left_on,
        "day": day,
        "formula": one.formula,
        "link": settings.ENVIRONMENT.url.rstrip("/") + reverse("indicator", args=[one.slug]),
    }
