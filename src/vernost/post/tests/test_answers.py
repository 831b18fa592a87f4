"""Answers to letters of ours, out of a real IMAP server: tied, kept once, in Today, never answered by us."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.clients import services as of_clients
from vernost.core import clock
from vernost.intake.models import Request
from vernost.journal.models import Entry
from vernost.post import replies, tokens
from vernost.post.models import InboundLetter, Letter, Tied
from vernost.post.receiving import mailbox_read
from vernost.post.sending import send_due
from vernost.post.tests.factories import ADDRESS, ask, reachable
from vernost.post.tests.imap_server import Server, serving_imap
from vernost.post.tests.servers import Mailbox

SAID = "Да, берём двадцать килограммов"
QUOTED = "\r\n\r\n30 ноября 2026 г., 10:00, Анна <a@firm.test> пишет:\r\n> Прайс приложен."


@pytest.fixture
def server() -> Iterator[Server]:
    with serving_imap() as running:
        yield running


def inbound() -> list[InboundLetter]:
    return list(InboundLetter.objects.unscoped(reason="test").order_by("pk"))


def requests() -> int:
    return Request.objects.unscoped(reason="test").count()


def written(text: str = SAID + QUOTED, *, sender: str = ADDRESS, number: int = 1, **headers: str) -> bytes:
    lines = {"From": f"Petr <{sender}>", "Subject": "Re: price", "Message-ID": f"<{number}@client.test>"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "\r\n".join(f"{name}: {value}" for name, value in lines.items() if value)
    return f"{head}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()


def sent(cast: Cast, **values: Any) -> Letter:
    letter = ask(cast, reachable(cast), **values)
    send_due()
    letter.refresh_from_db()
    return letter


def test_an_answer_is_tied_by_the_letter_it_names(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter = sent(cast)
    named = str(mailbox.letters[0]["Message-ID"])
    assert named == letter.message_id
    server.letters[1] = written(sender="colleague@client.test", In_Reply_To=named)
    assert mailbox_read(server.where) == 1
    (answer,) = inbound()
    assert (answer.client, answer.letter, answer.tied) == (letter.client, letter, Tied.REFERENCE)
    assert (answer.text, answer.subject) == (SAID, "Re: price")
    assert requests() == 0
    assert Entry.objects.filter(kind="letter.replied", client_id=letter.client_id).count() == 1


def test_references_do_as_well(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter = sent(cast)
    server.letters[1] = written(References=f"<other@x> {letter.message_id}\r\n <again@client.test>")
    mailbox_read(server.where)
    assert inbound()[0].tied == Tied.REFERENCE


def test_else_by_the_address_it_came_to(cast: Cast, mailbox: Mailbox, server: Server, settings: Any) -> None:
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, mail_reply="answers+@firm.ru")
    letter = sent(cast)
    reply_to = str(mailbox.letters[0]["Reply-To"])
    assert tokens.letter_of([reply_to]) == letter.pk
    server.letters[1] = written(sender="other@x.test", Subject="Price", To=reply_to.upper())
    mailbox_read(server.where)
    assert (inbound()[0].letter, inbound()[0].tied) == (letter, Tied.TOKEN)


def test_a_made_up_token_is_nobodys(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter = sent(cast)
    made_up = tokens.address_of("a+@firm.ru", letter.pk).replace("-", "-0")[:-8] + "@firm.ru"
    server.letters[1] = written(sender="other@x.test", Subject="Price", To=made_up)
    mailbox_read(server.where)
    assert inbound() == [] and requests() == 1


def test_else_by_its_sender_if_it_is_an_answer_at_all(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter = sent(cast, subject="Price")
    sent_later = ask(cast, letter.client, subject="Other")  # type: ignore[arg-type]
    send_due()
    server.letters = {1: written(Subject="RE: Price"), 2: written(Subject="Coffee?", number=2)}
    mailbox_read(server.where)
    assert [(one.letter, one.tied) for one in inbound()] == [(letter, Tied.ADDRESS)]
    assert requests() == 1, "a new matter of a client is a request with its clock"
    assert sent_later.pk != letter.pk


def test_of_an_unknown_sender_it_is_a_request(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    sent(cast)
    server.letters[1] = written(sender="new@x.test")
    mailbox_read(server.where)
    assert inbound() == [] and requests() == 1


def test_read_twice_it_is_once(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter = sent(cast)
    server.letters[1] = written(In_Reply_To=letter.message_id)
    mailbox_read(server.where)
    server.validity, server.letters = 8, {1: server.letters[1]}
    mailbox_read(server.where)
    assert len(inbound()) == 1 and Entry.objects.filter(kind="letter.replied").count() == 1


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"Auto_Submitted": "auto-replied (vacation)"},
    ],
)
def test_absences_are_kept_and_ask_for_nothing(
    cast: Cast, mailbox: Mailbox, server: Server, header: dict[str, Any]
) -> None:
    letter = sent(cast)
    server.letters[1] = written("В отпуске до 7 декабря", In_Reply_To=letter.message_id, **header)
    mailbox_read(server.where)
    (answer,) = inbound()
    assert answer.by_machine and not Entry.objects.filter(kind="letter.replied").exists()
    assert "В отпуске" not in cast.browser("owner").get(reverse("today")).content.decode()


def test_a_loop_ends_with_us(
    cast: Cast, mailbox: Mailbox, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without the marks of one: nothing is sent in return, and it does not fill the base."""
    monkeypatch.setattr(replies, "BY_ONE_PERSON", 5)
    monkeypatch.setattr(replies, "KEPT_OF_A_LOOP", 5)
    letter = sent(cast)
    server.letters = {n: written(number=n, In_Reply_To=letter.message_id) for n in range(1, 61)}
    mailbox_read(server.where)
    assert len(inbound()) == 10 and sum(one.by_machine for one in inbound()) == 5
    assert Letter.objects.unscoped(reason="test").count() == 1 and requests() == 0
    assert send_due() == 0 and len(mailbox.letters) == 1


