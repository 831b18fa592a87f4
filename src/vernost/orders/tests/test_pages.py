"""The pages of orders: what they show, what they save, how many queries they take."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.journal.models import Entry
from vernost.orders import services
from vernost.orders.models import Delay, Order, OrderLine, State
from vernost.orders.tests.factories import order

LINES = {
    "line-TOTAL_FORMS": "3", "line-INITIAL_FORMS": "0", "line-0-product": "Доски", "line-0-quantity": "2",
    "line-0-price": "100.50", "line-1-product": "",
}  # fmt: skip


def test_the_list_finds_by_number_client_and_state(cast: Cast) -> None:
    one = order(cast, make(cast, "Ёлкин Пётр"), number="А-17")
    other = order(cast, make(cast, "ООО Ромашка"), number="А-18", promised_on=clock.today() - timedelta(2))
    services.order_cancel(cast.actor("owner"), order_id=one.pk)
    browser = cast.browser("owner")

    def shown(**asked: Any) -> set[str]:
        answer = browser.get(reverse("orders"), asked)
        assert answer.status_code == 200
        return {name for name in ("А-17", "А-18") if f'title="{name}"' in answer.content.decode()}

    assert shown() == {"А-17", "А-18"}
    assert shown(text="А-17") == shown(text="елкин") == shown(state="cancelled") == {"А-17"}
    assert shown(late="1") == {str(other)}
    assert shown(text="\x00😀") == shown(until="1999-01-01") == set()
    assert shown(since="nonsense", after="nonsense") == {"А-17", "А-18"}


def test_an_order_is_added_with_its_lines(cast: Cast) -> None:
    client, browser = make(cast), cast.browser("owner")
    data = {**LINES, "number": "7", "placed_at": "2026-01-05T10:00", "amount": ""}
    answer = browser.post(reverse("order_add", args=[client.pk]), data)
    made = Order.objects.unscoped(reason="test").get()
    assert answer.headers["Location"] == reverse("order", args=[made.pk])
    assert (made.amount, made.manager, made.client) == (Decimal(201), cast.owner, client)
    assert OrderLine.objects.unscoped(reason="test").get().amount == Decimal(201)
    assert "Доски" in browser.get(reverse("order", args=[made.pk])).content.decode()


def test_what_is_wrong_is_said_at_its_field(cast: Cast) -> None:
    client = make(cast)
    data = {"line-TOTAL_FORMS": "0", "line-INITIAL_FORMS": "0", "placed_at": "2026-01-05T10:00", "amount": ""}
    answer = cast.browser("owner").post(reverse("order_add", args=[client.pk]), data)
    assert answer.status_code == 422
    assert "Say for how much" in answer.content.decode()


def test_of_two_editors_the_second_is_told(cast: Cast) -> None:
    one = order(cast, number="7")
    data = {**LINES, "number": "8", "placed_at": "2026-01-05T10:00", "amount": "5", "version": one.version}
    browser, url = cast.browser("owner"), reverse("order_edit", args=[one.pk])
    assert browser.post(url, data).status_code == 302
    answer = browser.post(url, {**data, "number": "9"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'value="9"' in text
    assert 'name="version" value="2"' in text


def test_small_forms(cast: Cast) -> None:
    one, browser = order(cast, amount="100", promised_on=clock.today()), cast.browser("owner")
    today = clock.today().isoformat()
    steps = {
        "order_pay": {"amount": "100", "day": today},
        "order_delay": {"note": "Склад", "new_day": "", "how": ""},
        "order_told": {"how": "call", "note": ""},
        "order_deliver": {},
        "order_refund": {"amount": "40", "day": today, "reason": "Скол"},
        "order_cancel": {},
        "order_restore": {},
    }
    for name, data in steps.items():
        assert browser.post(reverse(name, args=[one.pk]), data).status_code == 302, name
    one.refresh_from_db()
    assert (one.state, one.paid, one.refunded) == (State.DELIVERED, Decimal(100), Decimal(40))
    assert Delay.objects.unscoped(reason="test").get().told_by == cast.owner
    answer = browser.post(reverse("order_refund", args=[one.pk]), {"amount": "60.01", "day": today})
    assert answer.status_code == 422
    assert (
        browser.post(
            reverse("client_refund", args=[one.client_id]), {"amount": "5", "day": today}
        ).status_code
        == 302
    )
    assert "Скол" in browser.get(reverse("refunds")).content.decode()


@pytest.mark.parametrize("name", ["order", "orders", "refunds"])
def test_pages_take_few_queries(cast: Cast, name: str, django_assert_max_num_queries: Any) -> None:
    client = make(cast)
    every = [order(cast, client, number=str(n)) for n in range(6)]
    services.order_refund(cast.actor("owner"), order_id=every[0].pk)
    browser = cast.browser("owner")
    url = reverse(name, args=[every[0].pk] if name == "order" else [])
    browser.get(url)
    with django_assert_max_num_queries(12):
        assert browser.get(url).status_code == 200


def test_the_card_of_a_client_shows_them(cast: Cast) -> None:
    one = order(cast, number="А-17")
    text = cast.browser("owner").get(reverse("client", args=[one.client_id])).content.decode()
    assert "А-17" in text
    assert reverse("order_add", args=[one.client_id]) in text


def test_the_export_is_theirs_who_may(cast: Cast) -> None:
    order(cast, make(cast, "=cmd"), number="+7")
    order(cast, make(cast, "Чужой", whose="stranger"), whose="stranger")
    answer: Any = cast.browser("head").get(reverse("orders_export", args=["csv"]))
    text = b"".join(answer.streaming_content).decode()
    assert "'=cmd" in text
    assert "Чужой" not in text


def test_the_workbook_holds_texts_and_numbers_and_no_formula(cast: Cast) -> None:
    import io

    from python_calamine import CalamineWorkbook

    order(cast, make(cast, "=cmd|' /C calc'!A0"), number="+7", amount="1500.50")
    order(cast, make(cast, "Чужой", whose="stranger"), whose="stranger")
    answer: Any = cast.browser("head").get(reverse("orders_export", args=["xlsx"]))
    content = b"".join(answer.streaming_content)
    title, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert title[0] == "Number" and len(rows) == 1
    assert (rows[0][0], rows[0][3], rows[0][5]) == ("+7", "=cmd|' /C calc'!A0", 1500.5)
    import zipfile

    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet, "a text that looks like a formula is no formula"
    assert cast.browser("owner").get(reverse("orders_export", args=["xlsx"])).status_code == 403
    assert Entry.objects.get(kind="order.exported").data == {"rows": 1, "format": "xlsx"}
