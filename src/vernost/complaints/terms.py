"""The firm's own terms of complaints, as values."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from vernost.complaints.models import Step
from vernost.complaints.rules import Hours
from vernost.core import practice


def step_hours() -> Hours:
    """Working hours from one step to the next; after ``AGREED`` the day agreed with the client counts."""
    return {
        Step.ACKNOWLEDGED: timedelta(hours=int(practice.COMPLAINT_ACKNOWLEDGE.value())),
        Step.FACTS: timedelta(hours=int(practice.COMPLAINT_FACTS.value())),
        Step.AGREED: timedelta(hours=int(practice.COMPLAINT_AGREE.value())),
        Step.CARRIED_OUT: timedelta(hours=int(practice.COMPLAINT_CARRY_OUT.value())),
        Step.CONFIRMED: timedelta(hours=int(practice.COMPLAINT_CONFIRM.value())),
    }


def silence() -> timedelta:
    return timedelta(hours=int(practice.COMPLAINT_SILENCE.value()))


def settles_alone() -> Decimal:
    return Decimal(practice.SETTLE_ALONE.value())
