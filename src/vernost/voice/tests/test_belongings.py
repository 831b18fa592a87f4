"""What of surveys hangs on a client: counted, merged and taken back, erased with the sums kept, exported."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from vernost.clients import belongings
from vernost.clients import services as of_clients
from vernost.clients.tests.factories import make
from vernost.voice import services
from vernost.voice.models import Answer, Channel, Invitation, InvitationState, Response, SurveyKind
from vernost.voice.rules import Said
from vernost.voice.selectors import questions_of
from vernost.voice.tests.factories import answered, asked, fresh, now, reachable, survey_of

TEST = "the test looks at what was written"


def polled(cast: Cast, client: Any) -> Response:
    questions = [{"kind": "text", "text_en": "What would you change"}]
    survey = survey_of(cast, kind=SurveyKind.POLL, questions=questions)
    said = [Said(question_id=questions_of(survey)[0].pk, text="Приезжали бы раньше")]
    return services.response_take(
        cast.actor("owner"), survey=survey, channel=Channel.MEETING, client=client, answers=said
    )


def test_it_is_counted(cast: Cast) -> None:
    client = reachable(cast)
    asked(cast, client)
    answered(cast, 9, client=client)
    counts = {str(label): number for label, number in belongings.counts([client.pk])}
    assert counts["invitations to surveys"] == counts["answers to surveys"] == 1


def test_a_merge_moves_it_and_its_undoing_takes_it_back(cast: Cast) -> None:
    absorbed, survivor = reachable(cast), make(cast, "Второй")
    invitation, response = asked(cast, absorbed), answered(cast, 3, client=absorbed)
    actor = cast.actor("director")
    merge = of_clients.clients_merge(actor, survivor_id=survivor.pk, absorbed_id=absorbed.pk)
    assert fresh(invitation).client == now(response).client == survivor
    of_clients.merge_undo(actor, merge_id=merge.pk)
    assert fresh(invitation).client == now(response).client == absorbed


def test_erasing_takes_words_and_ways_in_and_keeps_numbers(cast: Cast) -> None:
    client = reachable(cast)
    invitation = asked(cast, client)
    waits = Invitation.objects.create(
        survey=invitation.survey, client=client, key="waits", due_at=invitation.due_at
    )
    response, poll = answered(cast, 2, client=client, comment="Долго"), polled(cast, client)
    of_clients.client_erase(cast.actor("director"), client_id=client.pk)
    kept = now(response)
    assert (kept.score, kept.comment, kept.client_id) == (2, "", client.pk)
    assert Answer.objects.unscoped(reason=TEST).get(response=poll).text == ""
    assert (fresh(invitation).secret, fresh(invitation).letter) == ("", None)
    assert (fresh(waits).state, fresh(waits).reason) == (InvitationState.HELD, "gone")


def test_a_person_gets_all_they_said(cast: Cast) -> None:
    client = reachable(cast)
    answered(cast, 9, client=client, comment="Вовремя")
    polled(cast, client)
    told = of_clients.client_export(cast.actor("head"), client_id=client.pk)["voice.response.client"]
    assert [(one["score"], one["comment"]) for one in told] == [(9, "Вовремя"), (None, "")]
    assert told[1]["answers"] == [
        {"question": "What would you change", "number": None, "text": "Приезжали бы раньше"}
    ]
    assert not {"owner", "entered_by", "key", "invitation"} & told[0].keys(), "our own marks are not theirs"


def test_whose_client_it_was_stays_with_the_answer(cast: Cast) -> None:
    response = answered(cast, 9)
    assert response.client_id is not None
    of_clients.clients_hand_over(
        cast.actor("head"), client_ids=[response.client_id], successor_id=cast.teammate.pk
    )
    assert now(response).owner == cast.owner
