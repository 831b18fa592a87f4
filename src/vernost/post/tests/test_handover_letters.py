"""After a handover each client is told who looks after them now; what has not left is called back with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients import handover_letter, services
from vernost.clients.models import Client, Handover, HandoverClient
from vernost.clients.tests.factories import make
from vernost.clients.tests.handing import planned
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.post import handover_letters, sending
from vernost.post.models import Letter, State

SUBJECT, TEXT = "Your manager is {manager}", "Hello {client}: {manager}, {phone}, after {leaver}."


@pytest.fixture
def clients(cast: Cast) -> list[Client]:
    cast.teammate.phone = "+79160000000"
    cast.teammate.save()
    return [
        make(cast, "Пётр", address_as="Пётр Ильич", emails=["petr@home.test"]),
        make(cast, "Без адреса"),
    ]


def run(cast: Cast) -> Handover:
    actor = cast.actor("director")
    handover = planned(cast, actor, "teammate", subject=SUBJECT, text=TEXT)
    return services.handover_run(actor, handover_id=handover.pk)


def letters() -> Any:
    return Letter.objects.visible_to(SYSTEM).order_by("client")


def test_it_works(cast: Cast, clients: list[Client]) -> None:
    run(cast)
    assert handover_letters.write_due() == 2
    one, other = letters()
    assert one.subject == "Your manager is Teammate"
    assert one.text == "Hello Пётр Ильич: Teammate, +79160000000, after Owner."
    assert other.state == State.REFUSED, "without an address there is no letter, and it says so"
    sending.send_due()
    assert not mail.outbox, "a slip can be taken back for half an hour"
    with clock.stopped(clock.now() + timedelta(minutes=31)):
        sending.send_due()
    assert [one.to for one in mail.outbox] == [["petr@home.test"]]


def test_twice_is_once(cast: Cast, clients: list[Client]) -> None:
    run(cast)
    handover_letters.write_due()
    HandoverClient.objects.visible_to(SYSTEM).update(mail="due")
    handover_letters.write_due()
    assert letters().count() == 2


def test_what_has_not_left_is_called_back(cast: Cast, clients: list[Client]) -> None:
    handover = run(cast)
    handover_letters.write_due()
    taken = services.handover_take_back(cast.actor("director"), handover_id=handover.pk)
    assert taken.stays == []
    assert letters()[0].state == State.CANCELLED


def test_what_was_not_written_yet_never_is(cast: Cast, clients: list[Client]) -> None:
    handover = run(cast)
    services.handover_take_back(cast.actor("director"), handover_id=handover.pk)
    assert handover_letters.write_due() == 0 and not letters().exists()


def test_what_has_left_is_said(cast: Cast, clients: list[Client]) -> None:
    handover = run(cast)
    handover_letters.write_due()
    with clock.stopped(clock.now() + timedelta(hours=1)):
        sending.send_due()
        taken = services.handover_take_back(cast.actor("director"), handover_id=handover.pk)
    assert [str(text) for text in taken.stays] == ["1 letter has left already."]


def test_without_a_letter_nobody_is_written_to(cast: Cast, clients: list[Client]) -> None:
    actor = cast.actor("director")
    services.handover_run(actor, handover_id=planned(cast, actor, "teammate").pk)
    assert handover_letters.write_due() == 0


def test_an_empty_place_is_refused(cast: Cast, clients: list[Client]) -> None:
    actor = cast.actor("director")
    for text in ("Hello {klient}", "Hello {client", "Hello {}"):
        with pytest.raises(Invalid):
            planned(cast, actor, "teammate", subject="x", text=text)
    with pytest.raises(Invalid):
        planned(cast, actor, "teammate", subject="", text="Hello")
    subject, text = handover_letter.usual()
    planned(cast, actor, "teammate", subject=subject, text=text)
