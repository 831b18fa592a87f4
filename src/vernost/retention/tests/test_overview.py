"""The overview: what a director sees of all, and a manager of own clients alone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from tests.costs import SHELL
from vernost.access.actor import SYSTEM
from vernost.clients.selectors import Asked, client_list
from vernost.clients.services import phone_add
from vernost.core import clock
from vernost.orders.models import Refund
from vernost.retention import selectors, services
from vernost.retention.models import WorthMonth
from vernost.retention.tests.factories import bought, clients, every

pytestmark = pytest.mark.django_db
LOSS, NAMES = SHELL + 4, SHELL + 1
OVERVIEW = {
    "director": SHELL + 13,
    "owner": SHELL + 11,
}  # what the firm is worth by month is no manager's question


@pytest.fixture
def firm(cast: Cast) -> Cast:
    """The owner has one lost and one slipping client, the stranger two lost ones."""
    today = clock.today()
    lost, slipping = clients(cast, 2)
    every(lost, 30, 6, last=today - timedelta(days=100), amount=10_000)
    every(slipping, 30, 6, last=today - timedelta(days=35), amount=7_000)
    for other in clients(cast, 2, whose="stranger"):
        every(other, 10, 8, last=today - timedelta(days=60), amount=1_000)
    services.facts_refresh(SYSTEM)
    return cast


def test_it_tells_the_director_of_all_and_a_manager_of_own(firm: Cast) -> None:
    whole, own = (selectors.totals(firm.actor(name)) for name in ("director", "owner"))
    theirs = selectors.totals(firm.actor("stranger"))
    assert whole.counts["lost"] == 3 and own.counts["lost"] == 1 and theirs.counts["lost"] == 2
    assert whole.money_lost == own.money_lost + theirs.money_lost
    assert own.money_lost == Decimal("121750.00") and own.counts["slipping"] == 1
    assert selectors.totals(firm.actor("marketer")).bought == 0


def test_worth_by_month_is_of_own_clients_too(firm: Cast) -> None:
    assert {row.owner_id for row in WorthMonth.objects.visible_to(firm.actor("owner"))} == {firm.owner.pk}
    whole, own = (selectors.ltv_by_month(firm.actor(name))[-1] for name in ("director", "owner"))
    assert (whole.clients, own.clients) == (4, 2) and whole.value != own.value


def test_the_page_names_nobody_elses_clients(firm: Cast) -> None:
    page = firm.browser("stranger").get("/").content.decode()
    assert "/clients/" in page
    own = firm.browser("owner").get("/").content.decode()
    for told in selectors.told(firm.actor("owner"), ("lost", "money_lost_a_year"))[0]:
        address = f'href="/clients/{told.facts.client.pk}/"'
        assert address in own and address not in page


@pytest.mark.parametrize("who", ["director", "owner"])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/", None), ("/figures/loss/", LOSS), ("/figures/loss/names/?flow=lost", NAMES)],
)
def test_they_cost_fixed_numbers_of_queries(
    firm: Cast, who: str, address: str, queries: int | None, django_assert_num_queries: Any
) -> None:
    browser = firm.browser(who)
    browser.get(address)
    for _time in range(2):
        with django_assert_num_queries(queries or OVERVIEW[who]):
            assert browser.get(address).status_code == 200
        for other in clients(firm, 3):
            every(other, 30, 6, last=clock.today() - timedelta(days=100))
        services.facts_refresh(SYSTEM)


def test_who_bought_in_the_last_year(cast: Cast) -> None:
    """The first question of rule 1.1."""
    today = clock.today()
    lately, long_ago, for_free, gave_back, _never = clients(cast, 5)
    bought(lately, today - timedelta(days=30))
    bought(long_ago, today - timedelta(days=400))
    bought(for_free, today - timedelta(days=30), amount=0)
    order = bought(gave_back, today - timedelta(days=10))[0]
    Refund.objects.create(client=gave_back, order=order, amount=order.amount, day=today)
    services.facts_refresh(SYSTEM)
    for who, expected in (("owner", {lately, for_free}), ("stranger", set())):
        page = client_list(cast.actor(who), Asked(presets=("bought",)))
        assert {row.client for row in page.rows} == expected


def test_a_firm_without_orders_is_told_how_to_begin(cast: Cast) -> None:
    services.facts_refresh(SYSTEM)
    page = cast.browser("director").get("/")
    assert page.status_code == 200 and "No purchases yet" in page.content.decode()


def test_the_card_says_where_they_stand_and_why(firm: Cast) -> None:
    told = selectors.told(firm.actor("owner"), ("slipping", "money_a_year"))[0][0]
    assert told.reason.replace("\u00a0", " ") == (
        "Usually buys every 30 days, silent for 35 days: 5 days left to the line."
    )
    page = firm.browser("owner").get(f"/clients/{told.facts.client.pk}/").content.decode()
    assert "silent for" in page and '<svg xmlns="http://www.w3.org/2000/svg" role="img"' in page
    assert firm.browser("stranger").get(f"/clients/{told.facts.client.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("preset", "number"), [("lost", 3), ("slipping", 1), ("fell_silent", 4), ("lost&preset=slipping", 0)]
)
def test_presets_find_them_with_one_click(firm: Cast, preset: str, number: int) -> None:
    page = firm.browser("director").get(f"/clients/?preset={preset}&order=-worth")
    assert page.status_code == 200 and page.content.decode().count("data-row") == number


def test_a_manager_finds_the_next_call_and_a_director_the_money(firm: Cast) -> None:
    told = selectors.told(firm.actor("owner"), ("slipping", "money_a_year"))[0][0]
    phone_add(firm.actor("owner"), client_id=told.facts.client.pk, phone="+79161234567")
    manager, director = (firm.browser(name).get("/").content.decode() for name in ("owner", "director"))
    assert "Call 1 client" in manager and 'href="/clients/?preset=slipping&amp;order=-worth"' in manager
    assert 'href="tel:+79161234567"' in manager and "LTV by month" not in manager
    assert "LTV by month" in director and 'href="tel:+79161234567"' in director
    assert 'href="tel:' not in firm.browser("stranger").get("/").content.decode()


def test_the_button_leads_to_as_many_as_it_says(firm: Cast) -> None:
    whole = selectors.totals(firm.actor("director"))
    assert whole.to_win_back
    listed = firm.browser("director").get("/clients/?preset=to_win_back").content.decode()
    assert listed.count("data-row") == whole.to_win_back
    assert f"Win back {whole.to_win_back} client" in firm.browser("director").get("/").content.decode()
