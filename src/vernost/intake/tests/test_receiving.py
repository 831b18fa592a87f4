"""A request comes: once, with its clock, to whom it belongs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.cast import Cast
from vernost.clients.tests.factories import make
from vernost.core.errors import Invalid, NotVisible
from vernost.intake import services
from vernost.intake.models import Channel, Request, State
from vernost.intake.services.receiving import sender
from vernost.intake.tests.factories import MONDAY, PHONE, at_work, came, everyone_of, minutes, seated
from vernost.journal.models import Entry


def test_it_comes_with_its_clock(cast: Cast) -> None:
    with at_work():
        request = came(email=" Petr@Firm.RU ")
    assert (request.phone, request.email, request.state) == (PHONE, "petr@firm.ru", State.NEW)
    assert request.due_at == MONDAY + minutes(15)
    assert request.assigned_to is None, "nobody sits at the desk"


def test_at_night_the_clock_begins_in_the_morning(cast: Cast) -> None:
    with at_work(datetime(2026, 11, 30, 20, 0, tzinfo=UTC)):
        assert came().due_at == datetime(2026, 12, 1, 6, 15, tzinfo=UTC)


def test_the_same_sending_twice_is_one(cast: Cast) -> None:
    first, again = came(token="a" * 32), came(token="a" * 32, text="other")
    assert first.pk == again.pk
    assert len(everyone_of()) == 1
    assert Entry.objects.filter(kind="request.form").count() == 1


def test_a_clients_request_goes_to_their_manager_whoevers_turn_it_is(cast: Cast) -> None:
    client = make(cast, phones=["+7 916 123-45-67"])
    seated(cast, "stranger")
    with at_work():
        request = came()
    assert (request.client, request.assigned_to) == (client, cast.owner)
    for who, sees in (
        ("owner", True),
        ("deputy", True),
        ("head", True),
        ("stranger", False),
        ("teammate", False),
    ):
        assert Request.objects.visible_to(cast.actor(who)).exists() == sees, who


def test_by_e_mail_too_whatever_its_letters(cast: Cast) -> None:
    client = make(cast, emails=["petr@firm.ru"])
    assert came(phone="", email="PETR@firm.ru").client == client


def test_a_shared_phone_names_no_client_but_goes_to_their_manager(cast: Cast) -> None:
    make(cast, "One", phones=[PHONE])
    other = make(cast, "Other", phones=[PHONE], emails=["other@firm.ru"])
    request = came()
    assert (request.client, request.assigned_to) == (None, cast.owner)
    assert came(email="other@firm.ru").client == other, "both agree on one"


def test_two_managers_behind_one_phone_are_nobody(cast: Cast) -> None:
    make(cast, "One", phones=[PHONE])
    make(cast, "Other", whose="stranger", phones=[PHONE])
    assert came().assigned_to is None


def test_the_same_person_again_goes_to_the_same_employee(cast: Cast) -> None:
    seated(cast, "owner", "stranger")
    with at_work() as clock:
        first = came()
        clock.pass_by(days=1)
        again = came()
        clock.pass_by(days=30)
        later = came()
    assert first.assigned_to is not None
    assert (again.again_of_id, again.assigned_to) == (first.pk, first.assigned_to)
    assert later.again_of_id is None


def test_the_sender_learns_nothing(cast: Cast) -> None:
    make(cast, phones=[PHONE])
    came()
    assert not Request.objects.visible_to(sender()).exists()
    assert not sender().sees_all
    with pytest.raises(NotVisible):
        services.request_take(sender(), request_id=everyone_of()[0].pk)


def test_nobody_of_the_firm_sends_and_the_sender_adds_nothing_else(cast: Cast) -> None:
    assert services.request_receive(cast.actor("owner"), channel=Channel.PHONE, phone=PHONE).pk
    from vernost.access.policies import may

    assert not may(cast.actor("director"), "request.send")
    assert not may(sender(), "request.add")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"phone": "", "email": "who@"}, "email"),
        ({"phone": "", "name": ""}, "phone"),
        ({"channel": "pigeon"}, "channel"),
        ({"source": "nowhere"}, "source"),
    ],
)
def test_what_cannot_be_answered_is_refused(cast: Cast, values: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        came(**values)
    assert field in refused.value.fields
    assert everyone_of() == []


def test_what_no_eye_sees_is_gone_and_too_long_is_cut(cast: Cast) -> None:
    request = came(name="Пё\x00тр", text="a" * 9000)
    assert (request.name, len(request.text)) == ("Пётр", 4000)


def test_spam_is_kept_but_given_to_nobody(cast: Cast) -> None:
    client = make(cast, phones=[PHONE])
    request = came(is_spam=True)
    assert (request.state, request.client, request.assigned_to) == (State.SPAM, None, None)
    assert client.requests.unscoped(reason="test").count() == 0


def test_the_journal_holds_no_word_of_theirs(cast: Cast) -> None:
    make(cast, phones=[PHONE])
    came(name="Секрет", text="Секрет")
    entries = Entry.objects.filter(kind__startswith="request.")
    assert entries.count() == 2
    assert not any("екрет" in f"{one.data} {one.changes} {one.text}" for one in entries)
