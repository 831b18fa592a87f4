"""Cases for tests, by the service."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import Cast
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.complaints import services
from vernost.complaints.models import Complaint
from vernost.core import clock

WORDS = "Привезли не тот помол, второй раз за месяц"


def taken(cast: Cast, client: Client | None = None, *, whose: str = "owner", **values: Any) -> Complaint:
    client = client or make(cast, whose=whose)
    return services.complaint_take(cast.actor(whose), client_id=client.pk, **{"text": WORDS, **values})


def agreed(cast: Cast, **values: Any) -> Complaint:
    """With the facts known and measures promised for tomorrow."""
    actor, case = cast.actor("owner"), taken(cast, **values)
    if case.step == "received":
        services.complaint_acknowledge(actor, complaint_id=case.pk)
    services.complaint_facts(actor, complaint_id=case.pk, facts="Перепутали коробки на складе")
    by = clock.today() + timedelta(days=1)
    return services.complaint_agree(actor, complaint_id=case.pk, measures="Заменить обе пачки", by=by)


def now(case: Complaint) -> Complaint:
    found: Complaint = Complaint.objects.unscoped(reason="test").get(pk=case.pk)
    return found
