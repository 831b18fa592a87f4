"""What breaks and keeps standards: requests answered, orders delivered, promises settled."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.cast import Cast
from vernost.agenda.models import Kept, Promise
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.intake.models import Channel, Request, State
from vernost.orders.models import Order
from vernost.standards.models import Breach, Standard


def standard(code: str) -> Standard:
    found: Standard = Standard.objects.unscoped(reason="test").get(code=code)
    return found


def answered(
    cast: Cast, minutes: int, *, client: Client | None = None, channel: str = Channel.PHONE, **values: Any
) -> Request:
    """Answered now, after so many working minutes."""
    at: datetime = values.pop("at", clock.now())
    request: Request = Request.objects.create(
        channel=channel,
        client=client,
        name="Пётр",
        arrived_at=at - timedelta(minutes=minutes),
        due_at=at,
        state=State.ANSWERED,
        first_answer_at=at,
        answer_minutes=minutes,
        in_time=minutes <= 15,
        answered_by=cast.owner,
        assigned_to=cast.owner,
        **values,
    )
    return request


def delivered(cast: Cast, *, late: int, client: Client | None = None, **values: Any) -> Order:
    """Promised so many days before it came, yesterday."""
    today = clock.today() - timedelta(days=1)
    order: Order = Order.objects.create(
        client=client or make(cast),
        day=today,
        amount=100,
        state="delivered",
        promised_on=today - timedelta(days=late),
        delivered_on=today,
        manager=cast.owner,
        number="17",
        **values,
    )
    return order


def promised(cast: Cast, state: str = Kept.LATE, *, client: Client | None = None) -> Promise:
    promise: Promise = Promise.objects.create(
        client=client or make(cast),
        text="Прайс",
        due_on=clock.today() - timedelta(days=1),
        by=cast.owner,
        state=state,
        settled_at=clock.now(),
        settled_by=cast.owner,
    )
    return promise


def breaches() -> list[Breach]:
    return list(Breach.objects.unscoped(reason="test").select_related("standard").order_by("pk"))
