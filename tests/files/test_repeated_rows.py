"""The same row twice: an error where a row is an order, two lines where an order has lines."""

from __future__ import annotations

from tests.files.loaded import Load, rejects


def numbered(count: int) -> str:
    return "".join(f"client {number};2024-01-05;{number};10\n" for number in range(count))


def test_repeats_of_an_order_are_rejected_and_the_first_is_kept(load: Load) -> None:
    log = load("client;date;order id;sum\n" + numbered(50) + "client 7;2024-01-05;7;10\n" * 2)
    assert rejects(log) == [(52, "duplicate"), (53, "duplicate")]
    assert log.accepted == 50


def test_equal_lines_of_an_order_are_kept(load: Load) -> None:
    text = "client;date;order id;sku;sum\na;2024-01-05;1;x;10\na;2024-01-05;1;y;5\na;2024-01-05;1;x;10\n"
    log = load(text + "b;2024-01-05;2;x;10\n")
    assert (log.accepted, log.rejected) == (4, {})
    assert "1 rows" in str(next(note for note in log.notes if note.code == "equal_lines"))


def test_rows_that_differ_anywhere_are_no_repeats(load: Load) -> None:
    """One order in a hundred with two different rows is a rare slip: the file is still one row an order."""
    text = "client;date;order id;sum;comment\n" + "".join(
        f"client {number};2024-01-05;{number};10;\n" for number in range(200)
    )
    log = load(text + "client 7;2024-01-05;7;10;second part\n")
    assert (log.accepted, log.rejected) == (201, {})


def test_without_numbers_of_orders_equal_rows_are_kept(load: Load) -> None:
    log = load("client;date;sum\na;2024-01-05;10\na;2024-01-05;10\n")
    assert (log.accepted, log.gross) == (2, 2000)
    assert [note.code for note in log.notes] == ["equal_lines"]


def test_numbers_that_only_rise_stand_once(load: Load) -> None:
    log = load("client;date;order id;sum\n" + numbered(9) + "client 1;2024-01-06;9;-10\n")
    assert (log.accepted, log.refunds, log.rejected) == (10, -1000, {})


def test_a_refund_written_twice_is_a_repeat(load: Load) -> None:
    log = load("client;date;order id;sum\n" + numbered(10) + "client 7;2024-01-06;7;-10\n" * 2)
    assert rejects(log) == [(13, "duplicate")]
