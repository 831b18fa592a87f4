"""The answer to a letter about a complaint is the client's word in the case: once, and in no other case."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import Cast
from vernost.complaints import services as of_complaints
from vernost.complaints.models import Complaint, Event, What
from vernost.complaints.tests.factories import taken
from vernost.core import clock
from vernost.post import imap, incoming, replies
from vernost.post.models import Letter
from vernost.post.tests.factories import ADDRESS, ask, reachable
from vernost.reactions.tests.reacting import react, settle_in


def answer(letter: Letter, text: str = "Спасибо, жду", number: int = 1, head: str = "") -> None:
    raw = (
        f"From: {ADDRESS}\r\nSubject: Re: x\r\nMessage-ID: <{number}@c.test>\r\n{head}"
        f"In-Reply-To: {letter.message_id}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}"
    )
    mail = incoming.read(raw.encode())
    assert replies.take(mail, imap.Came(number, clock.now(), raw.encode(), len(raw)))


def letter_of(case: Complaint) -> Letter:
    rows = Letter.objects.unscoped(reason="test")
    found: Letter = rows.filter(about_type="complaints.complaint", about_id=case.pk).latest("pk")
    return found


def heard(case: Complaint) -> list[str]:
    rows = Event.objects.unscoped(reason="test").filter(complaint=case, what=What.HEARD)
    return list(rows.values_list("text", flat=True))


def test_it_is_the_clients_word_once(cast: Cast) -> None:
    settle_in()
    case = taken(cast, reachable(cast))
    of_complaints.complaint_pause(cast.actor("owner"), complaint_id=case.pk)
    answer(letter_of(case))
    react()
    case.refresh_from_db()
    assert heard(case)[:1] == ["Спасибо, жду"]
    assert not case.is_paused, "whoever waited for the client goes on"


def test_an_absence_says_nothing(cast: Cast) -> None:
    settle_in()
    case = taken(cast, reachable(cast))
    answer(letter_of(case), "В отпуске", head="Auto-Submitted: auto-replied\r\n")
    react()
    assert heard(case) == []


def test_another_letter_of_the_client_is_no_word_in_the_case(cast: Cast) -> None:
    settle_in()
    client = reachable(cast)
    case = taken(cast, client)
    answer(ask(cast, client))
    react()
    assert heard(case) == []
    assert timedelta(0) < clock.now() - case.received_at
