"""What is lost: per reason, stage, seller, source, with the money; nobody sees others' figures."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from vernost.clients.tests.factories import make as make_client
from vernost.core import clock
from vernost.sales import services
from vernost.sales.selectors.analysis import Analysis, Period, analysis
from vernost.sales.tests.factories import deal, reason, stages


def ended(
    cast: Cast, how: str, amount: int, *, stage: int = 0, whose: str = "owner", source: str = ""
) -> None:
    client = make_client(cast, whose=whose)
    actor = cast.actor(whose)
    made = deal(cast, client, whose=whose, amount=Decimal(amount), source=source)
    if stage:
        services.deal_move(actor, deal_id=made.pk, stage_id=stages()[stage].pk)
    if how == "won":
        services.deal_win(actor, deal_id=made.pk)
    elif how:
        services.deal_lose(actor, deal_id=made.pk, reason_id=reason(how).pk)


def of(cast: Cast, name: str = "owner", **more: Any) -> Analysis:
    return analysis(cast.actor(name), Period.of(None, None), **more)


@pytest.fixture
def year(cast: Cast) -> Cast:
    ended(cast, "price_early", 500, stage=2, source="review")
    ended(cast, "price_early", 300, source="review")
    ended(cast, "no_trust", 900, stage=1)
    ended(cast, "won", 1000, stage=3)
    ended(cast, "", 7777, stage=3)  # still open: no figure of it
    ended(cast, "no_choice", 40, whose="teammate")
    return cast


def test_by_reason_the_dearest_first(year: Cast) -> None:
    told = [(str(one.reason), one.lost, one.money) for one in of(year).reasons]
    assert told == [("Trust did not grow", 1, Decimal(900)), ("The price came too early", 2, Decimal(800))]
    whole = of(year).whole
    assert (whole.won, whole.lost, whole.lost_money, whole.rate) == (1, 3, Decimal(1700), 0.25)


def test_by_stage_how_far_and_how_many_of_them_won(year: Cast) -> None:
    told = [(one.reached, one.won, one.lost, one.money) for one in of(year).stages]
    assert told == [
        (4, 1, 1, Decimal(300)), (3, 1, 1, Decimal(900)), (2, 1, 1, Decimal(500)), (1, 1, 0, Decimal(0)),
    ]  # fmt: skip


def test_the_time_on_a_stage_and_to_a_win(cast: Cast) -> None:
    with clock.stopped(clock.now()) as time:
        made, actor = deal(cast), cast.actor("owner")
        time.pass_by(days=2)
        services.deal_move(actor, deal_id=made.pk, stage_id=stages()[1].pk)
        time.pass_by(days=5)
        services.deal_win(actor, deal_id=made.pk)
        found = of(cast)
    assert [one.days for one in found.stages] == pytest.approx([2, 5])
    assert found.whole.days == pytest.approx(7)


def test_sellers_are_for_heads_and_sources_for_all(year: Cast) -> None:
    assert of(year).sellers == []
    told = {one.name: (one.won, one.lost, one.lost_money) for one in of(year, "head").sellers}
    assert told == {"Owner": (1, 3, Decimal(1700)), "Teammate": (0, 1, Decimal(40))}
    assert {one.name: one.lost for one in of(year).sources} == {"Review": 2, "Unknown": 1}
    assert of(year, "head", seller_id=year.teammate.pk).whole.lost == 1
    assert of(year, "stranger").whole.ended == 0


def test_a_period_turned_round_and_its_edges(cast: Cast) -> None:
    with clock.stopped(clock.now()) as time:
        ended(cast, "price_early", 500)
        today = clock.today()
        time.pass_by(days=3)
        actor = cast.actor("owner")
        assert analysis(actor, Period.of(today, today)).whole.lost == 1
        assert analysis(actor, Period.of(clock.today(), today)).whole.lost == 1
        tomorrow = today + timedelta(days=1)
        assert analysis(actor, Period.of(tomorrow, None)).whole.lost == 0


def test_the_page(year: Cast) -> None:
    browser = year.browser("head")
    text = browser.get("/deals/analysis/").content.decode()
    assert "4 deals lost for" in text and "Trust did not grow" in text and "Teammate" in text
    assert text.count("<svg") > 2 and "Begin with something small" in text
    with CaptureQueriesContext(connection) as before:
        browser.get("/deals/analysis/")
    for _more in range(4):
        ended(year, "manner", 10)
    with CaptureQueriesContext(connection) as after:
        browser.get("/deals/analysis/")
    assert len(before) == len(after) <= 15
    assert "By seller" not in year.browser("owner").get("/deals/analysis/").content.decode()
    assert "No deal ended in this period" in year.browser("stranger").get("/deals/analysis/").content.decode()
