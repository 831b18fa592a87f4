"""A file that comes again: corrected documents correct ours, and whoever was erased stays erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from vernost.clients import services as clients
from vernost.clients.models import Client, Email, ExternalId, Forgotten, Phone
from vernost.core.searching import folded
from vernost.journal.models import Entry
from vernost.orders import services
from vernost.orders.importing import keeping
from vernost.orders.models import ImportRun, Order, OrderLine, Refund
from vernost.orders.tests.factories import HEADERS, imported, written

FIRST = (
    ("1", "2026-01-05", "Ромашка", "Доски", "2", "100", "200"),
    ("1", "2026-01-05", "Ромашка", "Гвозди", "1", "50", "50"),
    ("2", "2026-01-06", "Ромашка", "Доски", "1", "100", "100"),
    ("2", "2026-01-20", "Ромашка", "Доски", "-1", "40", "-40"),
)
WITH_STATE = ("Номер заказа", "Дата", "Клиент", "Сумма", "Статус")


def rows(model: Any) -> Any:
    return model.objects.unscoped(reason="test").order_by("pk")


def bring(cast: Cast, path: Path, lines: Sequence[Sequence[object]], headers: Any = HEADERS) -> ImportRun:
    run = imported(cast.actor("head"), written(path, lines, headers))
    assert run.state == "done", run.trouble or run.last_error
    return run


def everything() -> list[Any]:
    return [list(rows(model).values_list()) for model in (Order, OrderLine, Refund, Client)] + [
        Entry.objects.filter(kind__in=("order.corrected", "order.came")).count()
    ]


@pytest.mark.parametrize(
    ("place", "row", "expected"),
    [
        (
            0,
            ("1", "2026-01-05", "Ромашка", "Доски", "3", "100", "300"),
            {"amount": [Decimal(250), Decimal(350)]},
        ),
        (0, ("1", "2026-01-05", "Ромашка", "Рейки", "2", "100", "200"), {}),
    ],
)
def test_a_corrected_document_corrects_the_order(
    cast: Cast, tmp_path: Path, place: int, row: tuple[str, ...], expected: dict[str, Any]
) -> None:
    bring(cast, tmp_path / "one.csv", FIRST)
    order = rows(Order).first()
    corrected = [*FIRST[:place], row, *FIRST[place + 1 :]]
    run = bring(cast, tmp_path / "two.csv", corrected)
    assert (run.counts["orders_changed"], run.counts["orders_new"], run.counts["refunds_new"]) == (1, 0, 0)
    now = rows(Order).get(pk=order.pk)
    assert rows(Order).count() == 2 and now.version == order.version + 1
    assert now.paid == now.amount == sum(line.amount for line in rows(OrderLine).filter(order=order))
    assert row[3] in [line.product for line in rows(OrderLine).filter(order=order)]
    entry = Entry.objects.get(kind="order.corrected")
    assert {name: [str(one) for one in pair] for name, pair in entry.changes.items() if name != "lines"} == {
        name: [f"{one:.2f}" for one in pair] for name, pair in expected.items()
    }
    assert "lines" in entry.changes and "two.csv" in entry.text
    before = everything()
    again = bring(cast, tmp_path / "two.csv", corrected)
    assert everything() == before and again.counts.get("orders_changed", 0) == 0


def test_another_day_under_the_same_number_is_the_same_order(cast: Cast, tmp_path: Path) -> None:
    bring(cast, tmp_path / "one.csv", FIRST)
    corrected = [(number, "2026-01-09" if number == "1" else day, *rest) for number, day, *rest in FIRST]
    run = bring(cast, tmp_path / "two.csv", corrected)
    assert (run.counts["orders_new"], run.counts["orders_changed"]) == (0, 1)
    assert [order.day for order in rows(Order)] == [date(2026, 1, 9), date(2026, 1, 6)]
    assert Entry.objects.get(kind="order.corrected").changes["day"] == ["2026-01-05", "2026-01-09"]
    before = everything()
    bring(cast, tmp_path / "two.csv", corrected)
    assert everything() == before
    # The same number in the next year is another order.
    bring(cast, tmp_path / "next.csv", [("1", "2026-09-05", "Ромашка", "Доски", "1", "7", "7")])
    assert rows(Order).count() == 3


def test_a_corrected_refund_is_counted_once(cast: Cast, tmp_path: Path) -> None:
    bring(cast, tmp_path / "one.csv", FIRST)
    corrected = [*FIRST[:3], ("2", "2026-01-20", "Ромашка", "Доски", "-1", "90", "-90")]
    for _turn in range(2):
        bring(cast, tmp_path / "two.csv", corrected)
        assert [refund.amount for refund in rows(Refund)] == [Decimal(90)]
        assert [order.refunded for order in rows(Order)] == [0, Decimal(90)]
    assert Entry.objects.filter(kind="order.corrected").count() == 1


def test_a_state_that_changed_takes_the_order_back_and_forth(cast: Cast, tmp_path: Path) -> None:
    paid = [("7", "2026-01-05", "Ромашка", "100", "оплачен"), ("8", "2026-01-06", "Ромашка", "50", "отменён")]
    bring(cast, tmp_path / "one.csv", paid, WITH_STATE)
    assert [order.net for order in rows(Order)] == [Decimal(100), 0]
    turned = [(*paid[0][:4], "отменён"), (*paid[1][:4], "оплачен")]
    bring(cast, tmp_path / "two.csv", turned, WITH_STATE)
    assert [order.net for order in rows(Order)] == [0, Decimal(50)]
    before = everything()
    bring(cast, tmp_path / "two.csv", turned, WITH_STATE)
    assert everything() == before
    bring(cast, tmp_path / "one.csv", paid, WITH_STATE)
    assert [order.net for order in rows(Order)] == [Decimal(100), 0]


def test_a_smaller_sum_and_its_smaller_refund_come_together(cast: Cast, tmp_path: Path) -> None:
    headers = ("Номер заказа", "Дата", "Клиент", "Сумма", "Сумма возврата")
    bring(cast, tmp_path / "one.csv", [("7", "2026-01-05", "Ромашка", "1000", "800")], headers)
    assert rows(Order).get().refunded == 800
    bring(cast, tmp_path / "two.csv", [("7", "2026-01-05", "Ромашка", "500", "300")], headers)
    order = rows(Order).get()
    assert (order.amount, order.refunded, order.paid) == (500, 300, 500)


def test_what_a_person_changed_here_stays_while_the_file_says_the_same(cast: Cast, tmp_path: Path) -> None:
    bring(cast, tmp_path / "one.csv", FIRST)
    order = rows(Order).first()
    services.order_change(
        cast.actor("head"), order_id=order.pk, version=order.version, amount=Decimal(900), note="по звонку"
    )
    bring(cast, tmp_path / "one.csv", FIRST)
    assert (rows(Order).first().amount, rows(Order).first().note) == (900, "по звонку")


def test_more_was_given_back_by_hand_than_the_file_leaves(cast: Cast, tmp_path: Path) -> None:
    bring(cast, tmp_path / "one.csv", FIRST)
    order = rows(Order).first()
    services.order_refund(cast.actor("head"), order_id=order.pk, amount=Decimal(200))
    corrected = [("1", "2026-01-05", "Ромашка", "Доски", "1", "100", "100"), *FIRST[2:]]
    run = bring(cast, tmp_path / "two.csv", corrected)
    assert run.counts["orders_unsettled"] == 1
    assert rows(Order).first().amount == 250, "a person settles it"


PEOPLE = ("Код клиента", "Имя", "Телефон", "E-mail")


def test_an_erased_person_does_not_come_back(cast: Cast, tmp_path: Path) -> None:
    actor = cast.actor("head")
    orders = [
        ("1", "2026-01-05", "К-17", "Доски", "1", "10", "10"),
        ("2", "2026-01-05", "К-18", "Доски", "1", "5", "5"),
    ]
    people = [("К-17", "Тайный Игорь", "+7 916 123 45 67", "igor@mail.ru"), ("К-18", "Явный", "", "")]
    imported(actor, written(tmp_path / "people.csv", people, PEOPLE), "clients")
    bring(cast, tmp_path / "orders.csv", orders)
    secret = ExternalId.objects.unscoped(reason="test").get(value="К-17").client
    clients.client_erase(cast.actor("director"), client_id=secret.pk)
    kept = [folded(f"{row.salt} {row.digest}") for row in rows(Forgotten)]
    assert len(kept) >= 3 and not [one for one in kept if "9161234567" in one or "igor" in one]

    run = imported(actor, written(tmp_path / "people.csv", people, PEOPLE), "clients")
    assert run.counts["rejected"] == 1
    told = keeping.errors_of(run.pk).read_text("utf-8-sig").splitlines()
    assert told[1].startswith("2,") and "erased" in told[1]
    # By another number of theirs, and by nothing but their e-mail in another letter case.
    others = [("К-99", "Кто-то", "8 (916) 123-45-67", ""), ("", "Некто", "", "IGOR@mail.ru")]
    run = imported(actor, written(tmp_path / "others.csv", others, PEOPLE), "clients")
    assert run.counts["rejected"] == 2

    more = [
        *orders,
        ("3", "2026-02-05", "К-17", "Доски", "1", "10", "10"),
        ("4", "2026-02-05", "К-18", "Доски", "1", "5", "5"),
    ]
    run = bring(cast, tmp_path / "more.csv", more)
    assert (run.counts["orders_new"], run.counts["rejected"], run.counts["accepted"]) == (1, 2, 2)
    told = keeping.errors_of(run.pk).read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in told[1:]] == ["2", "4"] and "erased" in told[1]
    live = Client.objects.unscoped(reason="test").filter(is_live=True)
    assert [client.name for client in live] == ["Явный"]
    assert not rows(Phone).exists() and not rows(Email).exists()
    assert rows(Order).count() == 3, "the sums of the past stay, the new order did not come"
