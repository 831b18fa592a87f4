"""Letters that came back: read with flufl.bounce, tied to the letter; the address is marked if at fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.post import reasons, rules, services
from vernost.post.models import InboundLetter, Letter, State
from vernost.post.receiving import mailbox_read
from vernost.post.rules import Refusal
from vernost.post.sending import send_due
from vernost.post.tests.factories import ADDRESS, ask, reachable
from vernost.post.tests.imap_server import Server, serving_imap
from vernost.post.tests.servers import Mailbox

DSN = """From: Mail Delivery System <MAILER-DAEMON@mx.client.test>
To: box@firm.ru
Subject: Undelivered Mail Returned to Sender
Message-ID: <{number}@mx.client.test>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.client.test

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--B
Content-Type: {part}

{original}
--B--
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with serving_imap() as running:
        yield running


def report(letter: Letter | None, *, number: int = 1, **values: str) -> bytes:
    named = letter.message_id if letter is not None else "<nobody@knows>"
    said = {
        "address": ADDRESS,
        "action": "failed",
        "status": "5.1.1",
        "words": f"550 5.1.1 <{ADDRESS}>: user unknown",
        "part": "message/rfc822",
        "original": f"Message-ID: {named}\nSubject: price\nFrom: v@firm.ru\n\nHello\n",
        **values,
    }
    return DSN.format(number=number, **said).replace("\n", "\r\n").encode()


def sent(cast: Cast) -> Letter:
    letter = ask(cast, reachable(cast))
    send_due()
    letter.refresh_from_db()
    return letter


@pytest.mark.parametrize("part", ["message/rfc822", "text/rfc822-headers"])
def test_no_such_address_is_not_delivered_and_marked(
    cast: Cast, mailbox: Mailbox, server: Server, part: str
) -> None:
    letter = sent(cast)
    server.letters[1] = report(letter, part=part)
    assert mailbox_read(server.where) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.FAILED, reasons.ADDRESS_REFUSED)
    assert "user unknown" in letter.words and ADDRESS not in letter.words
    assert letter.client is not None
    assert ask(cast, letter.client).reason == reasons.BOUNCED
    page = cast.browser("owner").get(reverse("letter", args=[letter.pk])).content.decode()
    assert "user unknown" in page and "Send again" in page
    assert services.address_free(cast.actor("owner"), client_id=letter.client.pk) == 1


def test_by_the_address_where_the_original_is_not_there(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter = sent(cast)
    server.letters[1] = report(None)
    mailbox_read(server.where)
    letter.refresh_from_db()
    assert letter.reason == reasons.ADDRESS_REFUSED


@pytest.mark.parametrize(
    ("status", "words"),
    [("5.2.2", "552 5.2.2 mailbox full"), ("5.7.1", "554 5.7.1 blocked"), ("5.0.0", "550 5.7.26 no SPF")],
)
def test_a_full_box_and_a_block_say_nothing_of_the_address(
    cast: Cast, mailbox: Mailbox, server: Server, status: str, words: str
) -> None:
    letter = sent(cast)
    server.letters[1] = report(letter, status=status, words=words)
    mailbox_read(server.where)
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.FAILED, reasons.CAME_BACK)
    assert letter.client is not None and ask(cast, letter.client).state == State.QUEUED


def test_put_off_it_is_only_noted(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter = sent(cast)
    server.letters[1] = report(letter, action="delayed", status="4.4.1", words="451 no route")
    mailbox_read(server.where)
    letter.refresh_from_db()
    assert letter.state == State.SENT and "no route" in letter.words
    page = cast.browser("owner").get(reverse("letter", args=[letter.pk])).content.decode()
    assert "no route" in page


def test_a_dialect_of_its_own(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    """Qmail writes no report of the standard's: flufl.bounce knows it."""
    letter = sent(cast)
    text = (
        f"From: MAILER-DAEMON@mx.client.test\r\nTo: box@firm.ru\r\nSubject: failure notice\r\n"
        f"Message-ID: <7@mx>\r\n\r\nHi. This is the qmail-send program at mx.client.test.\r\n"
        f"I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
        f"This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
        f"<{ADDRESS}>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
        f"--- Below this line is a copy of the message.\r\n\r\nMessage-ID: {letter.message_id}\r\n"
    )
    server.letters[1] = text.encode()
    mailbox_read(server.where)
    letter.refresh_from_db()
    assert letter.reason == reasons.ADDRESS_REFUSED


def test_the_same_report_twice_and_a_strangers(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter = sent(cast)
    server.letters = {1: report(letter), 2: report(letter, number=2)}
    mailbox_read(server.where)
    services.address_free(cast.actor("owner"), client_id=letter.client_id or 0)
    services.letter_again(cast.actor("owner"), letter_id=letter.pk)
    send_due()
    server.letters[3] = report(None, number=3, address="other@x.test", words="550 other@x.test unknown")
    assert mailbox_read(server.where) == 0
    letter.refresh_from_db()
    assert letter.state == State.SENT
    assert not InboundLetter.objects.unscoped(reason="test").exists()


def test_a_receipt_is_no_report(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter = sent(cast)
    raw = report(letter).replace(b"report-type=delivery-status", b"report-type=disposition-notification")
    server.letters[1] = raw.replace(b"Auto-Submitted", b"In-Reply-To: x\r\nAuto-Submitted")
    mailbox_read(server.where)
    letter.refresh_from_db()
    assert letter.state == State.SENT


@pytest.mark.parametrize(
    ("status", "words", "what"),
    [
        ("5.1.1", "", Refusal.NO_SUCH_ADDRESS),
        ("", "", Refusal.NO_SUCH_ADDRESS),
        ("5.0.0", "550 user unknown", Refusal.NO_SUCH_ADDRESS),
        ("5.0.0", "552 quota exceeded", Refusal.NOT_THIS),
        ("5.2.2", "", Refusal.NOT_THIS),
    ],
)
def test_what_a_status_means(status: str, words: str, what: Refusal) -> None:
    assert rules.came_back(status, words) is what