def test_our_own_people_answer_nobody(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter = sent(cast)
    server.letters[1] = written(sender=cast.owner.email, In_Reply_To=letter.message_id)
    assert mailbox_read(server.where) == 0 and inbound() == []


def test_in_today_until_somebody_writes_back(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter, browser, today = sent(cast), cast.browser("owner"), reverse("today")
    soon = (clock.now() - timedelta(minutes=1)).strftime("%d-%b-%Y %H:%M:%S +0000")
    server.when = f'"{soon}"'
    Letter.objects.unscoped(reason="test").update(created_at=clock.now() - timedelta(hours=1))
    server.letters[1] = written(In_Reply_To=letter.message_id)
    mailbox_read(server.where)
    assert SAID in browser.get(today).content.decode()
    assert SAID not in cast.browser("stranger").get(today).content.decode()
    ask(cast, letter.client, subject="Re: Re: price")  # type: ignore[arg-type]
    assert SAID not in browser.get(today).content.decode()


def test_its_pages_and_who_sees_them(cast: Cast, mailbox: Mailbox, server: Server) -> None:
    letter = sent(cast)
    raw = (
        f"From: {ADDRESS}\r\nSubject: Re: price\r\nIn-Reply-To: {letter.message_id}\r\nMIME-Version: 1.0\r\n"
        "Message-ID: <9@client.test>\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n"
        "--X\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Yes<script>evil()</script>, twenty</p>"
        "<blockquote>Old words</blockquote>\r\n"
        "--X\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=order.pdf\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nQUJDREVGR0g=\r\n--X--\r\n"
    )
    server.letters[1] = raw.encode()
    mailbox_read(server.where)
    (answer,) = inbound()
    assert answer.attachments == [{"name": "order.pdf", "size": 8}]
    browser = cast.browser("owner")
    page = browser.get(reverse("letter_in", args=[answer.pk])).content.decode()
    assert "Yes" in page and "twenty" in page and "order.pdf" in page
    assert "evil" not in page and "Old words" not in page
    for address in (
        reverse("letter", args=[letter.pk]),
        reverse("letters_in"),
        reverse("client_panel", args=[letter.client_id, "letters"]),
    ):
        assert reverse("letter_in", args=[answer.pk]) in browser.get(address).content.decode()
    assert cast.browser("stranger").get(reverse("letter_in", args=[answer.pk])).status_code == 404
    write = f"{reverse('letter_write', args=[letter.client_id])}?answer={answer.subject}"
    assert 'value="Re: price"' in browser.get(write).content.decode()


def test_erased_nothing_of_it_stays_and_a_late_answer_is_a_request(
    cast: Cast, mailbox: Mailbox, server: Server
) -> None:
    letter = sent(cast)
    server.letters[1] = written(In_Reply_To=letter.message_id)
    mailbox_read(server.where)
    of_clients.client_erase(cast.actor("director"), client_id=letter.client_id or 0)
    (answer,) = inbound()
    assert (answer.text, answer.subject, answer.address, answer.attachments) == ("", "", "", [])
    server.letters[2] = written(number=2, In_Reply_To=letter.message_id)
    mailbox_read(server.where)
    assert len(inbound()) == 1 and requests() == 1
