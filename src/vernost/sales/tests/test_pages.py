"""The board, the deal's page, its endings, the settings of stages and reasons."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from vernost.clients.tests.factories import make as make_client
from vernost.core import clock
from vernost.orders.models import Order
from vernost.sales import services
from vernost.sales.models import Deal
from vernost.sales.tests.factories import TEST, deal, fresh, reason, stages

BOARD = "/deals/"
PART = {"HX-Request": "true", "HX-Target": "board"}


def text_of(cast: Cast, address: str, name: str = "owner", **headers: str) -> str:
    return cast.browser(name).get(address, headers=headers or None).content.decode()


def test_the_board_says_how_things_stand(cast: Cast) -> None:
    with clock.stopped(clock.now()) as time:
        deal(cast, expected_on=clock.today() + timedelta(days=1))
        deal(
            cast,
            title="Кофемашина",
            amount=Decimal(3000),
            stage_id=stages()[2].pk,
            step="Звонок",
            step_on=clock.today() + timedelta(days=9),
        )
        time.pass_by(days=2)
        text = text_of(cast, BOARD)
    assert "2 open deals for" in text
    assert "1 stands without a next step." in text and "1 is past its day." in text
    assert (
        text.index("First talk")
        < text.index("Партия Кении")
        < text.index("Offer made")
        < text.index("Кофемашина")
    )
    assert "no next step" in text and "Звонок" in text
    # 1000 × 10 % + 3000 × 50 %
    assert re.search(r"1,600", text)


def test_the_filters(cast: Cast) -> None:
    other = deal(cast, make_client(cast, "Иванова Анна"), title="Кофемашина", step="x", step_on=clock.today())
    deal(cast)
    services.deal_change(cast.actor("head"), deal_id=other.pk, version=1, seller_id=cast.head.pk)
    for query, seen in (
        ("text=КОФЕМАШ", "Кофемашина"),
        ("text=иванова", "Кофемашина"),
        (f"seller={cast.head.pk}", "Кофемашина"),
        ("still=1", "Партия Кении"),
    ):
        text = text_of(cast, f"{BOARD}?{query}")
        assert [name for name in ("Кофемашина", "Партия Кении") if f">{name}</a>" in text] == [seen], query
    assert "No such deals" in text_of(cast, f"{BOARD}?overdue=1")
    assert text_of(cast, f"{BOARD}?seller=x&pipeline=%00&since=31.02").count("data-deal=") == 2


def test_a_card_moves_by_its_button_without_a_script(cast: Cast) -> None:
    made = deal(cast)
    text = text_of(cast, BOARD)
    address = f"{reverse('deal_move', args=[made.pk])}?version=1"
    assert f'formaction="{address}"' in text
    answer = cast.browser("owner").post(address, {"stage": stages()[1].pk, "next": "/deals/?still=1"})
    assert answer.headers["Location"] == "/deals/?still=1"
    assert fresh(made).stage == stages()[1]


def test_a_card_dragged_draws_the_board_anew(cast: Cast) -> None:
    made = deal(cast)
    address = f"{reverse('deal_move', args=[made.pk])}?version=1"
    said = {"stage": stages()[2].pk, "next": "/deals/?text=кении"}
    text = cast.browser("owner").post(address, said, headers=PART).content.decode()
    assert "<html" not in text and text.lstrip().startswith('<div id="board"')
    assert "Moved to “Offer made”." in text
    assert text.index("Offer made") < text.index(f'data-deal="{made.pk}"')
    assert 'id="board-opening" hx-swap-oob="true"' in text
    # Somebody with an older picture is told, and sees where it is.
    text = cast.browser("head").post(address, {"stage": stages()[3].pk}, headers=PART).content.decode()
    assert "Owner has moved this deal to “Offer made” meanwhile." in text
    assert fresh(made).stage == stages()[2]
    assert cast.browser("owner").post(address, {"stage": "nothing"}).status_code == 404
    assert cast.browser("owner").get(address).status_code == 405


def test_the_board_costs_the_same_however_many_deals(cast: Cast) -> None:
    client = make_client(cast)
    browser = cast.browser("owner")
    browser.get(BOARD)  # what is asked once a process
    counts = []
    for more in (1, 12):
        for _number in range(more):
            deal(cast, client, step="x", step_on=clock.today())
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get(BOARD).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15


def test_a_deal_is_opened_from_its_client(cast: Cast) -> None:
    client, browser = make_client(cast), cast.browser("owner")
    assert "With whom is the deal?" in browser.get(reverse("deal_add")).content.decode()
    address = f"{reverse('deal_add')}?client={client.pk}"
    assert client.name in browser.get(address).content.decode()
    wrong = browser.post(address, {"title": "Кения", "amount": "-5", "step": "Звонок"})
    assert wrong.status_code == 422
    browser.post(address, {"title": "Кения", "amount": "1500", "step": "Звонок", "step_on": "завтра"})
    made = Deal.objects.unscoped(reason=TEST).get()
    assert (made.amount, made.next_step is not None) == (Decimal(1500), True)
    assert browser.get(f"{reverse('deal_add')}?client=9999").status_code == 404
    text = text_of(cast, reverse("deal", args=[made.pk]))
    assert "Звонок" in text and "Done, and this is next" in text
    browser.post(reverse("deal_step", args=[made.pk]), {"text": "Договор", "due_on": "послезавтра"})
    assert fresh(made).next_step is not None
    assert (
        "Say the day"
        in browser.post(
            reverse("deal_step", args=[made.pk]), {"text": "Договор", "due_on": "никогда"}, follow=True
        ).content.decode()
    )


def test_two_windows(cast: Cast) -> None:
    made, browser = deal(cast), cast.browser("owner")
    address = reverse("deal_edit", args=[made.pk])
    said = {"title": "Кения", "amount": "900", "seller_id": cast.owner.pk, "version": "1"}
    assert browser.post(address, said).status_code == 302
    answer = browser.post(address, {**said, "amount": "700"})
    assert answer.status_code == 409
    assert "Somebody changed this" in answer.content.decode()
    assert fresh(made).amount == Decimal(900)


def test_lost_with_the_remedy_on_the_page(cast: Cast) -> None:
    made, browser = deal(cast), cast.browser("owner")
    address = reverse("deal_lose", args=[made.pk])
    text = browser.get(address).content.decode()
    assert "Come back to the worth" in text and text.count('type="radio"') == 21
    answer = browser.post(address, {"said_by_client": "Дорого"})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode() and "Дорого" in answer.content.decode()
    browser.post(address, {"reason": reason().pk, "again_on": "через две недели"})
    assert fresh(made).state == "lost"
    text = text_of(cast, reverse("deal", args=[made.pk]))
    assert "The price came too early" in text and "Come back to the worth" in text
    browser.post(reverse("deal_reopen", args=[made.pk]))
    assert fresh(made).is_open


def test_won_into_an_order(cast: Cast) -> None:
    made, browser = deal(cast), cast.browser("owner")
    address = reverse("deal_win", args=[made.pk])
    assert 'value="1,000"' in browser.get(address).content.decode()
    assert browser.post(address, {"amount": ""}).status_code == 422
    for _twice in range(2):
        browser.post(address, {"amount": "1200"})
    assert Order.objects.unscoped(reason=TEST).get().amount == Decimal(1200)
    assert "It became" in text_of(cast, reverse("deal", args=[made.pk]))
    told = browser.post(reverse("deal_reopen", args=[made.pk]), follow=True).content.decode()
    assert "The order of this deal stands" in told
    assert (
        "it stays for the figures"
        in browser.post(reverse("deal_remove", args=[made.pk]), follow=True).content.decode()
    )


def test_the_list(cast: Cast) -> None:
    made, lost = deal(cast), deal(cast, title="Кофемашина")
    services.deal_lose(cast.actor("owner"), deal_id=lost.pk, reason_id=reason().pk)
    text = text_of(cast, "/deals/list/")
    assert "2 deals" in text and "The price came too early" in text
    assert "Кофемашина" not in text_of(cast, "/deals/list/?state=open")
    assert "1 deal" in text_of(cast, f"/deals/list/?reason={reason().pk}")
    assert "No such deals" in text_of(cast, "/deals/list/?text=чай")
    assert "No deals yet" in text_of(cast, "/deals/list/", "stranger")
    assert made.title not in text_of(cast, BOARD, "stranger")


def test_the_head_defines_stages(cast: Cast) -> None:
    browser, first = cast.browser("head"), stages()[0]
    deal(cast)
    pipeline = reverse("pipeline_edit", args=[first.pipeline_id])
    browser.post(pipeline, {"name": "Проба", "probability": "60"})
    browser.post(reverse("stage_shift", args=[stages()[4].pk]), {"back": "1"})
    browser.post(reverse("stage_edit", args=[first.pk]), {"name": "Знакомство", "probability": "12"})
    assert [str(one) for one in stages()] == [
        "Знакомство", "Need understood", "Offer made", "Проба", "Agreed in words",
    ]  # fmt: skip
    address = reverse("stage_delete", args=[first.pk])
    answer = browser.post(address, {"move_to": ""})
    assert answer.status_code == 422
    assert "Deals stand on this stage" in answer.content.decode()
    assert browser.post(address, {"move_to": stages()[1].pk}).status_code == 302
    assert len(stages()) == 4
    assert browser.get(pipeline).status_code == 200
    browser.post(pipeline, {"name": "Зерно"})
    browser.post(reverse("stages"), {"name": "Опт", "first_stage": "Прайс"})
    text = text_of(cast, reverse("stages"), "head")
    assert "Зерно" in text and "Опт" in text
    assert "pipeline" in text_of(cast, BOARD)
    told = browser.post(reverse("pipeline_remove", args=[first.pipeline_id]), follow=True).content.decode()
    assert "Deals stand in this pipeline" in told


def test_the_director_makes_the_reasons_the_firms_own(cast: Cast) -> None:
    browser, one = cast.browser("director"), reason()
    address = reverse("reason_edit", args=[one.pk])
    said = {"name": "Цена", "group": "value", "remedy": "Спросить о бюджете", "version": "1"}
    assert "Come back to the worth" in browser.get(address).content.decode()
    assert browser.post(address, said).status_code == 302
    assert browser.post(address, said).status_code == 409
    assert "Спросить о бюджете" in text_of(cast, reverse("reasons"))
    browser.post(reverse("reasons"), {"name": "Нет помола", "group": "value"})
    assert "Нет помола" in text_of(cast, reverse("reasons"))
    assert cast.browser("owner").post(reverse("reasons"), {"name": "x", "group": "value"}).status_code == 403
    browser.post(reverse("reason_remove", args=[one.pk]), {"merge_into": reason("no_choice").pk})
    assert "Цена" not in text_of(cast, reverse("reasons"))
    assert "not offered" in text_of(cast, reverse("reasons"), "director")
    browser.post(reverse("reason_restore", args=[one.pk]))
    assert "Цена" in text_of(cast, reverse("reasons"))


def test_the_menu_and_the_palette(cast: Cast) -> None:
    made = deal(cast)
    text = text_of(cast, "/clients/")
    assert text.index('href="/clients/"') < text.index('href="/deals/"') < text.index('href="/orders/"')
    assert made.title in text_of(cast, "/palette/?text=кении")
    assert made.title not in text_of(cast, "/palette/?text=кении", "stranger")
