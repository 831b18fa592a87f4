"""Columns are found by their names in the exports people really have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.files.loaded import Load, orders
from vernost import files
from vernost.files import FileProblem, columns

ONE_C = (
    "Дата;Номер;Контрагент;Менеджер;Сумма;Валовая прибыль;Комментарий\n"
    "01.02.2024 9:15:00;УТ-000001;ООО «Ромашка»;Иванова А. А.;12 500,00;2 100,50;\n"
    "15.02.2024 18:40:12;УТ-000002;ИП Лютиков;Петров Б. Б.;1 000,00;150,00;срочно\n"
)
AMO = (
    '"ID","Название сделки","Компания","Основной контакт","Ответственный","Этап сделки","Бюджет ₽",'
    '"Дата создания","Дата закрытия"\n'
    '"101","Сделка 1","Ромашка","Иван","Мария","Успешно реализовано","50 000","01.01.2024 10:00:00",'
    '"05.01.2024 12:00:00"\n'
    '"102","Сделка 2","Лютик","Пётр","Мария","Закрыто и не реализовано","70 000","02.01.2024 10:00:00",'
    '"06.01.2024 12:00:00"\n'
    '"103","Сделка 3","Василёк","Олег","Мария","Переговоры","20 000","03.01.2024 10:00:00",""\n'
)
BITRIX = (
    "ID;Стадия сделки;Название сделки;Компания;Сумма;Валюта;Ответственный;Дата создания;Дата закрытия\n"
    "7;Сделка успешна;Поставка;Ромашка;1500.00;RUB;Мария Ким;01.03.2024 11:12:13;10.03.2024\n"
    "8;Сделка провалена;Поставка;Лютик;900.00;RUB;Мария Ким;02.03.2024 11:12:13;11.03.2024\n"
)
SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Currency,Subtotal,Taxes,Total,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Billing Name,Refunded Amount,Id\n"
    "#1001,ann@example.com,paid,2024-01-15 10:00:01 +0300,USD,30.00,0.00,33.00,2024-01-15 10:00:00 +0300,"
    "1,Cup,10.00,Ann,0.00,1\n"
    "#1001,ann@example.com,,,,,,,2024-01-15 10:00:00 +0300,2,Plate,10.00,,,\n"
    "#1002,bob@example.com,partially_refunded,2024-01-16 23:30:00 -0800,USD,50.00,0,50.00,"
    "2024-01-16 23:30:00 -0800,1,Pan,50.00,Bob,20.00,2\n"
    "#1003,cat@example.com,refunded,2024-01-17 10:00:00 +0300,USD,12.00,0,12.00,2024-01-17 10:00:00 +0300,"
    "1,Cup,12.00,Cat,12.00,3\n"
    "#1004,dan@example.com,voided,2024-01-18 10:00:00 +0300,USD,5.00,0,5.00,2024-01-18 10:00:00 +0300,"
    "1,Cup,5.00,Dan,0.00,4\n"
)
WOO = (
    "Order ID,Order Number,Order Date,Status,Customer Name,Billing Email,Order Total,Currency\n"
    "11,11,2024-02-01 10:00,wc-completed,Ann,ann@example.com,19.90,EUR\n"
    "12,12,2024-02-02 10:00,wc-cancelled,Bob,bob@example.com,9.00,EUR\n"
    "13,13,2024-02-03 10:00,wc-failed,Cat,cat@example.com,9.00,EUR\n"
)


def test_1c(load: Load) -> None:
    log = load(ONE_C.encode("cp1251"))
    assert orders(log, 'client, CAST("at" AS VARCHAR), order_id, amount, refund, margin, manager') == [
        ("ООО «Ромашка»", "2024-02-01 09:15:00", "УТ-000001", 1250000, False, 210050, "Иванова А. А."),
        ("ИП Лютиков", "2024-02-15 18:40:12", "УТ-000002", 100000, False, 15000, "Петров Б. Б."),
    ]


def test_amocrm_only_deals_that_were_won(load: Load) -> None:
    log = load(AMO)
    assert log.shape.choice["date"] == "Дата закрытия"
    assert log.shape.choice["client"] == "Компания"
    assert orders(log, "client, amount, manager") == [("Ромашка", 5000000, "Мария")]
    assert log.skipped == {"not_sold": 2}
    assert log.currency == "RUB"
    assert any("Переговоры" in str(note) for note in log.notes)


def test_bitrix24(load: Load) -> None:
    log = load(BITRIX)
    assert orders(log, "client, amount, order_id") == [("Ромашка", 150000, "7")]
    assert log.skipped == {"not_sold": 1}
    assert log.currency == "RUB"


def test_shopify(load: Load) -> None:
    log = load(SHOPIFY)
    assert log.shape.choice["order"] == "Name"
    assert log.shape.choice["client"] == "Email"
    assert log.shape.choice["amount"] == "Total"
    assert log.shape.choice["date"] == "Created at"
    assert sorted(orders(log, 'client, CAST("at" AS VARCHAR), amount, refund, refund_of')) == [
        ("ann@example.com", "2024-01-15 10:00:00", 3300, False, None),
        ("bob@example.com", "2024-01-16 23:30:00", -2000, True, "#1002"),
        ("bob@example.com", "2024-01-16 23:30:00", 5000, False, None),
        ("cat@example.com", "2024-01-17 10:00:00", -1200, True, "#1003"),
        ("cat@example.com", "2024-01-17 10:00:00", 1200, False, None),
        ("dan@example.com", "2024-01-18 10:00:00", -500, True, "#1004"),
        ("dan@example.com", "2024-01-18 10:00:00", 500, False, None),
    ]
    assert log.skipped == {"extra_line": 1}
    assert (log.rows, log.accepted, log.gross, log.refunds, log.net) == (5, 4, 10000, -3700, 6300)
    assert log.currency == "USD"


def test_woocommerce(load: Load) -> None:
    log = load(WOO)
    assert (log.gross, log.refunds, log.skipped) == (2890, -900, {"not_sold": 1})
    assert log.currency == "EUR"


def test_online_retail(load: Load) -> None:
    log = load(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        "536365,85123A,HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom\n"
        "C536379,D,Discount,-1,12/13/2010 9:41,27.5,17850,United Kingdom\n"
    )
    assert orders(log, 'client, CAST("at" AS VARCHAR), order_id, amount, refund') == [
        ("17850", "2010-12-01 08:26:00", "536365", 1530, False),
        ("17850", "2010-12-13 09:41:00", "C536379", -2750, True),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "КЛИЕНТ;ДАТА ЗАКАЗА;СУММА, РУБ.",
        "client_id;order_date;total_amount",
        "Заказчик;Дата отгрузки;Выручка",
        '"Клиент:";"Дата.";"Сумма (₽)"',
        "Покупатель ; Дата Счёта ;Итого",
        "customerId;purchaseDate;orderTotal",
    ],
)
def test_other_spellings(load: Load, header: str) -> None:
    assert load(header.replace("Дата Счёта", "Дата") + "\nАнна;2024-01-05;10\n").gross == 1000


def test_e_with_dots_is_e(load: Load) -> None:
    log = load("Партнёр;Дата;Сумма;Расчётный счёт\nАнна;2024-01-05;10;1\n")
    assert log.shape.choice["client"] == "Партнёр"


def test_an_id_is_preferred_to_a_name(load: Load) -> None:
    log = load("Client name;Client ID;Date;Sum\nAnn;7;2024-01-05;1\n")
    assert log.shape.choice["client"] == "Client ID"
    assert log.shape.alternatives["client"] == ("Client name",)


def test_a_column_without_values_is_not_chosen(load: Load) -> None:
    log = load("Компания;Контакт;Дата;Сумма\n;Иван;2024-01-05;1\n;Пётр;2024-01-06;1\n")
    assert log.shape.choice["client"] == "Контакт"


def test_id_alone_is_the_client(load: Load) -> None:
    assert orders(load("id;date;sum\n7;2024-01-05;1\n"), "client") == [("7",)]


@pytest.mark.parametrize("wanted", ["Кто", "кто", "3"])
def test_overrides_by_name_and_number(load: Load, wanted: str) -> None:
    log = load("Клиент;Когда;Кто;Сумма\nа;2024-01-05;б;1\n", overrides={"client": wanted, "date": "Когда"})
    assert orders(log, "client") == [("б",)]


def test_an_override_that_is_no_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("client;date;sum\na;2024-01-05;1\n")
    with pytest.raises(FileProblem) as caught:
        files.inspect(path, {"date": "when"})
    assert caught.value.code == "no_such_column"
    assert (
        "when" in str(caught.value)
        and "--date" in str(caught.value)
        and "client, date, sum" in str(caught.value)
    )


def test_two_columns_of_one_name_are_told_apart_by_number(tmp_path: Path, load: Load) -> None:
    text = "client;date;sum;sum\na;2024-01-05;1;2\n"
    with pytest.raises(FileProblem) as caught:
        load(text)
    assert caught.value.code == "two_columns"
    assert "(3)" in str(caught.value) and "(4)" in str(caught.value)
    assert load(text, overrides={"amount": "4"}).gross == 200


def test_names_are_readable_data() -> None:
    table = columns.table()
    assert "контрагент" in table["client"] and "order date" in table["date"]
    assert set(table) == set(columns.OPTIONS)
