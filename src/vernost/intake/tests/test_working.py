"""Taking, answering, tying, closing: states, once-ness, who may, what is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from vernost.agenda.models import Contact, Step
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.intake import selectors, services
from vernost.intake.errors import NotOpen, TakenAlready
from vernost.intake.models import Request, State
from vernost.intake.tests.factories import PHONE, at_work, came, fresh, seated


def test_taken_once(cast: Cast) -> None:
    request = came()
    services.request_take(cast.actor("head"), request_id=request.pk)
    assert (fresh(request).state, fresh(request).assigned_to) == (State.TAKEN, cast.head)
    services.request_take(cast.actor("head"), request_id=request.pk)
    with pytest.raises(TakenAlready, match="Head"):
        services.request_take(cast.actor("director"), request_id=request.pk)


def test_a_deputy_takes_and_it_stays_the_managers(cast: Cast) -> None:
    make(cast, phones=[PHONE])
    request = came()
    services.request_take(cast.actor("deputy"), request_id=request.pk)
    assert (fresh(request).assigned_to, fresh(request).taken_by) == (cast.owner, cast.deputy)


def test_strangers_find_nothing_and_marketers_may_not(cast: Cast) -> None:
    request = came()
    for who, refusal in (("stranger", NotVisible), ("owner", NotVisible), ("marketer", NotVisible)):
        with pytest.raises(refusal):
            services.request_take(cast.actor(who), request_id=request.pk)
    services.request_take(cast.actor("support"), request_id=request.pk)


def test_the_answer_stops_the_clock_and_is_a_talk_they_began(cast: Cast) -> None:
    client, actor = make(cast, phones=[PHONE]), cast.actor("owner")
    with at_work() as stopped:
        request = came()
        stopped.pass_by(minutes=12, seconds=30)
        services.request_answer(
            actor, request_id=request.pk, text="Кения есть", step="Прислать", step_on=clock.today(), minutes=4
        )
    done = fresh(request)
    assert (done.state, done.answer_minutes, done.in_time, done.answered_by) == (
        State.ANSWERED,
        12,
        True,
        cast.owner,
    )
    talk = Contact.objects.visible_to(actor).get()
    assert (talk.client, talk.began, talk.text, talk.minutes) == (client, "they", "Кения есть", 4)
    assert Step.objects.visible_to(actor).get().text == "Прислать"


def test_late_is_late(cast: Cast) -> None:
    seated(cast, "owner")
    with at_work() as stopped:
        request = came()
        stopped.pass_by(minutes=16)
        services.request_answer(cast.actor("owner"), request_id=request.pk)
    assert (fresh(request).answer_minutes, fresh(request).in_time) == (16, False)


def test_nobody_picked_up_it_stays_open_but_answered_in_time(cast: Cast) -> None:
    seated(cast, "owner")
    with at_work() as stopped:
        request = came()
        stopped.pass_by(minutes=5)
        services.request_answer(cast.actor("owner"), request_id=request.pk, outcome="no_answer")
        stopped.pass_by(hours=2)
        assert (fresh(request).state, fresh(request).in_time) == (State.TAKEN, True)
        services.request_answer(cast.actor("owner"), request_id=request.pk)
    assert (fresh(request).state, fresh(request).answer_minutes) == (State.ANSWERED, 5)


def test_of_two_who_answer_the_second_is_told(cast: Cast) -> None:
    make(cast, phones=[PHONE])
    request = came()
    services.request_answer(cast.actor("owner"), request_id=request.pk)
    services.request_answer(cast.actor("owner"), request_id=request.pk)
    with pytest.raises(TakenAlready, match="Owner"):
        services.request_answer(cast.actor("head"), request_id=request.pk)
    assert Contact.objects.unscoped(reason="test").count() == 1


def test_one_call_answers_all_that_one_person_asked(cast: Cast) -> None:
    seated(cast, "owner")
    with at_work():
        first, again = came(), came(text="И ещё")
        services.request_answer(cast.actor("owner"), request_id=again.pk)
    assert fresh(first).state == fresh(again).state == State.ANSWERED


def test_steps_need_a_client(cast: Cast) -> None:
    seated(cast, "owner")
    with at_work():
        request = came()
        with pytest.raises(Invalid):
            services.request_answer(cast.actor("owner"), request_id=request.pk, step_on=clock.today())
    assert fresh(request).is_running


def test_a_client_is_made_of_them_and_goes_to_whose_request_it_is(cast: Cast) -> None:
    seated(cast, "owner")
    with at_work():
        first, again = came(email="p@firm.ru", source="review"), came()
        services.request_client(cast.actor("head"), request_id=first.pk)
        services.request_client(cast.actor("head"), request_id=first.pk)
    client = Client.objects.visible_to(cast.actor("owner")).get()
    assert (client.name, client.owner, client.source) == ("Пётр", cast.owner, "review")
    assert (fresh(first).client, fresh(again).client, fresh(first).assigned_to) == (
        client,
        client,
        cast.owner,
    )
    assert came().client == client


def test_a_company_with_its_person(cast: Cast) -> None:
    seated(cast, "owner")
    with at_work():
        request = came(company="ООО «Ромашка»")
        services.request_client(cast.actor("owner"), request_id=request.pk)
    client = Client.objects.visible_to(cast.actor("owner")).get()
    assert (client.kind, client.name) == ("company", "ООО «Ромашка»")
    assert client.people.visible_to(cast.actor("owner")).get().name == "Пётр"


def test_tied_to_a_client_it_goes_to_their_manager(cast: Cast) -> None:
    client = make(cast, whose="teammate")
    request = came()
    services.request_tie(cast.actor("head"), request_id=request.pk, client_id=client.pk)
    assert (fresh(request).client, fresh(request).assigned_to) == (client, cast.teammate)
    hidden = make(cast, "Чужой", whose="stranger")
    with pytest.raises(NotVisible):
        services.request_tie(cast.actor("head"), request_id=request.pk, client_id=hidden.pk)


def test_nobodys_client_becomes_theirs_who_answers(cast: Cast) -> None:
    client = make(cast, phones=[PHONE])
    Client.objects.unscoped(reason="test").update(owner=None)
    seated(cast, "teammate")
    with at_work():
        request = came()
        assert (request.client, request.assigned_to) == (client, cast.teammate)
        services.request_answer(cast.actor("teammate"), request_id=request.pk)
    client.refresh_from_db()
    assert client.owner == cast.teammate
    assert Contact.objects.visible_to(cast.actor("teammate")).exists()


def test_closed_with_a_reason_and_taken_back(cast: Cast) -> None:
    seated(cast, "owner")
    actor = cast.actor("owner")
    with at_work():
        request = came()
    with pytest.raises(Invalid):
        services.request_close(actor, request_id=request.pk, why="")
    services.request_close(actor, request_id=request.pk, why="elsewhere", note="к соседям")
    with pytest.raises(NotOpen):
        services.request_close(actor, request_id=request.pk, why="other")
    with pytest.raises(NotOpen):
        services.request_answer(actor, request_id=request.pk)
    services.request_reopen(actor, request_id=request.pk)
    assert (fresh(request).state, fresh(request).why_closed) == (State.NEW, "")
    services.request_spam(actor, request_id=request.pk)
    assert fresh(request).state == State.SPAM
    services.request_reopen(actor, request_id=request.pk)
    assert fresh(request).is_running


def test_what_fell_through(cast: Cast) -> None:
    actor = cast.actor("owner")
    clients = [make(cast, f"Client {n}", phones=[f"+7916100000{n}"]) for n in range(5)]
    with at_work() as stopped:
        _silent, answered, closed, foreign, fresh_one = (came(f"+7916100000{n}") for n in range(5))
        services.request_answer(actor, request_id=answered.pk)
        services.request_close(actor, request_id=closed.pk, why="elsewhere")
        services.request_close(actor, request_id=foreign.pk, why="not_ours")
        stopped.pass_by(days=3)
        Request.objects.unscoped(reason="test").filter(pk=fresh_one.pk).update(arrived_at=clock.now())
        found = selectors.fell_through_clients(actor).values_list("client", flat=True)
        assert set(found) == {clients[0].pk, clients[2].pk}
        assert not selectors.fell_through_clients(cast.actor("stranger")).exists()


def test_how_fast_we_answer(cast: Cast) -> None:
    seated(cast, "owner", "teammate")
    with at_work() as stopped:
        every = [came(f"+7916100000{n}", channel="form" if n < 3 else "chat") for n in range(5)]
        stopped.pass_by(minutes=4)
        services.request_answer(cast.actor("owner"), request_id=every[0].pk)
        stopped.pass_by(minutes=20)
        services.request_answer(cast.actor("owner"), request_id=every[2].pk)
        services.request_spam(cast.actor("head"), request_id=every[4].pk)
        found = selectors.times(cast.actor("head"))
        assert (found.whole.answered, found.whole.in_time, found.whole.late, found.whole.median) == (
            2,
            1,
            3,
            4,
        )
        assert [name for name, _one in found.channels] == ["Form on the site", "Chat"]
        assert dict(found.people)["Teammate"].late == 2
        own = selectors.times(cast.actor("owner"))
        assert [name for name, _one in own.people] == ["Owner"]
        stopped.pass_by(days=40)
        assert selectors.times(cast.actor("head")).whole.share is None


def test_a_marketer_who_sees_all_may_not_answer(cast: Cast) -> None:
    cast.marketer.sees_all = True
    cast.marketer.save()
    request = came()
    with pytest.raises(NotAllowed):
        services.request_answer(cast.actor("marketer"), request_id=request.pk)
    assert request.arrived_at < clock.now() + timedelta(seconds=1)
