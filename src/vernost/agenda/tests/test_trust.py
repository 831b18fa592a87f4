"""The trust index (rule 1.9): the formula, a client, an employee, the firm, by months; who sees whose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda import jobs, selectors, services
from vernost.agenda.models import TrustDay
from vernost.agenda.rules import trust_index
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import NotAllowed
from vernost.orders import services as of_orders

NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[Any]:
    with clock.stopped(NOON) as moment:
        yield moment


def talked(cast: Cast, client: Client, *, days: int = 1, who: str = "owner", began: str = "we") -> None:
    at = NOON - timedelta(days=days)
    services.contact_log(cast.actor(who), client_id=client.pk, began=began, at=at)


def bought(cast: Cast, client: Client, *, days: int = 1, amount: int = 100) -> Any:
    at = NOON - timedelta(days=days)
    return of_orders.order_add(cast.actor("owner"), client_id=client.pk, amount=Decimal(amount), placed_at=at)


@pytest.mark.parametrize(
    ("begun", "total", "index"), [(0, 0, 1 / 2), (1, 1, 2 / 3), (0, 1, 1 / 3), (3, 8, 0.4), (98, 98, 0.99)]
)
def test_golden_examples(begun: int, total: int, index: float) -> None:
    assert trust_index(begun=begun, total=total) == pytest.approx(index)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_few_contacts_do_not_shout(begun: int, ours: int) -> None:
    index = trust_index(begun=begun, total=begun + ours)
    assert 0 < index < 1
    assert trust_index(begun=begun + 1, total=begun + ours + 1) > index
    assert trust_index(begun=begun, total=begun + ours + 1) < index


def test_of_a_client_over_contacts_and_purchases_in_the_window(cast: Cast) -> None:
    client, actor = make(cast), cast.actor("owner")
    assert selectors.trust_of_client(actor, client) == selectors.Trust(0, 0, 0)
    talked(cast, client)
    talked(cast, client, began="they")
    talked(cast, client, days=400, began="they")
    bought(cast, client)
    bought(cast, client)  # the same day: one purchase
    bought(cast, client, days=40)
    bought(cast, client, days=400)
    cancelled = bought(cast, client, days=80)
    of_orders.order_cancel(actor, order_id=cancelled.pk)
    found = selectors.trust_of_client(actor, client)
    assert found == selectors.Trust(contacts=2, begun=1, purchases=2)
    assert found.index == pytest.approx((1 + 2 + 1) / (2 + 2 + 2))
    page = cast.browser("owner").get(reverse("client", args=[client.pk])).content.decode()
    assert "Trust index 67%" in page.replace("\xa0", "")


def test_of_employees_the_team_the_firm_and_by_months(cast: Cast) -> None:
    client, other = make(cast), make(cast, "Z", whose="stranger")
    talked(cast, client)
    talked(cast, client, began="they", days=30)
    talked(cast, client, who="head")
    talked(cast, other, who="stranger", began="they")
    bought(cast, client, days=30)
    assert services.trust_refresh(SYSTEM) == services.trust_refresh(SYSTEM)
    assert TrustDay.objects.unscoped(reason="test").count() == 4

    def seen(who: str) -> tuple[tuple[int, int, int], list[str]]:
        page = selectors.trust(cast.actor(who))
        whole = (page.whole.contacts, page.whole.begun, page.whole.purchases)
        return whole, sorted(one.name for one in page.people)

    assert seen("owner") == ((2, 1, 1), ["Owner"])
    assert seen("head") == ((3, 1, 1), ["Head", "Owner"])
    assert seen("director") == ((4, 2, 1), ["Head", "Owner", "Stranger"])
    assert seen("stranger") == ((1, 1, 0), ["Stranger"])
    months = selectors.trust(cast.actor("owner")).months
    assert [(month, one.contacts, one.begun, one.purchases) for month, one in months] == [
        (date(2026, 10, 1), 1, 1, 1), (date(2026, 11, 1), 1, 0, 0),
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        services.trust_refresh(cast.actor("director"))


def test_the_sweep_counts_and_the_page_shows(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser = cast.browser("director")
    assert "Nothing to count yet" in browser.get(reverse("trust")).content.decode()
    client = make(cast)
    for days in (1, 2, 300):
        talked(cast, client, days=days)
    jobs.count_trust()
    page = browser.get(reverse("trust")).content.decode()
    assert "Clients begin 20% of talks and purchases themselves." in page.replace("\xa0", "")
    assert "Owner" in page and "November 2026" in page
    for many in (1, 5):
        for _number in range(many):
            talked(cast, make(cast), days=many)
        jobs.count_trust()
        with django_assert_max_num_queries(10):
            browser.get(reverse("trust"))


def test_near_midnight_the_firms_day_counts(cast: Cast) -> None:
    with clock.stopped(datetime(2026, 11, 30, 21, 30, tzinfo=UTC)):  # the first of December in Moscow
        services.contact_log(cast.actor("owner"), client_id=make(cast).pk)
        services.trust_refresh(SYSTEM)
    assert TrustDay.objects.unscoped(reason="test").get().day == date(2026, 12, 1)
