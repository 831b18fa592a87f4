"""Periods of the board: equal stretches of days that end on one day, so that any two compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import pgettext_lazy

from vernost.core.errors import Text

SHOWN = 13  # stretches of a sparkline: this one, the one before, and those before that


class Span(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


DAYS = {Span.WEEK: 7, Span.MONTH: 30, Span.QUARTER: 91, Span.YEAR: 365}
LABELS: dict[Span, Text] = {
    Span.WEEK: pgettext_lazy("period", "Week"),
    Span.MONTH: pgettext_lazy("period", "Month"),
    Span.QUARTER: pgettext_lazy("period", "Quarter"),
    Span.YEAR: pgettext_lazy("period", "Year"),
}


@dataclass(frozen=True, slots=True)
class Period:
    span: Span
    until: date

    @property
    def days(self) -> int:
        return DAYS[self.span]

    @property
    def since(self) -> date:
        return self.until - timedelta(days=self.days - 1)

    @property
    def before(self) -> Period:
        return Period(self.span, self.since - timedelta(days=1))

    def back(self, number: int) -> Period:
        return Period(self.span, self.until - timedelta(days=self.days * number))

    @property
    def label(self) -> Text:
        return LABELS[self.span]
