"""Letters become requests: against a small IMAP server of our own, with broken, huge and automatic ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.cast import Cast
from vernost.clients.tests.factories import make
from vernost.intake.models import State
from vernost.intake.tests.factories import everyone_of
from vernost.post import imap
from vernost.post import incoming as letters
from vernost.post.models import Mailbox
from vernost.post.receiving import mailbox_read
from vernost.post.tests.imap_server import Server, serving_imap
from vernost.post.troubles import MailboxTrouble

PLAIN = (
    b"From: =?utf-8?b?0J/RkdGC0YA=?= <Petr@Firm.RU>\r\nSubject: =?utf-8?b?0JrQtdC90LjRjw==?=\r\n"
    b"Message-ID: <1@firm.ru>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    + "Почём? Телефон 8 916 123-45-67".encode()
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving_imap() as running:
        yield running


def test_a_letter_is_a_request_with_its_clock_from_when_it_came(cast: Cast, server: Server) -> None:
    client = make(cast, phones=["+79161234567"])
    server.letters[3] = PLAIN
    assert mailbox_read(server.where) == 1
    request = everyone_of()[0]
    assert (request.name, request.email, request.phone) == ("Пётр", "petr@firm.ru", "+79161234567")
    assert request.text == "Кения\n\nПочём? Телефон 8 916 123-45-67"
    assert (request.client, request.assigned_to) == (client, cast.owner)
    assert request.arrived_at <= datetime(2026, 11, 30, 7, 0, tzinfo=UTC)


def test_each_once_and_only_what_is_new_is_read(cast: Cast, server: Server) -> None:
    server.letters[3] = PLAIN
    mailbox_read(server.where)
    assert mailbox_read(server.where) == 0
    assert server.fetched == 1
    server.letters[4] = PLAIN.replace(b"<1@", b"<2@")
    assert mailbox_read(server.where) == 1
    assert (server.fetched, len(everyone_of()), Mailbox.objects.get().last_uid) == (2, 2, 4)


def test_a_mailbox_numbered_anew_doubles_nothing(cast: Cast, server: Server) -> None:
    server.letters[3] = PLAIN
    mailbox_read(server.where)
    server.validity, server.letters = 8, {1: PLAIN}
    mailbox_read(server.where)
    assert len(everyone_of()) == 1


def test_killed_half_way_it_goes_on_where_it_was(
    cast: Cast, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.letters = {uid: PLAIN.replace(b"<1@", f"<{uid}@".encode()) for uid in range(1, 6)}
    real, seen = letters.read, []

    def killed(raw: bytes, **how: Any) -> letters.Mail:
        seen.append(raw)
        if len(seen) == 3:
            raise SystemExit
        return real(raw, **how)

    monkeypatch.setattr(letters, "read", killed)
    with pytest.raises(SystemExit):
        mailbox_read(server.where)
    monkeypatch.undo()
    assert mailbox_read(server.where) == 3
    assert len(everyone_of()) == 5


@pytest.mark.parametrize(
    "header",
    [
        b"Auto-Submitted: auto-replied",
        b"Auto-Submitted: auto-generated; x=y",
        b"Precedence: bulk",
        b"List-Id: <news>",
        b"Return-Path: <>",
        b"X-Autoreply: yes",
    ],
)
def test_machines_are_not_answered(cast: Cast, server: Server, header: bytes) -> None:
    server.letters[1] = header + b"\r\n" + PLAIN
    assert mailbox_read(server.where) == 0
    assert (everyone_of(), Mailbox.objects.get().last_uid) == ([], 1)


@pytest.mark.parametrize("who", [b"box@firm.ru", b"owner@firm.test", b"vernost@localhost.ru", b""])
def test_our_own_letters_are_no_requests(cast: Cast, server: Server, who: bytes, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Vernost <vernost@localhost.ru>"
    server.letters[1] = PLAIN.replace(b"Petr@Firm.RU", who)
    assert mailbox_read(server.where) == 0


def test_the_sites_mailer_names_the_visitor(cast: Cast, server: Server) -> None:
    server.letters[1] = b"Reply-To: visitor@mail.ru\r\n" + PLAIN.replace(b"Petr@Firm.RU", b"box@firm.ru")
    mailbox_read(server.where)
    assert everyone_of()[0].email == "visitor@mail.ru"


def test_huge_ones_are_cut(cast: Cast, server: Server) -> None:
    server.letters[1] = PLAIN + b"x" * 5_000_000
    mailbox_read(server.where)
    assert len(everyone_of()[0].text) == 4000


def test_what_the_filter_called_spam_is_kept_as_spam(cast: Cast, server: Server) -> None:
    server.letters[1] = b"X-Spam-Flag: YES\r\n" + PLAIN
    mailbox_read(server.where)
    assert everyone_of()[0].state == State.SPAM


def test_a_wrong_password_and_an_open_line_are_told(server: Server) -> None:
    wrong = imap.address(f"imap://box:nope@127.0.0.1:{server.server_address[1]}")
    with pytest.raises(MailboxTrouble, match="password"), imap.opened(wrong):
        pass
    assert imap.address("imaps://a%40b:p%2F@host/Inbox/Sales") == imap.Address(
        "host", 993, "a@b", "p/", "Inbox/Sales", True
    )
    with pytest.raises(MailboxTrouble, match="open_line"):
        imap._connected(imap.Address("127.1", server.server_address[1], "a", "b", "INBOX", False))


BROKEN = [
    b"",
    b"\r\n\r\n",
    b"\x00\xff\xfe",
    b"From: a@b.ru\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
    b"From: a@b.ru\r\nContent-Type: text/plain; charset=x\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
    b"From: a@b.ru\r\nSubject: =?utf-8?b?0J/R?=\r\n\r\nx",
    b"From: a@b.ru\r\nSubject: \xcf\xf0\xe8\xe2\xe5\xf2\r\n\r\n\xcf\xf0\xe8\xe2\xe5\xf2",
    b"From: a@b.ru\r\n" + b"Received: x\r\n" * 5000 + b"\r\nx",
    b"From: a@b.ru\r\nContent-Type: message/rfc822\r\n\r\n" * 300,
    b"From: =?x?q?=41=?= <a@b.ru>\r\nContent-Type: text/html\r\n\r\n<p>Hi<script>evil()</script><br>there",
    PLAIN[:60],
]


@pytest.mark.parametrize("raw", BROKEN, ids=range(len(BROKEN)))
def test_broken_ones_are_survived(raw: bytes) -> None:
    found = letters.read(raw)
    assert found.token
    assert found.by_machine or found.email or raw not in BROKEN[3:]


def test_an_alphabet_nobody_named_is_guessed() -> None:
    found = letters.read(BROKEN[6])
    assert (found.subject, found.text) == ("Привет", "Привет")


def test_html_without_its_tags() -> None:
    assert letters.read(BROKEN[9]).text == "Hi\nthere"
