"""/indicators"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from vernost.access.pages import actor_of_request
from vernost.core.rest import Out, Text
from vernost.indicators import selectors, words
from vernost.indicators.periods import Span
from vernost.indicators.selectors import Line

router = Router()


class IndicatorOut(Out):
    number: int
    slug: str
    name: str
    group: str
    unit: str
    better: str
    value: float | None
    before: float | None
    is_real: bool | None
    target: float | None
    is_reached: bool | None
    values: list[float | None]


class BoardOut(Out):
    of: str
    name: str
    since: date
    until: date
    items: list[IndicatorOut]


@router.get("", response=BoardOut, summary="All indicators of a period", tags=["Indicators"])
def board(
    request: HttpRequest,
    of: Annotated[Text, Query("", max_length=40)],
    span: Span = Span.MONTH,
    until: date | None = None,
) -> BoardOut:
    found = selectors.board(actor_of_request(request), key=of, span=span, until=until)
    return BoardOut(
        of=found.subject.key,
        name=found.subject.name,
        since=found.period.since,
        until=found.period.until,
        items=[shown(line) for line in found.lines],
    )


def shown(line: Line) -> IndicatorOut:
    """In the units of people: roubles, shares 0…1, days."""
    one = line.indicator
    scale = 1.0 if one.unit == "percent" else words.typed_scale(one)
    told = [None if value is None else value / scale for value in line.values]
    return IndicatorOut(
        number=one.number,
        slug=one.slug,
        name=str(one.name),
        group=one.group.name.lower(),
        unit=one.unit.value,
        better="up" if one.better_up else "down",
        value=told[-1],
        before=told[-2] if len(told) > 1 else None,
        is_real=line.is_real,
        target=None if line.aimed.target is None else line.aimed.target / scale,
        is_reached=line.is_reached,
        values=told,
    )
