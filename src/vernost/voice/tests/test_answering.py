"""The one door for answers: one a person and round, corrected for a day, whoever the client is by then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from vernost.clients import services as of_clients
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotSignedIn, NotVisible
from vernost.journal.models import Entry
from vernost.staff.services.terms import terms_change
from vernost.voice import classes, services
from vernost.voice.errors import AnswerKept, SurveyClosed
from vernost.voice.models import Answer, Channel, Invitation, InvitationState, Response, SurveyKind
from vernost.voice.rules import Said, kind_of
from vernost.voice.selectors import by_secret, questions_of
from vernost.voice.tests.factories import answered, asked, fresh, now, reachable, survey_of

NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)
TEST = "the test looks at what was written"


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock.stopped(NOON) as time:
        yield time


def rows() -> Any:
    return Response.objects.unscoped(reason=TEST)


def by_link(invitation: Invitation, score: int, **values: Any) -> Response:
    found = by_secret(invitation.secret)
    return services.response_take(
        found.actor, survey=found.survey, channel=Channel.LETTER, score=score, invitation=invitation, **values
    )


def test_it_keeps_what_the_client_was_when_they_answered(cast: Cast) -> None:
    client = make(cast, segment="Кофейни")
    classes_before = list(classes._READ)
    classes.told_by(lambda ids: dict.fromkeys(ids, "A"))
    try:
        made = answered(cast, 9, client=client, comment="Всё  вовремя\r\n ")
    finally:
        classes._READ[:] = classes_before
    of_clients.clients_hand_over(cast.actor("head"), client_ids=[client.pk], successor_id=cast.teammate.pk)
    kept = now(made)
    assert (kept.owner, kept.segment, kept.abc) == (cast.owner, "Кофейни", "A")
    assert (kept.comment, kept.day, kept.entered_by) == ("Всё  вовремя", clock.today(), cast.owner)


def test_the_journal_tells_of_it_without_words(cast: Cast) -> None:
    made = answered(cast, 3, comment="Плохо")
    entry = Entry.objects.filter(kind="voice.answered").get()
    assert entry.client_id == made.client_id and entry.in_timeline
    assert entry.data == {
        "survey": "Survey", "survey_id": made.survey_id, "response": made.pk, "score": 3, "kind": "critic",
        "said": "3 / 10",
    }  # fmt: skip


@pytest.mark.parametrize("score", [11, -1, None, 10**6])
def test_a_score_off_the_scale_is_refused(cast: Cast, score: int | None) -> None:
    with pytest.raises(Invalid) as refused:
        answered(cast, score)
    assert "score" in refused.value.fields and not rows().exists()


def test_content_and_ease_are_asked_from_one_to_five(cast: Cast) -> None:
    survey = survey_of(cast, kind=SurveyKind.CES)
    for score in (0, 6):
        with pytest.raises(Invalid):
            answered(cast, score, survey=survey)
    assert answered(cast, 1, survey=survey).score == 1


@given(st.integers(0, 10))
def test_kinds_of_answers(score: int) -> None:
    assert kind_of("nps", score) == ("promoter" if score >= 9 else "passive" if score >= 7 else "critic")
    assert kind_of("csat", min(score, 5) or 1) in ("critic", "passive", "promoter")
    assert kind_of("poll", score) == ""


def test_emoji_stay_and_nul_goes_and_two_megabytes_are_refused(cast: Cast) -> None:
    made = answered(cast, 9, comment="Спасибо 👍🏽\x00 <script>alert(1)</script>")
    assert now(made).comment == "Спасибо 👍🏽 <script>alert(1)</script>"
    with pytest.raises(Invalid) as refused:
        answered(cast, 9, client=make(cast, "Другой"), comment="я" * 1_000_000)
    assert "comment" in refused.value.fields


def test_one_answer_a_round_by_the_same_link(cast: Cast, at_noon: Any) -> None:
    invitation = asked(cast)
    first = by_link(invitation, 9)
    assert fresh(invitation).state == InvitationState.ANSWERED
    at_noon.pass_by(hours=23)
    again = by_link(invitation, 4, comment="Передумал")
    assert again.pk == first.pk and rows().count() == 1
    assert (now(first).score, now(first).comment) == (4, "Передумал")
    assert Entry.objects.filter(kind="voice.corrected").count() == 1
    at_noon.pass_by(hours=2)
    with pytest.raises(AnswerKept):
        by_link(invitation, 10)
    assert by_link(invitation, 4, comment="Передумал").pk == first.pk, "the same again is no correction"


def test_the_time_to_correct_is_a_term(cast: Cast, at_noon: Any) -> None:
    terms_change(cast.actor("director"), values={"survey.correct": "1"})
    invitation = asked(cast)
    by_link(invitation, 9)
    at_noon.pass_by(hours=2)
    with pytest.raises(AnswerKept):
        by_link(invitation, 1)


def test_without_an_invitation_the_pause_is_the_round(cast: Cast, at_noon: Any) -> None:
    survey, client = survey_of(cast), make(cast)
    answered(cast, 9, survey=survey, client=client)
    at_noon.pass_by(days=30)
    with pytest.raises(AnswerKept):
        answered(cast, 2, survey=survey, client=client)
    at_noon.pass_by(days=61)
    answered(cast, 2, survey=survey, client=client)
    assert rows().count() == 2


def test_asked_by_letter_answered_by_telephone_is_one_round(cast: Cast) -> None:
    client = reachable(cast)
    invitation = asked(cast, client)
    made = answered(cast, 8, survey=invitation.survey, client=client)
    assert made.invitation == invitation and fresh(invitation).state == InvitationState.ANSWERED


def test_a_guess_stands_apart(cast: Cast) -> None:
    client = reachable(cast)
    invitation = asked(cast, client)
    guess = answered(cast, 10, survey=invitation.survey, client=client, is_guess=True)
    assert guess.is_guess and guess.entered_by == cast.owner
    assert fresh(invitation).state == InvitationState.ASKED, "a guess answers nothing"
    assert not Entry.objects.filter(kind="voice.answered").exists()
    assert Entry.objects.filter(kind="voice.guessed").count() == 1
    assert by_link(invitation, 3).score == 3 and rows().filter(is_guess=False).count() == 1


def test_the_same_key_is_the_same_answer(cast: Cast) -> None:
    survey, giver = survey_of(cast), services.answerer()
    first = services.response_take(giver, survey=survey, channel=Channel.LINK, score=9, key="k")
    again = services.response_take(giver, survey=survey, channel=Channel.LINK, score=9, key="k")
    assert first.pk == again.pk and rows().count() == 1 and first.client is None


def test_who_may_enter_an_answer(cast: Cast) -> None:
    survey, client = survey_of(cast), make(cast)
    for who, error in (("stranger", NotVisible), ("anonymous", NotSignedIn)):
        with pytest.raises(error):
            services.response_take(
                cast.actor(who), survey=survey, channel=Channel.CALL, score=9, client=client
            )
    with pytest.raises(NotAllowed):
        services.survey_make(cast.actor("owner"), name="x")


def test_whoever_was_merged_answers_as_the_one_they_became(cast: Cast) -> None:
    invitation = asked(cast)
    survivor = make(cast, "Второй")
    before = invitation
    of_clients.clients_merge(
        cast.actor("director"), survivor_id=survivor.pk, absorbed_id=invitation.client_id
    )
    made = by_link(before, 6)
    assert made.client == survivor


def test_whoever_was_erased_is_not_there(cast: Cast) -> None:
    invitation = asked(cast)
    secret = invitation.secret
    made = answered(cast, 9, client=make(cast, "Третий"), comment="Слова")
    for pk in (invitation.client_id, made.client_id):
        assert pk is not None
        of_clients.client_erase(cast.actor("director"), client_id=pk)
    with pytest.raises(NotVisible):
        by_secret(secret)
    with pytest.raises(NotVisible):
        services.response_take(
            services.answerer(),
            survey=invitation.survey,
            channel=Channel.LETTER,
            score=1,
            invitation=invitation,
        )
    kept = now(made)
    assert (kept.score, kept.comment) == (9, ""), "the number stays for the sum, the words go"


def test_a_closed_survey_takes_what_was_begun_before(cast: Cast, at_noon: Any) -> None:
    survey = survey_of(cast)
    survey = services.survey_close(cast.actor("director"), survey_id=survey.pk)
    assert answered(cast, 9, survey=survey).score == 9
    at_noon.pass_by(hours=2)
    with pytest.raises(SurveyClosed):
        answered(cast, 9, survey=survey, client=make(cast, "Поздний"))


def test_a_poll_takes_its_own_questions(cast: Cast) -> None:
    survey = survey_of(
        cast,
        kind=SurveyKind.POLL,
        questions=[
            {"kind": "scale", "text_en": "Speed", "best": 10},
            {"kind": "choice", "text_en": "Where", "options": [{"en": "Site"}, {"en": "Shop"}]},
            {"kind": "text", "text_en": "What would you change", "required": False},
        ],
    )
    scale, choice, text = questions_of(survey)
    giver: dict[str, Any] = {"survey": survey, "channel": Channel.LINK}
    for said in (
        [],
        [Said(question_id=scale.pk, number=11), Said(question_id=choice.pk, number=0)],
        [Said(question_id=scale.pk, number=1), Said(question_id=choice.pk, number=2)],
        [Said(question_id=10**6, number=1)],
    ):
        with pytest.raises(Invalid):
            services.response_take(services.answerer(), answers=said, **giver)
    good = [Said(question_id=scale.pk, number=0), Said(question_id=choice.pk, number=1)]
    made = services.response_take(services.answerer(), answers=good, **giver)
    said = [*good, Said(question_id=text.pk, text="Ничего")]
    services.response_correct(services.answerer(), response_id=made.pk, answers=said)
    kept = Answer.objects.unscoped(reason=TEST).filter(response=made).order_by("question__place")
    assert [(one.number, one.text) for one in kept] == [(0, ""), (1, ""), (None, "Ничего")]


def test_an_answer_cannot_come_from_tomorrow(cast: Cast) -> None:
    with pytest.raises(Invalid):
        answered(cast, 9, at=clock.now() + timedelta(days=1))
