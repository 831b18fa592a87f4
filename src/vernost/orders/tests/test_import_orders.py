"""A file of orders becomes orders, once, however often it comes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum
from django.utils import translation

from tests.cast import Cast
from vernost.clients.models import Client, ExternalId
from vernost.clients.tests.factories import make
from vernost.journal.models import Entry
from vernost.orders import after
from vernost.orders.importing import keeping, running
from vernost.orders.models import ImportState, Order, OrderLine, Refund
from vernost.orders.tests.factories import brought, imported, written

ROWS = (
    ("1", "2026-01-05", "ООО Ромашка", "Доски", "2", "100,50", "201,00"),
    ("1", "2026-01-05", "ООО Ромашка", "Гвозди", "1", "49", "49,00"),
    ("2", "2026-01-06", "Ёлкин Пётр", "Доски", "1", "100,50", "100,50"),
    ("3", "2026-02-30", "Ёлкин Пётр", "Доски", "1", "100", "100"),
    ("4", "2026-02-10", "Ёлкин Пётр", "Доски", "1", "1000", "1000"),
    ("4", "2026-02-12", "Ёлкин Пётр", "Доски", "-1", "1000", "-400"),
    ("5", "2026-02-12", "ООО Ромашка", "Бонус", "-1", "30", "-30"),
)


def test_it_works(cast: Cast, tmp_path: Path) -> None:
    known = make(cast, "Елкин Петр", whose="head")
    told: set[int] = set()
    listener = after.orders_changed(told.update)
    try:
        run = imported(cast.actor("head"), written(tmp_path / "orders.csv", ROWS))
    finally:
        after.forget(listener)
    assert run.state == ImportState.DONE, run.trouble
    assert (run.counts["rows"], run.counts["rejected"]) == (7, 1)
    rows = Order.objects.unscoped(reason="test").order_by("number")
    assert [(row.number, row.amount, row.day) for row in rows] == [
        ("1", Decimal("250.00"), date(2026, 1, 5)),
        ("2", Decimal("100.50"), date(2026, 1, 6)),
        ("4", Decimal("1000.00"), date(2026, 2, 10)),
    ]
    assert rows[1].client == known, "the exact name is theirs"
    firm = Client.objects.unscoped(reason="test").get(name="ООО Ромашка")
    assert (firm.kind, firm.owner) == ("company", cast.head)
    assert rows[2].refunded == Decimal(400)
    loose = Refund.objects.unscoped(reason="test").get(order=None)
    assert (loose.amount, loose.client) == (Decimal(30), firm)
    lines = OrderLine.objects.unscoped(reason="test").filter(order=rows[0])
    assert [(line.product, line.quantity, line.price, line.amount) for line in lines] == [
        ("Доски", Decimal(2), Decimal("100.50"), Decimal(201)),
        ("Гвозди", Decimal(1), Decimal(49), Decimal(49)),
    ]  # fmt: skip
    with translation.override("en"):
        texts = [entry.text for entry in Entry.objects.filter(client_id=known.pk, kind="order.came")]
    assert texts == ["2 orders came with the file orders.csv"]


def test_the_same_file_twice_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", ROWS)
    imported(cast.actor("head"), path)
    before = _everything()
    again = imported(cast.actor("head"), path)
    assert again.state == ImportState.DONE
    assert _everything() == before
    assert (again.counts["orders_known"], again.counts["orders_new"]) == (3, 0)
    assert again.counts["refunds_known"] == 2


def test_a_longer_file_brings_only_what_is_new(cast: Cast, tmp_path: Path) -> None:
    headers = ("Дата", "Клиент", "Сумма")
    rows = [("2026-01-05", "А Б", "10"), ("2026-01-05", "А Б", "10"), ("2026-01-06", "В Г", "5")]
    imported(cast.actor("head"), written(tmp_path / "one.csv", rows, headers))
    more = [*rows, ("2026-01-05", "А Б", "10"), ("2026-01-07", "В Г", "6")]
    run = imported(cast.actor("head"), written(tmp_path / "two.csv", more, headers))
    assert (run.counts["orders_new"], run.counts["orders_known"]) == (2, 3)
    assert Order.objects.unscoped(reason="test").aggregate(sum=Sum("amount")) == {"sum": Decimal(41)}
    assert ExternalId.objects.unscoped(reason="test").count() == 2


def test_trying_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    make(cast, "Елкин Петр", whose="head")
    before = _everything()
    run = brought(cast.actor("head"), written(tmp_path / "orders.csv", ROWS), state=ImportState.TRYING)
    running.work(run)
    run.refresh_from_db()
    assert run.state == ImportState.TRIED
    assert _everything() == before
    counts = {
        name: run.counts[name] for name in ("orders_new", "refunds_new", "clients_new", "clients_found")
    }
    assert counts == {"orders_new": 3, "refunds_new": 2, "clients_new": 1, "clients_found": 1}


def test_rows_that_cannot_be_read_are_given_back(cast: Cast, tmp_path: Path) -> None:
    run = imported(cast.actor("head"), written(tmp_path / "orders.csv", ROWS))
    text = keeping.errors_of(run.pk).read_text("utf-8-sig")
    assert "2026-02-30" in text
    assert "date" in text
    assert len(text.splitlines()) == 2


def test_a_file_that_cannot_be_used_says_so(cast: Cast, tmp_path: Path) -> None:
    run = imported(
        cast.actor("head"), written(tmp_path / "orders.csv", [("2026-01-05", "x")], ("Дата", "Нечто"))
    )
    assert run.state == ImportState.FAILED
    assert run.trouble["message"]
    assert Order.objects.unscoped(reason="test").count() == 0


@pytest.mark.parametrize("chunk", [1, 2])
def test_chunks_make_no_difference(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr("vernost.orders.importing.orders.CHUNK", chunk)
    run = imported(cast.actor("head"), written(tmp_path / "orders.csv", ROWS))
    assert (run.counts["orders_new"], run.counts["refunds_new"], run.cursor) == (3, 2, 5)
    assert Client.objects.unscoped(reason="test").count() == 2


def _everything() -> tuple[object, ...]:
    orders = Order.objects.unscoped(reason="test").order_by("pk").values_list("pk", "amount", "refunded")
    refunds = Refund.objects.unscoped(reason="test").order_by("pk").values_list("pk", "amount", "order")
    clients = Client.objects.unscoped(reason="test").order_by("pk").values_list("pk", "name")
    lines = OrderLine.objects.unscoped(reason="test").count()
    return tuple(orders), tuple(refunds), tuple(clients), lines
