"""What gives money back: told by signs, documents, quantities, statuses, types, and the person's own word."""

from __future__ import annotations

from tests.files.loaded import Load, orders, rejects

HEAD = "client;date;order id;sum;status\n"


def test_documents_that_begin_with_c(load: Load) -> None:
    text = "client;date;order id;sum\na;2024-01-05;100;10\na;2024-01-06;101;20\na;2024-01-07;C100;10\n"
    log = load(text + "a;2024-01-08;C999;-5\nb;2024-01-08;C101;20\n")
    assert orders(log, "order_id, refund_of, amount, refund") == [
        ("100", None, 1000, False),
        ("101", None, 2000, False),
        ("C100", "100", -1000, True),
        ("C999", None, -500, True),
        ("C101", None, -2000, True),  # the order 101 is another client's
    ]


def test_where_every_document_begins_with_c_the_letter_says_nothing(load: Load) -> None:
    log = load("client;date;order id;sum\na;2024-01-05;C1;10\na;2024-01-06;C2;20\n")
    assert (log.gross, log.refunds) == (3000, 0)


def test_a_refund_names_its_order_by_the_same_number(load: Load) -> None:
    log = load("client;date;order id;sum\na;2024-01-05;7;10\na;2024-01-09;7;-4\nb;2024-01-09;7;-1\n")
    assert orders(log, "client, refund_of, amount") == [
        ("a", None, 1000),
        ("a", "7", -400),
        ("b", None, -100),
    ]


def test_quantity_below_zero(load: Load) -> None:
    log = load(
        "client;date;qty;price\na;2024-01-05;2;10\na;2024-01-06;-1;10\na;2024-01-07;-3;0\na;2024-01-08;1;0\n"
    )
    assert orders(log, "amount, refund") == [(2000, False), (-1000, True), (0, True), (0, False)]


def test_quantity_below_zero_beside_a_sum_without_sign(load: Load) -> None:
    log = load("client;date;qty;sum\na;2024-01-05;2;20\na;2024-01-06;-1;10\n")
    assert (log.gross, log.refunds) == (2000, -1000)


def test_a_cancelled_order_is_an_order_and_its_refund(load: Load) -> None:
    log = load(HEAD + "a;2024-01-05;1;10;Выполнен\na;2024-01-06;2;20;Отменён\n")
    assert orders(log, "order_id, refund_of, amount, refund") == [
        ("1", None, 1000, False),
        ("2", None, 2000, False),
        ("2", "2", -2000, True),
    ]
    assert (log.rows, log.accepted, log.gross, log.refunds, log.net) == (2, 2, 3000, -2000, 1000)


def test_a_cancelled_row_beside_its_order_is_the_refund_alone(load: Load) -> None:
    log = load(HEAD + "a;2024-01-05;1;10;paid\na;2024-01-06;1;10;refunded\nb;2024-01-06;2;5;paid\n")
    assert orders(log, "order_id, refund_of, amount, refund") == [
        ("1", None, 1000, False),
        ("1", "1", -1000, True),
        ("2", None, 500, False),
    ]


def test_a_cancelled_line_of_an_order_that_stands_is_nothing(load: Load) -> None:
    lines = "a;2024-01-05;1;10;paid\na;2024-01-05;1;20;cancelled\na;2024-01-05;1;5;Отменён\n"
    log = load(HEAD + lines + "b;2024-01-06;2;7;cancelled\nb;2024-01-06;2;3;cancelled\n")
    assert orders(log, "order_id, refund_of, amount, refund") == [
        ("1", None, 1000, False),
        ("2", None, 700, False),
        ("2", None, 300, False),
        ("2", "2", -700, True),
        ("2", "2", -300, True),
    ]
    assert (log.rows, log.accepted, log.skipped) == (5, 3, {"void_line": 2})
    assert (log.gross, log.refunds, log.net) == (2000, -1000, 1000)
    assert [note.params["count"] for note in log.notes if note.code == "void_line"] == [2]


def test_a_cancelled_order_without_a_number(load: Load) -> None:
    log = load("client;date;sum;status\na;2024-01-05;10;canceled\na;2024-01-06;5;ok\n")
    assert (log.accepted, log.gross, log.refunds) == (2, 1500, -1000)


def test_words_of_status(load: Load) -> None:
    words = [
        "Возврат",
        "ОТМЕНА",
        "отказ клиента",
        "Cancelled",
        "voided",
        "Refunded",
        "wc-refunded",
        "Аннулирован",
    ]
    rows = "".join(f"a;2024-01-05;{number};10;{word}\n" for number, word in enumerate(words))
    log = load(HEAD + rows + "b;2024-01-05;100;1;Не отменён\nb;2024-01-05;101;1;partially_refunded\n")
    assert log.refunds == -1000 * len(words)
    assert log.gross == 1000 * len(words) + 200


def test_a_part_that_was_refunded(load: Load) -> None:
    log = load(
        "client;date;order id;sum;refunded amount\n"
        "a;2024-01-05;1;100;30\na;2024-01-06;2;50;\nb;2024-01-06;3;50;70\n"
    )
    assert orders(log, "order_id, refund_of, amount") == [
        ("1", None, 10000),
        ("2", None, 5000),
        ("3", None, 5000),
        ("1", "1", -3000),
        ("3", "3", -5000),
    ]


def test_a_type_of_document(load: Load) -> None:
    log = load(
        "client;date;sum;Вид документа\na;2024-01-05;10;Реализация\na;2024-01-06;4;Возврат от покупателя\n"
    )
    assert (log.gross, log.refunds) == (1000, -400)


def test_the_persons_own_mark(load: Load) -> None:
    text = "client;date;order id;sum\na;2024-01-05;S-1;10\na;2024-01-06;ret-2;4\n"
    assert load(text).refunds == 0
    assert load(text, refund_mark="RET").refunds == -400


def test_the_mark_in_a_status(load: Load) -> None:
    text = HEAD + "a;2024-01-05;1;10;done\na;2024-01-06;2;4;brak\n"
    assert load(text, refund_mark="brak").refunds == -400


def test_margin_goes_back_with_the_sum(load: Load) -> None:
    log = load(
        "client;date;order id;sum;margin;status\na;2024-01-05;1;100;30;ok\na;2024-01-06;2;50;10;cancelled\n"
    )
    assert orders(log, "amount, margin") == [(10000, 3000), (5000, 1000), (-5000, -1000)]


def test_all_refunds(load: Load) -> None:
    log = load("client;date;sum\na;2024-01-05;-10\nb;2024-01-06;-5\n")
    assert (log.accepted, log.gross, log.refunds, log.net) == (2, 0, -1500, -1500)


def test_free_orders_are_orders(load: Load) -> None:
    assert orders(load("client;date;sum\na;2024-01-05;0\n"), "amount, refund") == [(0, False)]


def test_deals_not_won_are_no_sales(load: Load) -> None:
    log = load(
        "account;close date;deal id;close value;deal stage\n"
        "a;2024-01-05;1;10;Won\nb;;2;;Engaging\nc;2024-01-06;3;5;Lost\n"
    )
    assert (log.accepted, log.skipped, rejects(log)) == (1, {"not_sold": 2}, [])
