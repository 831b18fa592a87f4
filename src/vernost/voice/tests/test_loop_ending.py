"""How a path ends: with a cause and what was done, once, by whoever sees the client; and goes with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda.models import Contact
from vernost.agenda.selectors import today
from vernost.clients import services as clients
from vernost.clients.models import Client
from vernost.clients.services.erasing import client_export
from vernost.clients.tests.factories import make
from vernost.core import clock, terms
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.post.models import Letter
from vernost.staff.services.terms import terms_change
from vernost.voice import loop_jobs, selectors, services
from vernost.voice.loop_errors import LoopClosed, LoopNotYours
from vernost.voice.models import Invitation, Loop, Response, Theme
from vernost.voice.tests.loops import cause, closed, every_loop, late, now, opened


def test_it_works(cast: Cast) -> None:
    loop = closed(cast, opened(cast), note="Любит утро")
    assert (loop.outcome, loop.closed_by_id, loop.in_time) == ("mended", cast.owner.pk, True)
    assert loop.took is not None
    assert [one.cause for one in Theme.objects.unscoped(reason="test")] == [cause()]
    talk = Contact.objects.unscoped(reason="test").get()
    assert (talk.client_id, talk.text) == (loop.client_id, "Привезли сами и извинились")
    assert not today(cast.actor("owner")).lines


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"causes": []}, "causes"),
        ({"did": "  "}, "did"),
        ({"did": "x" * 2001}, "did"),
        ({"outcome": "complaint"}, "outcome"),
        ({"outcome": "recommends"}, "outcome"),
        ({"outcome": "nonsense"}, "outcome"),
        ({"causes": [10**9]}, "causes"),
    ],
)
def test_it_refuses_what_says_nothing(cast: Cast, values: dict[str, Any], field: str) -> None:
    loop = opened(cast)
    cause()
    with pytest.raises(Invalid) as told:
        closed(cast, loop, **values)
    assert field in told.value.fields and now(loop).is_open


def test_of_two_the_second_is_told(cast: Cast) -> None:
    loop = opened(cast)
    assert closed(cast, loop) == closed(cast, loop)
    with pytest.raises(LoopClosed):
        closed(cast, loop, whose="head")
    assert Contact.objects.unscoped(reason="test").count() == 1
    assert Entry.objects.filter(kind="voice.loop_closed").count() == 1


def test_it_refuses_a_stranger_and_a_marketer(cast: Cast) -> None:
    loop = opened(cast)
    for act in (
        lambda: closed(cast, loop, whose="stranger"),
        lambda: services.loop_tried(cast.actor("stranger"), loop_id=loop.pk),
        lambda: selectors.loop_card(cast.actor("stranger"), loop.pk),
        lambda: closed(cast, loop, whose="marketer"),
    ):
        with pytest.raises((NotVisible, NotAllowed)):
            act()
    assert not selectors.waiting_loops(cast.actor("stranger")).number
    assert not selectors.loop_analysis(cast.actor("stranger")).number


def test_nobody_answered_is_a_call_and_the_path_waits(cast: Cast) -> None:
    loop = opened(cast)
    for _ in range(2):
        services.loop_tried(cast.actor("owner"), loop_id=loop.pk)
    tried = now(loop)
    assert (tried.tries, tried.is_open, tried.due_at) == (1, True, loop.due_at)
    assert Contact.objects.unscoped(reason="test").get().outcome == "no_answer"
    assert "1 call without an answer" in today(cast.actor("owner")).lines[0].why


def test_a_slip_is_taken_back_by_whoever_closed_it(cast: Cast) -> None:
    loop = closed(cast, opened(cast))
    with pytest.raises(LoopNotYours):
        services.loop_reopen(cast.actor("head"), loop_id=loop.pk)
    services.loop_reopen(cast.actor("owner"), loop_id=loop.pk)
    assert now(loop).is_open and now(loop).repeat_at is None


def test_the_database_takes_no_half_ended_path(cast: Cast) -> None:
    loop = opened(cast)
    rows = Loop.objects.unscoped(reason="test").filter(pk=loop.pk)
    for values in (
        {"outcome": "mended"},
        {"closed_at": clock.now()},
        {"closed_at": clock.now(), "outcome": "recommends", "took": 1},
        {"due_at": None},
        {"path": "promoter"},
        {"repeat_at": clock.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


def test_the_head_is_told_once_and_no_more_once_it_is_done(cast: Cast) -> None:
    loops = [late(opened(cast, client=make(cast, f"Клиент {n}"))) for n in range(3)]
    assert loop_jobs.tell_of_critics_nobody_called() == 3
    assert loop_jobs.tell_of_critics_nobody_called() == 0
    assert Letter.objects.unscoped(reason="test").filter(employee=cast.head).count() == 1
    lines = [line for line in today(cast.actor("head")).lines if line.kind == "critic_late"]
    assert len(lines) == 3 and "Owner has not called" in lines[0].why
    closed(cast, loops[0])
    assert len([line for line in today(cast.actor("head")).lines if line.kind == "critic_late"]) == 2
    assert Entry.objects.filter(kind="voice.loop_late").count() == 3


def test_in_time_nobody_is_told(cast: Cast) -> None:
    opened(cast)
    opened(cast, 10)
    assert loop_jobs.tell_of_critics_nobody_called() == 0


def test_the_list_says_what_waits_the_most_pressing_first(cast: Cast) -> None:
    first, second = late(opened(cast)), opened(cast)
    opened(cast, 8)
    opened(cast, 10)
    found = selectors.waiting_loops(cast.actor("owner"))
    assert [section.number for section in found.sections] == [2, 1, 1]
    assert found.sections[0].loops == [first, second] and found.late == 1
    only = selectors.waiting_loops(cast.actor("head"), selectors.LoopsAsked(late=True))
    assert (only.number, only.sections[0].loops) == (1, [first])


def test_it_goes_with_the_client(cast: Cast) -> None:
    """Handed over and back, merged and back, erased."""
    head, client = cast.actor("head"), make(cast)
    loop, walked = opened(cast, client=client), closed(cast, opened(cast, client=make(cast, "Второй")))
    clients.clients_hand_over(head, client_ids=[client.pk, walked.client_id], successor_id=cast.teammate.pk)
    assert now(loop).whose_id == cast.teammate.pk and now(walked).whose_id == cast.owner.pk
    assert [line.kind for line in today(cast.actor("teammate")).lines] == ["critic"]
    assert not today(cast.actor("owner")).lines
    other = make(cast, "Третий", whose="teammate")
    merge = clients.clients_merge(cast.actor("teammate"), survivor_id=other.pk, absorbed_id=client.pk)
    assert now(loop).client_id == other.pk
    clients.merge_undo(cast.actor("teammate"), merge_id=merge.pk)
    assert now(loop).client_id == client.pk
    clients.client_erase(cast.actor("director"), client_id=walked.client_id)
    erased = now(walked)
    assert (erased.did, erased.note, erased.repeat_at, erased.outcome) == ("", "", None, "mended")
    assert not [one for one in Entry.objects.filter(kind="voice.loop_closed") if "Привезли" in str(one.data)]


def test_the_export_of_a_person_has_what_was_done(cast: Cast) -> None:
    loop = closed(cast, opened(cast), note="вспыльчивый")
    told = str(client_export(cast.actor("head"), client_id=loop.client_id))
    assert "Привезли сами" in told and "вспыльчивый" not in told


# --- asked again after help


def agreed(cast: Cast) -> Client:
    """Has an address, and agreed to letters."""
    client = make(cast, emails=["petr@example.org"])
    clients.consent_record(cast.actor("owner"), client_id=client.pk, purpose="letters", how="paper")
    return client


def answers_again(loop: Loop, score: int) -> Response:
    invitation = Invitation.objects.unscoped(reason="test").get(key=f"repeat:{loop.pk}")
    assert invitation.state == "asked" and invitation.letter is not None
    response = services.response_take(
        services.answerer(), survey=invitation.survey, channel="letter", score=score, invitation=invitation
    )
    services.loop_open(SYSTEM, response_id=response.pk)
    return response


def in_spite(cast: Cast, after: str = "14") -> None:
    """Asked again once in spite of the pause."""
    terms_change(cast.actor("director"), values={"nps.repeat_in_pause": "on", "nps.repeat": after})
    terms.refresh()


def hurry(loop: Loop) -> None:
    Loop.objects.unscoped(reason="test").filter(pk=loop.pk, repeat_at__isnull=False).update(
        repeat_at=clock.now() - timedelta(minutes=1)
    )


def test_after_help_they_are_asked_again_once_and_the_change_is_seen(cast: Cast) -> None:
    in_spite(cast)
    loop = closed(cast, opened(cast, 3, client=agreed(cast)))
    assert loop.repeat_at is not None and (loop.repeat_at - clock.now()).days in (13, 14)
    assert loop_jobs.ask_again_after_help() == 0
    hurry(loop)
    assert loop_jobs.ask_again_after_help() == 1
    assert loop_jobs.ask_again_after_help() == 0
    response = answers_again(loop, 9)
    card = selectors.loop_card(cast.actor("owner"), loop.pk)
    assert card.change is not None and (card.change.before, card.change.after, card.change.points) == (
        3,
        9,
        6,
    )
    both = selectors.changes(cast.actor("owner"), [loop.response_id, response.pk])
    assert {pk: one.points for pk, one in both.items()} == {loop.response_id: 6, response.pk: 6}
    for address in (f"/voice/answers/{loop.response_id}/", f"/clients/{loop.client_id}/panel/voice/"):
        shown = cast.browser("owner").get(address)
        assert shown.status_code == 200 and "+6" in shown.content.decode(), address
    repeats = selectors.loop_analysis(cast.actor("owner")).repeats
    assert (repeats.answered, repeats.better, repeats.no_critics, repeats.before, repeats.after) == (
        1,
        1,
        1,
        3,
        9,
    )
    assert Entry.objects.filter(kind="voice.loop_repeated", data__after=9).count() == 1
    assert [one.path for one in every_loop()] == ["critic", "promoter"]


def test_the_pause_between_surveys_holds_for_this_too(cast: Cast) -> None:
    """Rule 4.3; where the firm says so, this one time not."""
    loop = closed(cast, opened(cast, 3, client=agreed(cast)))
    said = loop.response.answered_at
    assert loop.repeat_at == said + timedelta(days=90)
    hurry(loop)
    assert loop_jobs.ask_again_after_help() == 0
    assert now(loop).repeat_at == said + timedelta(days=90)
    in_spite(cast, "0")
    hurry(loop)
    assert loop_jobs.ask_again_after_help() == 1


def test_whom_no_letter_reaches_is_said_to_be_not_asked(cast: Cast) -> None:
    in_spite(cast)
    loop = closed(cast, opened(cast))
    hurry(loop)
    loop_jobs.ask_again_after_help()
    shown = cast.browser("owner").get(f"/voice/loop/{loop.pk}/").content.decode()
    assert "Not asked again" in shown and now(loop).repeat is not None


@pytest.mark.parametrize("outcome", ["cannot", "unreached", "no_wish"])
def test_who_was_not_helped_is_not_asked_again(cast: Cast, outcome: str) -> None:
    assert closed(cast, opened(cast), outcome=outcome).repeat_at is None


def test_nobody_is_asked_by_a_closed_survey_or_when_gone(cast: Cast) -> None:
    loop, other = closed(cast, opened(cast)), closed(cast, opened(cast, client=make(cast, "Другой")))
    services.survey_close(cast.actor("director"), survey_id=loop.response.survey_id)
    clients.client_close(cast.actor("owner"), client_id=other.client_id, reason="bankrupt")
    in_spite(cast)
    for one in (loop, other):
        hurry(one)
    assert loop_jobs.ask_again_after_help() == 0
    assert [now(one).repeat_held for one in (loop, other)] == ["survey_closed", "client_gone"]
    assert not Invitation.objects.unscoped(reason="test").filter(key__startswith="repeat").exists()


def test_the_analysis_counts_what_one_sees(cast: Cast) -> None:
    closed(cast, opened(cast))
    late(opened(cast))
    opened(cast, 9)
    opened(cast, 3, client=make(cast, "Чужой", whose="stranger"), whose="stranger")
    found = selectors.loop_analysis(cast.actor("owner"))
    assert (found.number, found.closed, found.due, found.share_in_time) == (3, 1, 2, 0.5)
    assert found.critics.number == 2 and not found.people
    head = selectors.loop_analysis(cast.actor("head"))
    assert [(one.name, one.number, one.share_in_time) for one in head.people] == [("Owner", 3, 0.5)]
    assert selectors.loop_analysis(cast.actor("director")).number == 4
