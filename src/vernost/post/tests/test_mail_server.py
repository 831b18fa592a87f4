"""A mail server that refuses, dawdles, is away or hangs up: said in words, lost never, sent once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.post import reasons, rules, sending, services, smtp
from vernost.post.letter_kinds import BY_HAND
from vernost.post.models import Letter, State
from vernost.post.rules import Refusal
from vernost.post.sending import send_due
from vernost.post.tests.conftest import speak_to
from vernost.post.tests.factories import ADDRESS, ask, reachable
from vernost.post.tests.servers import Mailbox, free_port, serving


def again(letter: Letter) -> Letter:
    found: Letter = Letter.objects.unscoped(reason="test").get(pk=letter.pk)
    return found


def now_due(letter: Letter) -> None:
    Letter.objects.unscoped(reason="test").filter(pk=letter.pk).update(
        due_at=clock.now() - timedelta(seconds=1)
    )


def test_no_such_address_is_marked_until_a_person_says_otherwise(cast: Cast, mailbox: Mailbox) -> None:
    mailbox.to = lambda address: f"550 5.1.1 <{address}>: user unknown"
    client = reachable(cast)
    letter = ask(cast, client)
    send_due()
    letter = again(letter)
    assert (letter.state, letter.reason) == (State.FAILED, reasons.ADDRESS_REFUSED)
    assert "user unknown" in letter.words and ADDRESS not in letter.words
    assert ask(cast, client).reason == reasons.BOUNCED
    assert services.address_free(cast.actor("owner"), client_id=client.pk) == 1
    mailbox.to = lambda address: "250 OK"
    services.letter_again(cast.actor("owner"), letter_id=letter.pk)
    send_due()
    assert again(letter).state == State.SENT and len(mailbox.letters) == 1


def test_another_address_is_taken_where_one_is_dead(cast: Cast, mailbox: Mailbox) -> None:
    from vernost.clients import services as of_clients

    mailbox.to = lambda address: "550 5.1.1 unknown" if address == ADDRESS else "250 OK"
    client = reachable(cast)
    ask(cast, client)
    send_due()
    of_clients.email_add(cast.actor("owner"), client_id=client.pk, email="new@client.test")
    assert ask(cast, client).address == "new@client.test"


@pytest.mark.parametrize("said", ["554 5.7.1 blocked", "552 5.2.2 mailbox full"])
def test_a_block_of_ours_says_nothing_of_the_address(cast: Cast, mailbox: Mailbox, said: str) -> None:
    mailbox.to = lambda address: said
    client = reachable(cast)
    letter = ask(cast, client)
    send_due()
    assert (again(letter).state, again(letter).reason) == (State.FAILED, reasons.SERVER_REFUSED)
    assert ask(cast, client).state == State.QUEUED


def test_a_refused_body_fails_and_a_busy_server_is_asked_later(cast: Cast, mailbox: Mailbox) -> None:
    mailbox.body = "451 4.7.1 greylisted"
    letter = ask(cast, reachable(cast))
    send_due()
    put_off = again(letter)
    assert put_off.state == State.QUEUED and put_off.due_at is not None and put_off.due_at > clock.now()
    assert "greylisted" in put_off.words and put_off.begun_at is None
    mailbox.body = "250 OK"
    now_due(letter)
    send_due()
    assert again(letter).state == State.SENT and len(mailbox.letters) == 1
    mailbox.body = "554 5.6.0 no such words here"
    other = ask(cast, reachable(cast, name="Анна Ли", address="a@client.test"))
    send_due()
    assert (again(other).state, again(other).reason) == (State.FAILED, reasons.SERVER_REFUSED)


def test_hung_up_before_the_body_it_goes_later(cast: Cast, mailbox: Mailbox) -> None:
    mailbox.hangs_up = "to"
    letter = ask(cast, reachable(cast))
    send_due()
    assert again(letter).state == State.QUEUED and again(letter).begun_at is None
    mailbox.hangs_up = ""
    now_due(letter)
    send_due()
    assert again(letter).state == State.SENT and len(mailbox.letters) == 1


def test_hung_up_after_the_body_a_person_decides(cast: Cast, mailbox: Mailbox) -> None:
    """The server had it all, and never answered: it may have gone, and it did."""
    mailbox.hangs_up = "after"
    letter = ask(cast, reachable(cast))
    send_due()
    assert (again(letter).state, again(letter).reason) == (State.FAILED, reasons.UNSURE)
    now_later = Letter.objects.unscoped(reason="test").filter(pk=letter.pk, due_at=None)
    assert now_later.exists() and send_due() == 0
    assert len(mailbox.letters) == 1


def test_silent_after_the_body_a_person_decides(
    cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "BODY_PATIENCE", 0.3)
    mailbox.waits = 1
    letter = ask(cast, reachable(cast))
    send_due()
    assert again(letter).reason == reasons.UNSURE and len(mailbox.letters) == 1


def test_slow_but_sure(cast: Cast, mailbox: Mailbox, settings: Any) -> None:
    """A server that scans longer than we wait for anything else is waited for."""
    settings.EMAIL_TIMEOUT, mailbox.waits = 0.5, 1.2
    letter = ask(cast, reachable(cast))
    send_due()
    assert again(letter).state == State.SENT


def test_a_colleagues_letter_goes_again_by_itself(cast: Cast, mailbox: Mailbox) -> None:
    mailbox.hangs_up = "after"
    letter = services.letter_to_employee(
        SYSTEM, employee_id=cast.owner.pk, kind=BY_HAND, subject="Утро", text="День."
    )
    send_due()
    assert again(letter).state == State.QUEUED
    mailbox.hangs_up = ""
    now_due(letter)
    send_due()
    assert again(letter).state == State.SENT
    assert len({one["Message-ID"] for one in mailbox.letters}) == 1


def test_but_not_for_ever(cast: Cast, mailbox: Mailbox) -> None:
    mailbox.hangs_up = "after"
    letter = services.letter_to_employee(
        SYSTEM, employee_id=cast.owner.pk, kind=BY_HAND, subject="Утро", text="День."
    )
    for _ in range(5):
        send_due()
        if again(letter).state == State.QUEUED:
            now_due(letter)
    assert (again(letter).state, again(letter).reason) == (State.FAILED, reasons.UNSURE)
    assert len(mailbox.letters) == 3


def test_what_cannot_be_written_is_said_after_the_last_try(
    cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(letter: Letter) -> None:
        raise RuntimeError("a template is gone")

    monkeypatch.setattr(sending, "message", broken)
    letter = ask(cast, reachable(cast))
    Letter.objects.unscoped(reason="test").filter(pk=letter.pk).update(attempts=11)
    send_due()
    assert again(letter).state == State.QUEUED and "a template is gone" in again(letter).last_error
    send_due()
    assert (again(letter).state, again(letter).reason) == (State.FAILED, reasons.BROKEN)


def test_no_server_puts_all_off_and_gives_up_after_three_days(cast: Cast, settings: Any) -> None:
    speak_to(settings, free_port())
    letters = [ask(cast, reachable(cast, address=f"c{n}@client.test", name=f"Клиент {n}")) for n in range(3)]
    with clock.stopped(clock.now()) as hands:
        send_due()
        assert {again(one).state for one in letters} == {State.QUEUED}
        assert all("Connection" in again(one).words for one in letters)
        hands.pass_by(days=3, minutes=1)
        send_due()
        assert {(again(one).state, again(one).reason) for one in letters} == {(State.FAILED, reasons.GAVE_UP)}


def test_a_wrong_password_is_no_fault_of_the_letters(cast: Cast, settings: Any) -> None:
    with serving(Mailbox()) as port:
        speak_to(settings, port)
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "wrong"
        letter = ask(cast, reachable(cast))
        send_due()
    assert again(letter).state == State.QUEUED and again(letter).words


@pytest.mark.parametrize(
    ("code", "said", "of_recipient", "what"),
    [
        (450, "4.2.1 later", True, Refusal.LATER),
        (550, "unknown user", True, Refusal.NO_SUCH_ADDRESS),
        (550, "unknown user", False, Refusal.NOT_THIS),
        (550, "5.1.1 unknown", True, Refusal.NO_SUCH_ADDRESS),
        (550, "5.7.26 unauthenticated", True, Refusal.NOT_THIS),
        (552, "full", True, Refusal.NOT_THIS),
    ],
)
def test_what_an_answer_means(code: int, said: str, of_recipient: bool, what: Refusal) -> None:
    assert rules.refusal(code, said, of_recipient=of_recipient) is what
