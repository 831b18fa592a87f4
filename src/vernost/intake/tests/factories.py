"""Requests for tests: real ones, by the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.cast import Cast
from vernost.core import clock
from vernost.intake import services
from vernost.intake.models import Channel, Request, Seat
from vernost.intake.services.receiving import sender
from vernost.staff.models import Deputy

MONDAY = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)  # 10:00 in Moscow, the firm is open
PHONE = "+79161234567"


@contextmanager
def at_work(at: datetime = MONDAY) -> Iterator[clock.Stopped]:
    with clock.stopped(at) as stopped:
        yield stopped


def came(phone: str = "8 (916) 123-45-67", **values: Any) -> Request:
    """By the form, from outside."""
    said = {"channel": Channel.FORM, "name": "Пётр", "text": "Почём Кения?", **values}
    return services.request_receive(sender(), phone=phone, **said)


def seated(cast: Cast, *names: str) -> None:
    """At the desk, and nobody stands in for them."""
    for name in names:
        Deputy.objects.filter(stands_in_for=cast[name]).delete()
        Seat.objects.create(employee=cast[name])


def fresh(request: Request) -> Request:
    found: Request = Request.objects.unscoped(reason="test").get(pk=request.pk)
    return found


def everyone_of() -> list[Request]:
    return list(Request.objects.unscoped(reason="test").order_by("pk"))


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)
