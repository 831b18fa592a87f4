"""What is foretold of each client stands beside the facts: kept, asked for, shown, alone as in the batch."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients.filters import Condition, Op
from vernost.clients.models import Client
from vernost.core import clock
from vernost.retention import selectors, services
from vernost.retention.facets import FIELDS
from vernost.retention.models import BaseFacts, ClientFacts
from vernost.retention.tests.factories import bought, clients, every

pytestmark = pytest.mark.django_db
ALL = "the test looks at everybody"
TOLD = (
    "chance_alive",
    "chance_purchase",
    "expected_purchases",
    "expected_value",
    "next_purchase",
    "next_from",
    "next_until",
)


@pytest.fixture
def people(cast: Cast) -> list[Client]:
    """Sixty clients of many rhythms; every third fell silent a year ago."""
    found, today = clients(cast, 60), clock.today()
    for number, client in enumerate(found):
        silent = 400 if number % 3 == 0 else number % 25
        pause = 10 + number % 40
        every(client, pause, 4 + number % 9, last=today - timedelta(days=silent), amount=500 + 10 * number)
    services.facts_refresh(SYSTEM)
    return found


def told_of(client: Client) -> tuple[object, ...]:
    rows = ClientFacts.objects.unscoped(reason=ALL).filter(pk=client.pk)
    return tuple(rows.values_list(*TOLD).get())


def test_who_buys_evenly_has_a_chance_and_a_day_and_who_left_has_less(people: list[Client]) -> None:
    facts = ClientFacts.objects.unscoped(reason=ALL)
    lively, gone = facts.get(pk=people[1].pk), facts.get(pk=people[0].pk)
    assert 0 <= gone.chance_purchase < lively.chance_purchase <= 1
    assert lively.expected_purchases >= lively.chance_purchase
    assert isinstance(lively.expected_value, Decimal)
    assert clock.today() < lively.next_from <= lively.next_purchase <= lively.next_until


def test_one_client_is_told_as_in_the_batch_by_the_kept_parameters(people: list[Client]) -> None:
    kept = BaseFacts.objects.get(pk=1).figures["forecast"]
    before = [told_of(client) for client in people[:4]]
    ClientFacts.objects.unscoped(reason=ALL).update(chance_purchase=None, expected_value=None)
    services.facts_refresh_some([client.pk for client in people[:4]])
    assert [told_of(client) for client in people[:4]] == before
    assert BaseFacts.objects.get(pk=1).figures["forecast"] == kept


def test_a_base_too_small_for_a_model_tells_nothing(cast: Cast) -> None:
    client = clients(cast, 1)[0]
    bought(client, clock.today() - timedelta(days=30))
    services.facts_refresh(SYSTEM)
    assert told_of(client) == (None,) * len(TOLD)
    assert BaseFacts.objects.get(pk=1).figures["forecast"] is None


def test_the_expected_loss_is_the_chance_times_the_money(cast: Cast, people: list[Client]) -> None:
    facts = ClientFacts.objects.unscoped(reason=ALL).filter(money_lost_a_year__isnull=False)
    sums = sum(float(one.money_lost_a_year) * (1 - one.chance_purchase) for one in facts)
    totals = selectors.totals(cast.actor("director"))
    assert totals.expected_loss is not None
    assert float(totals.expected_loss) == pytest.approx(sums, abs=0.01)
    assert 0 < totals.expected_loss < totals.money_lost


def test_the_card_and_the_list_say_it(cast: Cast, people: list[Client]) -> None:
    browser = cast.browser("director")
    card = browser.get(f"/clients/{people[1].pk}/", headers={"accept-language": "en"}).content.decode()
    assert "Will they buy within a year?" in card
    assert "in 8 cases of 10" in card


def test_a_segment_asks_for_a_chance_in_per_cent(cast: Cast, people: list[Client]) -> None:
    director = cast.actor("director")
    fields = {field.name: field for field in FIELDS}
    likely = Condition("facts.chance", Op.AT_LEAST, ("60",))
    asked = fields["facts.chance"].condition
    assert asked is not None
    found = set(
        Client.objects.visible_to(director).filter(asked(director, likely)).values_list("pk", flat=True)
    )
    facts = ClientFacts.objects.unscoped(reason=ALL)
    assert found == {
        one.pk for one in facts if one.chance_purchase is not None and one.chance_purchase >= 0.6
    }
    assert people[1].pk in found
    assert people[0].pk not in found
