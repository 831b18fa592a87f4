"""Word of mouth is estimated from real counts by assumptions that are seen; of no answer nothing is said."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.complaints import services as complaints
from vernost.core import clock, practice
from vernost.core.errors import Invalid, NotAllowed
from vernost.retention import reputation
from vernost.retention.models import ClientFacts
from vernost.retention.reputation import Assumed, Counts, Estimate
from vernost.voice.models import Response, Survey

USUAL = Assumed(Decimal(2), Decimal(5), Decimal(4), Decimal(6), Decimal(10))


def said(client: Client | None, score: int, days: int = 1, **values: Any) -> Response:
    survey, _made = Survey._base_manager.get_or_create(
        address="nps", defaults={"name": "NPS", "kind": "nps", "state": "open"}
    )
    at = clock.now() - timedelta(days=days)
    row = Response(survey=survey, client=client, channel="link", score=score, day=at.date(), answered_at=at)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def test_the_rules_own_numbers() -> None:
    found = Estimate(Counts(100, 60, 15, 12, 20, Decimal(50_000)), USUAL)
    assert (found.brought, found.turned_away, found.heard) == (30, 75, (60, 90))
    assert (found.gain, found.loss) == (Decimal(1_500_000), Decimal(3_750_000))
    assert (found.unhappy, found.silent, found.own_ratio) == (120, 108, Decimal(3))


def test_of_no_answer_no_estimate(cast: Cast) -> None:
    found = Estimate(reputation.counts(cast.actor("director")), reputation.assumed())
    assert not found.is_known and found.counts.ltv is None
    page = cast.browser("director").get(reverse("reputation")).content.decode()
    assert "There is nothing to estimate by" in page


def test_people_are_counted_once_by_their_last_answer(cast: Cast) -> None:
    first, second = make(cast, "Один"), make(cast, "Два", whose="stranger")
    said(first, 3, days=200)
    said(first, 10, days=10)
    said(second, 6)
    said(None, 9)
    said(second, 10, days=400)
    said(first, 0, days=1, is_guess=True, entered_by=cast.owner)
    found = reputation.counts(cast.actor("director"))
    assert (found.answered, found.promoters, found.critics) == (3, 2, 1)
    assert reputation.counts(cast.actor("head")).critics == 0, "another team's client"
    rows = reputation.people(cast.actor("director"), "critics").rows
    assert [one.client for one in rows] == [second]


def test_who_really_came_by_word_of_mouth_and_who_complained(cast: Cast) -> None:
    client = make(cast, source="word_of_mouth")
    facts = {"as_of": clock.today(), "first_purchase": clock.today(), "lifecycle": "new"}
    ClientFacts.objects.create(client=client, **facts)
    for text in ("Раз", "Два"):
        complaints.complaint_take(cast.actor("owner"), client_id=client.pk, text=text)
    found = reputation.counts(cast.actor("director"))
    assert (found.came, found.complaints) == (1, 1), "people, not cases"
    assert [one.client for one in reputation.came(cast.actor("director")).rows] == [client]


def test_tried_without_being_kept_and_kept_by_a_director(cast: Cast) -> None:
    said(make(cast), 10)
    said(make(cast, "Ещё"), 2)
    browser, address = cast.browser("director"), reverse("reputation")
    page = browser.get(address, {"mouth.promoters": "1", "mouth.critic": "7"}).content.decode()
    assert "A trial: nothing is saved." in page and "talked 7 people out of coming" in page
    assert practice.CRITIC_TURNS_AWAY.value() == 5
    assert browser.get(address, {"mouth.promoters": "0"}).status_code == 422
    assert browser.get(address, {"mouth.promoters": "много"}).status_code == 422
    assert browser.post(address, {"mouth.critic": "7"}).status_code == 302
    from vernost.core import terms

    terms.refresh()
    assert practice.CRITIC_TURNS_AWAY.value() == 7
    assert cast.browser("head").post(address, {"mouth.critic": "1"}).status_code == 403


def test_who_may(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        reputation.counts(cast.actor("owner"))
    with pytest.raises(Invalid):
        reputation.assumed({"mouth.complains": "0"})


@pytest.mark.parametrize("who", ["promoters", "critics", "came", "rubbish"])
def test_every_number_leads_to_its_rows(cast: Cast, who: str) -> None:
    said(make(cast), 10)
    answer = cast.browser("head").get(reverse("reputation_people"), {"who": who, "after": "zz"})
    assert answer.status_code == 200
