"""A letter that goes, and every reason for which one does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients import services as of_clients
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.core.practice import FIRM_NAME, LETTERS_A_WEEK
from vernost.core.terms import Term
from vernost.journal.models import Entry
from vernost.post import guards, reasons, services
from vernost.post.composing import written
from vernost.post.errors import NotAgain, OnItsWay
from vernost.post.letter_kinds import BY_HAND
from vernost.post.models import Letter, State
from vernost.post.sending import send_due
from vernost.post.tests.factories import ADDRESS, ask, offer, reachable
from vernost.post.tests.servers import Mailbox
from vernost.staff.services.terms import terms_change

NOON = datetime(2026, 11, 30, 9, tzinfo=UTC)  # noon in Moscow


@pytest.fixture(autouse=True)
def noon() -> Iterator[Any]:
    with clock.stopped(NOON) as hands:
        yield hands


def set_term(cast: Cast, term: Term[Any], value: Any) -> None:
    terms_change(cast.actor("director"), values={term.name: value})


def test_it_arrives_as_text_and_html_with_the_firm_and_the_manager(cast: Cast, mailbox: Mailbox) -> None:
    set_term(cast, FIRM_NAME, "Обжарка «Зерно»")
    client = reachable(cast, language="ru")
    letter = ask(cast, client)
    assert send_due() == 1
    letter.refresh_from_db()
    assert (letter.state, letter.address, letter.sent_at) == (State.SENT, ADDRESS, NOON)
    (mail,) = mailbox.letters
    assert mailbox.subjects() == ["Прайс"]
    assert mail["Message-ID"] == letter.message_id
    assert mail["Reply-To"] == "Owner <owner@firm.test>"
    text, html = [part.get_payload(decode=True).decode() for part in mail.get_payload()]  # type: ignore[union-attr]
    assert "Прайс приложен." in text and "Ваш менеджер: Owner" in text and "Обжарка «Зерно»" in text
    assert "<p>Прайс приложен.</p>" in html and 'lang="ru"' in html
    assert mail["List-Unsubscribe"] is None
    entries = Entry.objects.filter(client_id=client.pk, kind__startswith="letter", in_timeline=True)
    assert {one.kind for one in entries} == {"letter.written", "letter.sent"}
    assert send_due() == 0 and len(mailbox.letters) == 1


def test_what_the_client_wrote_is_no_markup(cast: Cast, mailbox: Mailbox) -> None:
    ask(cast, reachable(cast), text="<script>alert(1)</script>\n.\n.one", subject="A\nBcc: x@y.test")
    send_due()
    text, html = [part.get_payload(decode=True).decode() for part in mailbox.letters[0].get_payload()]  # type: ignore[union-attr]
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "\n.\n.one" in text.replace("\r\n", "\n")
    assert mailbox.subjects() == ["A Bcc: x@y.test"] and mailbox.letters[0]["Bcc"] is None


def test_the_same_key_is_one_letter(cast: Cast, mailbox: Mailbox) -> None:
    client = reachable(cast)
    assert ask(cast, client, key="delay 7").pk == ask(cast, client, key="delay 7").pk
    assert ask(cast, client).pk != ask(cast, client).pk
    send_due()
    assert len(mailbox.letters) == 3


def closed(cast: Cast, client: Client) -> None:
    of_clients.client_close(cast.actor("owner"), client_id=client.pk, reason="died")


def without_address(cast: Cast, client: Client) -> None:
    email = client.emails.visible_to(cast.actor("owner")).get()
    of_clients.email_remove(cast.actor("owner"), email_id=email.pk)


def withdrawn(cast: Cast, client: Client) -> None:
    of_clients.consent_withdraw(cast.actor("owner"), client_id=client.pk, purpose="letters")


def unsubscribed(cast: Cast, client: Client) -> None:
    services.letter_leave(offer(cast, client))


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (closed, reasons.CLOSED),
        (without_address, reasons.NO_ADDRESS),
        (withdrawn, reasons.WITHDRAWN),
        (unsubscribed, reasons.UNSUBSCRIBED),
    ],
)
def test_held_back_when_asked_for_and_when_sent(
    cast: Cast, mailbox: Mailbox, happens: Callable[[Cast, Client], None], reason: str
) -> None:
    client = reachable(cast)
    waiting = offer(cast, client, subject="Asked before")
    happens(cast, client)
    assert (offer(cast, client).state, offer(cast, client).reason) == (State.REFUSED, reason)
    send_due()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == (State.REFUSED, reason)
    assert mailbox.letters == []
    entry = Entry.objects.filter(client_id=client.pk, kind="letter.refused").latest("id")
    assert reasons.words(reason) in str(entry.text)


def test_an_answer_needs_no_consent(cast: Cast, mailbox: Mailbox) -> None:
    client = reachable(cast, agreed=False)
    assert offer(cast, client).reason == reasons.NO_CONSENT
    assert ask(cast, client).state == State.QUEUED
    unsubscribed_client = reachable(cast, address="b@client.test", name="Анна Ли")
    unsubscribed(cast, unsubscribed_client)
    ask(cast, unsubscribed_client)
    assert send_due() >= 2
    assert len(mailbox.letters) == 2


def test_a_new_consent_after_leaving_opens_the_door_again(cast: Cast, noon: Any) -> None:
    client = reachable(cast)
    unsubscribed(cast, client)
    noon.pass_by(days=1)
    of_clients.consent_record(cast.actor("owner"), client_id=client.pk, purpose="letters", how="site")
    assert offer(cast, client).state == State.QUEUED


def test_whoever_left_is_left_alone_under_another_card_too(cast: Cast) -> None:
    unsubscribed(cast, reachable(cast))
    other = reachable(cast, name="Пётр Ёлкин (дубль)")
    assert offer(cast, other).reason == reasons.UNSUBSCRIBED


def test_guards_of_higher_floors_hold_advertising_alone(
    cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "_GUARDS", {})
    monkeypatch.setattr(reasons, "_REASONS", dict(reasons._REASONS))
    client = reachable(cast)
    waiting = offer(cast, client)
    guards.register(guards.Guard(name="complaint", why="A complaint is open.", holds=lambda ids: ids))
    assert offer(cast, client).why == "A complaint is open."
    assert ask(cast, client).state == State.QUEUED
    send_due()
    waiting.refresh_from_db()
    assert waiting.reason == "complaint"
    assert mailbox.subjects() == ["Прайс"] and len(mailbox.letters) == 1


def test_at_most_two_offers_a_week_and_nought_is_no_limit(cast: Cast, mailbox: Mailbox, noon: Any) -> None:
    client = reachable(cast)
    letters = [offer(cast, client) for _ in range(3)]
    send_due()
    states = [Letter.objects.unscoped(reason="test").get(pk=one.pk).reason for one in letters]
    assert states == ["", "", reasons.TOO_OFTEN]
    noon.pass_by(days=7, seconds=1)
    offer(cast, client)
    send_due()
    assert len(mailbox.letters) == 3
    set_term(cast, LETTERS_A_WEEK, 0)
    for _ in range(4):
        offer(cast, client)
    send_due()
    assert len(mailbox.letters) == 7


def test_quiet_hours_are_the_clients_own_and_only_put_off(cast: Cast, mailbox: Mailbox, noon: Any) -> None:
    sleeping = reachable(cast, time_zone="Asia/Kamchatka")  # 21:00 there
    awake = reachable(cast, name="Москва", address="m@client.test")
    offer(cast, sleeping, subject="Камчатка")
    offer(cast, awake, subject="Москва")
    ask(cast, sleeping, subject="Ответ")
    send_due()
    assert sorted(mailbox.subjects()) == ["Москва", "Ответ"]
    waiting = Letter.objects.unscoped(reason="test").get(state=State.QUEUED)
    assert waiting.due_at == datetime(2026, 11, 30, 21, tzinfo=UTC) and waiting.reason == ""
    noon.pass_by(hours=12)
    send_due()
    assert mailbox.subjects()[-1] == "Камчатка"


def test_not_before_its_hour(cast: Cast, mailbox: Mailbox, noon: Any) -> None:
    ask(cast, reachable(cast), not_before=NOON + timedelta(days=2))
    assert send_due() == 0
    noon.pass_by(days=2)
    assert send_due() == 1


def test_cancelled_it_stays(cast: Cast, mailbox: Mailbox) -> None:
    letter = ask(cast, reachable(cast))
    services.letter_cancel(cast.actor("owner"), letter_id=letter.pk)
    services.letter_cancel(cast.actor("head"), letter_id=letter.pk)
    assert send_due() == 0 and mailbox.letters == []
    sent = ask(cast, reachable(cast, name="Анна Ли", address="a@client.test"))
    send_due()
    with pytest.raises(OnItsWay):
        services.letter_cancel(cast.actor("owner"), letter_id=sent.pk)
    with pytest.raises(NotAgain):
        services.letter_again(cast.actor("owner"), letter_id=sent.pk)


def test_to_a_colleague_and_to_nobody_who_left(cast: Cast, mailbox: Mailbox) -> None:
    said: dict[str, Any] = {"kind": BY_HAND, "subject": "Утро", "text": "День."}
    services.letter_to_employee(SYSTEM, employee_id=cast.owner.pk, **said)
    cast.stranger.is_active = False
    cast.stranger.save()
    left = services.letter_to_employee(SYSTEM, employee_id=cast.stranger.pk, **said)
    assert (left.state, left.reason) == (State.REFUSED, reasons.LEFT)
    send_due()
    assert mailbox.letters[0]["To"] == "owner@firm.test" and len(mailbox.letters) == 1


def test_letters_to_colleagues_are_theirs(cast: Cast) -> None:
    said: dict[str, Any] = {"kind": BY_HAND, "subject": "Утро", "text": "День."}
    letter = services.letter_to_employee(SYSTEM, employee_id=cast.owner.pk, **said)
    to_client = ask(cast, reachable(cast))
    sees = {
        name: set(Letter.objects.visible_to(cast.actor(name)).values_list("pk", flat=True))
        for name in ("owner", "teammate", "deputy", "head", "director", "marketer", "support", "stranger")
    }
    both, client_only = {letter.pk, to_client.pk}, {to_client.pk}
    assert sees == {
        "owner": both, "teammate": set(), "deputy": client_only, "head": client_only, "director": both,
        "marketer": set(), "support": client_only, "stranger": set(),
    }  # fmt: skip
    for name, seen in sees.items():
        assert Letter.scope.holds(cast.actor(name), letter) == (letter.pk in seen)


@pytest.mark.parametrize("said", [{"subject": " "}, {"text": ""}, {"subject": "x" * 301}])
def test_an_empty_or_endless_letter_is_refused(cast: Cast, said: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        ask(cast, reachable(cast), **said)


def test_a_stranger_writes_to_nobody(cast: Cast) -> None:
    client = make(cast)
    with pytest.raises(NotVisible):
        services.letter_to_client(
            cast.actor("stranger"), client_id=client.pk, kind=BY_HAND, subject="x", text="y"
        )


def test_a_template_speaks_both_languages(tmp_path: Any, settings: Any) -> None:
    (tmp_path / "late.txt").write_text('{% translate "Letters" %} {{ n }}\n\nA & B\n')
    templates = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]
    settings.TEMPLATES = templates
    assert written("late", {"n": 7}, "ru")["subject"] == "Письма 7"
    assert written("late", {"n": 7}, "en") == {"subject": "Letters 7", "text": "A & B", "html": ""}
