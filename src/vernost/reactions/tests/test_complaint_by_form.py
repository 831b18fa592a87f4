"""What came by a form for complaints opens one case of the client; of others once they are tied."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from vernost.clients.tests.factories import make
from vernost.complaints.models import Complaint
from vernost.intake import services
from vernost.intake.models import Request, SiteForm
from vernost.intake.services.receiving import sender
from vernost.reactions.tests.reacting import react, settle_in

PHONE = "+79161234567"


def received(cast: Cast, *, complaints: bool = True, **values: Any) -> Request:
    form = SiteForm.objects.create(slug="complain", title="Пожаловаться", is_for_complaints=complaints)
    said = {"channel": "form", "phone": PHONE, "text": "Привезли не тот помол", "token": "one"}
    return services.request_receive(sender(), form=form, **(said | values))


def cases() -> list[Complaint]:
    return list(Complaint.objects.unscoped(reason="test"))


@pytest.fixture(autouse=True)
def settled(cast: Cast) -> None:
    settle_in()


def test_it_works(cast: Cast) -> None:
    client = make(cast, phones=[PHONE])
    request = received(cast)
    react()
    (case,) = cases()
    assert (case.client_id, case.channel, case.text) == (client.pk, "form", "Привезли не тот помол")
    assert case.responsible_id == cast.owner.pk and case.origin == f"/requests/{request.pk}/"
    request.refresh_from_db()
    assert (request.state, request.why_closed) == ("closed", "complaint")


def test_of_somebody_unknown_it_opens_when_they_are_tied(cast: Cast) -> None:
    request = received(cast)
    react()
    assert not cases()
    client = make(cast)
    services.request_assign(cast.actor("head"), request_id=request.pk, employee_id=cast.owner.pk)
    services.request_tie(cast.actor("owner"), request_id=request.pk, client_id=client.pk)
    react()
    assert [case.client_id for case in cases()] == [client.pk]


def test_another_form_spam_and_an_empty_text(cast: Cast) -> None:
    make(cast, phones=[PHONE])
    received(cast, complaints=False)
    react()
    assert not cases()
    SiteForm.objects.unscoped(reason="test").all().delete()
    received(cast, token="two", is_spam=True)
    react()
    assert not cases()
    SiteForm.objects.unscoped(reason="test").all().delete()
    received(cast, token="three", text="")
    react()
    assert [case.text for case in cases()] == ["—"]
