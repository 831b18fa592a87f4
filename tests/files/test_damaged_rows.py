"""Rows that are broken: mended where that is safe, else rejected with the person's row number; never lost."""

from __future__ import annotations

import csv
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.files.loaded import Load, orders, rejects

HEAD = "client;date;sum;comment\n"


def test_too_few_and_too_many_fields(load: Load) -> None:
    log = load(HEAD + "a;2024-01-05;1;x\nb;2024-01-05\nc;2024-01-05;1;x;y;z\nd;2024-01-05;2;x\ne;bad;2;x\n")
    assert orders(log, "client") == [("a",), ("d",)]
    assert rejects(log) == [(3, "few_fields"), (4, "many_fields"), (6, "bad_date")]


def test_empty_fields_that_a_spreadsheet_did_not_write(load: Load) -> None:
    """Excel leaves out the empty fields at the end of a row."""
    log = load(HEAD + "a;2024-01-05;1;x\nb;2024-01-05;2\nc;2024-01-05;3;;;\n")
    assert orders(log, "client, amount") == [("a", 100), ("b", 200), ("c", 300)]


def test_quotation_marks_inside_a_name(load: Load) -> None:
    text = (
        HEAD
        + 'ООО "Ромашка";2024-01-05;1;x\n'
        + '"Лютик" ООО;2024-01-05;2;x\n"Василёк;2024-01-05;3;x\nd;2024-01-05;4;x\n'
    )
    log = load(text)
    assert orders(log, "client, amount") == [
        ('ООО "Ромашка"', 100),
        ('"Лютик" ООО', 200),
        ('"Василёк', 300),
        ("d", 400),
    ]


def test_a_quote_that_never_closes_takes_no_other_row_with_it(load: Load) -> None:
    rows = "".join(f"client {number};2024-01-05;1;x\n" for number in range(5000))
    log = load(HEAD + 'a;2024-01-05;1;"open\n' + rows)
    assert (log.rows, log.accepted) == (5001, 5001)


def test_quotes_with_a_wrong_number_of_fields_are_rejected(load: Load) -> None:
    log = load(HEAD + 'a;2024-01-05;1;x\n"b;2024-01-05;1;x;"y;z\nc;x;1;x\n')
    assert rejects(log) == [(3, "quotes"), (4, "bad_date")]


def test_blank_rows_count_in_row_numbers_and_not_as_rows(load: Load) -> None:
    log = load(HEAD + "\na;2024-01-05;1;x\n\n\nb;x;1;x\n;;;\n   \nc;y;1;x\n\n")
    assert rejects(log) == [(6, "bad_date"), (9, "bad_date")]
    assert log.rows == 3


def test_zero_bytes_are_dropped(load: Load) -> None:
    assert orders(load(HEAD + "a\0b;2024-01-05;1\0;x\n"), "client, amount") == [("ab", 100)]


def test_text_that_ends_without_a_line_end(load: Load) -> None:
    assert load(HEAD + "a;2024-01-05;1;x\nb;2024-01-05;2;x").accepted == 2


def test_clients_are_trimmed(load: Load) -> None:
    log = load(
        HEAD
        + "  ООО   Ромашка\u00a0 ;2024-01-05;1;x\n"
        + "\u00a0;2024-01-05;1;x\nnull;2024-01-05;1;x\n00012;2024-01-05;1;\n"
    )
    assert orders(log, "client") == [("ООО Ромашка",), ("00012",)]
    assert rejects(log) == [(3, "no_client"), (4, "no_client")]


def test_rejected_rows_are_written_with_every_column_and_the_reason(load: Load, tmp_path: Path) -> None:
    text = (
        HEAD
        + 'a;2024-01-05;1;x\n"b;c";31.02.2024;1;"say ""hi"""\n\n'
        + "d;2024-01-05\ne;2024-01-05;#REF!;\nf;2024-01-05;1\n"
    )
    log = load(text.encode("cp1251"))
    target = tmp_path / "errors.csv"
    assert log.write_rejects(target) == 3
    rows = list(csv.reader(target.open(encoding="utf-8-sig", newline="")))
    assert rows[0] == ["row", "client", "date", "sum", "comment", "reason"]
    assert rows[1] == [
        "3",
        "b;c",
        "31.02.2024",
        "1",
        'say "hi"',
        "The date does not exist or cannot be read.",
    ]
    assert rows[2] == ["5", "d;2024-01-05", "", "", "", "The row has fewer fields than are needed."]
    assert rows[3] == ["6", "e", "2024-01-05", "#REF!", "", "The sum is not a number."]
    assert not list(tmp_path.glob("*.part"))


FIELD = st.one_of(
    st.sampled_from(
        ["a", "б", "2024-01-05", "31.02.2024", "1,5", "-3", "x", "", " ", '"', '"q"', "1;2", "\\"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=6),
    st.sampled_from(["\0", "\t", "\r", "a\0b"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.lists(FIELD, min_size=1, max_size=6).map(";".join), max_size=12))
def test_no_line_is_ever_lost(load: Load, lines: list[str]) -> None:
    """Whatever stands in the lines, each that is not blank is accepted, rejected, or part of a field."""
    log = load(
        HEAD + "first;2024-01-05;1;x\n" + "".join(line + "\n" for line in lines) + "last;2024-01-05;1;x\n"
    )
    clients = [row[0] for row in orders(log, "client")]
    assert clients[0] == "first"
    assert clients[-1] == "last"
    if not any('"' in line or "\r" in line or "\n" in line for line in lines):
        filled = [line for line in lines if line.replace("\0", "").replace(";", "")]
        assert log.rows >= 2 + sum(bool(line.replace("\0", "").replace(";", "").strip()) for line in lines)
        assert log.rows <= 2 + len(filled)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "б в", "", " ", "12"]),
            st.sampled_from(["2024-01-05", "05.01.2024", "31.02.2024", "", "0024-01-01", "2031-01-01"]),
            st.sampled_from(["1", "-2,50", "1 000", "#REF!", "", "0"]),
            st.sampled_from(["", "paid", "cancelled", "refunded"]),
        ),
        max_size=40,
    )
)
def test_rows_and_money_always_reconcile(load: Load, rows: list[tuple[str, str, str, str]]) -> None:
    rows = [("ok", "2024-01-05", "7", "paid"), *rows]
    log = load("client;date;sum;status\n" + "".join(";".join(row) + "\n" for row in rows))
    assert log.rows == sum(bool("".join(row)) for row in rows)
    gross, refunds = log.connection.execute(
        "SELECT coalesce(sum(amount) FILTER (NOT refund), 0), coalesce(sum(amount) FILTER (refund), 0)"
        " FROM orders"
    ).fetchall()[0]
    assert (log.gross, log.refunds, log.net) == (gross, refunds, gross + refunds)
    assert log.connection.execute("SELECT count(*) FROM orders WHERE refund AND amount > 0").fetchall() == [
        (0,)
    ]
    assert log.connection.execute(
        "SELECT count(*) FROM orders WHERE NOT refund AND amount < 0"
    ).fetchall() == [(0,)]
