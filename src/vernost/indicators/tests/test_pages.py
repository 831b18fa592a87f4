"""The board, an indicator, the rows behind it, its aim, files: for whoever may see them."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.costs import SHELL
from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.indicators import behind, services
from vernost.indicators.measures import by_slug, every
from vernost.indicators.models import Aim
from vernost.journal.models import Entry
from vernost.retention.services import facts_refresh
from vernost.retention.tests.factories import bought, clients

pytestmark = pytest.mark.django_db
TODAY = clock.today()
BOARD, ONE, ROWS = SHELL + 9, SHELL + 13, SHELL + 4
STORY = SHELL + 32


@pytest.fixture
def firm(cast: Cast) -> Cast:
    mine, others = clients(cast, 4), clients(cast, 2, whose="stranger")
    for place, client in enumerate([*mine, *others]):
        days = [TODAY - timedelta(days=back) for back in (200, 150, 100, 40, 3 + place)]
        bought(client, *days, amount=1000 * (place + 1))
    facts_refresh(SYSTEM)
    services.tallies_rebuild(SYSTEM)
    return cast


def page(cast: Cast, who: str, name: str, *args: Any, **asked: str) -> str:
    answer = cast.browser(who).get(reverse(name, args=args), asked)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_an_empty_house_says_how_it_begins(cast: Cast) -> None:
    assert "vernost indicators" in page(cast, "director", "indicators")
    assert "no data" in page(cast, "director", "indicator", "revenue")


def test_the_board_shows_the_firm_to_the_director_and_own_figures_to_a_manager(firm: Cast) -> None:
    # Four clients of 1000 … 4000 on one day of the month, two more of 5000 and 6000.
    whole = page(firm, "director", "indicators", span="month")
    assert "$21,000" in whole or "21,000" in whole
    own = page(firm, "owner", "indicators", span="month")
    assert "10,000" in own and "21,000" not in own
    team = page(firm, "head", "indicators", span="month")
    assert "10,000" in team and "Team First" in team and "Second" not in team


@pytest.mark.parametrize("who", ["owner", "head", "stranger", "marketer"])
def test_what_one_may_not_see_is_not_there(firm: Cast, who: str) -> None:
    other = firm.owner if who == "stranger" else firm.stranger
    browser = firm.browser(who)
    for name, args in (("indicators", []), ("indicator", ["revenue"]), ("indicator_rows", ["revenue"])):
        answer = browser.get(reverse(name, args=args), {"of": f"manager-{other.pk}"})
        assert answer.status_code == 404, name
    assert browser.get(reverse("indicator", args=["cost-of-new"])).status_code == 404
    for key in ("team-999", "nonsense", "manager-x", "firm-0"):
        assert browser.get(reverse("indicators"), {"of": key}).status_code == 404


def test_every_indicator_has_its_page_and_its_rows(firm: Cast) -> None:
    browser = firm.browser("director")
    for one in every():
        assert browser.get(reverse("indicator", args=[one.slug])).status_code == 200, one.slug
        wanted = 200 if behind.has_rows(one) else 404
        assert browser.get(reverse("indicator_rows", args=[one.slug])).status_code == wanted, one.slug
    assert browser.get(reverse("indicator", args=["nothing"])).status_code == 404


def test_the_rows_make_the_number(firm: Cast) -> None:
    rows = page(firm, "owner", "indicator_rows", "revenue", span="month")
    assert rows.count("data-row") == 4
    assert page(firm, "director", "indicator_rows", "revenue", span="month").count("data-row") == 6
    key = f"team-{firm.owner.team_id}"
    assert page(firm, "director", "indicator_rows", "revenue", span="month", of=key).count("data-row") == 4


def test_pages_cost_a_fixed_number_of_queries(firm: Cast, django_assert_max_num_queries: Any) -> None:
    browser = firm.browser("director")
    browser.get(reverse("indicators"))
    for span in ("week", "year"):
        with django_assert_max_num_queries(BOARD):
            browser.get(reverse("indicators"), {"span": span})
        with django_assert_max_num_queries(ONE):
            browser.get(reverse("indicator", args=["revenue"]), {"span": span})
        with django_assert_max_num_queries(ROWS):
            browser.get(reverse("indicator_rows", args=["revenue"]), {"span": span})


def test_rubbish_in_the_address_is_as_if_nothing_was_said(firm: Cast) -> None:
    assert "21,000" in page(firm, "director", "indicators", span="month", until="31.31.31")
    page(firm, "director", "indicators", span="aeon", until="0001-01-01")
    page(firm, "director", "indicator", "lost", until="9999-12-31")


def test_an_aim_is_set_by_the_director_in_the_units_of_people(firm: Cast) -> None:
    address = reverse("indicator_aim", args=["revenue"])
    assert firm.browser("head").get(address).status_code == 403
    browser = firm.browser("director")
    data = {"target": "20000", "low": "", "high": "", "responsible": str(firm.head.pk)}
    assert browser.post(address, data).status_code == 302
    aim = Aim.objects.unscoped(reason="test").get()
    assert (aim.indicator, aim.target, aim.responsible) == (9, 2_000_000, firm.head)
    assert "20,000" in page(firm, "director", "indicator", "revenue")
    assert browser.post(address, data | {"low": "5", "high": "4"}).status_code == 422
    assert Entry.objects.filter(kind="indicator.aimed").count() == 1
    assert browser.post(address, data | {"target": "0"}).status_code == 302
    assert "reached" in page(firm, "director", "indicator", "revenue")


def test_the_board_as_a_file(firm: Cast) -> None:
    browser = firm.browser("director")
    answer = browser.get(reverse("indicators_export", args=["csv"]), {"span": "month"})
    text = answer.content.decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 36 and "21000.0" in text
    sheet = browser.get(reverse("indicators_export", args=["xlsx"]))
    assert io.BytesIO(b"".join(sheet.streaming_content)).read(2) == b"PK"  # type: ignore[attr-defined]
    one = browser.get(reverse("indicator_export", args=["revenue", "csv"]), {"span": "month"})
    assert len(one.content.decode("utf-8-sig").strip().splitlines()) == 14
    assert Entry.objects.filter(kind="indicator.exported").count() == 3
    assert firm.browser("owner").get(reverse("indicators_export", args=["csv"])).status_code == 403


def test_by_slug_knows_them_all() -> None:
    assert by_slug("nps").number == 26


def test_the_story_is_told_from_the_numbers(firm: Cast, django_assert_max_num_queries: Any) -> None:
    for who in ("director", "owner", "head", "marketer"):
        text = page(firm, who, "story", span="month")
        assert ("What changed" in text) or ("There is nothing to tell" in text), who
    browser = firm.browser("director")
    with django_assert_max_num_queries(STORY):
        told = browser.get(reverse("story"), {"span": "year"}).content.decode()
    assert reverse("indicator", args=["new-clients"]) in told or "by more than noise" in told


def test_an_empty_house_has_no_story(cast: Cast) -> None:
    assert "There is nothing to tell yet" in page(cast, "director", "story")
