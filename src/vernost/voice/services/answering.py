"""The one door for answers: by letter, link, card, site, telephone, in person, by a messenger (rule 4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor, Kind
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.core.practice import NPS_PAUSE, SURVEY_CORRECT
from vernost.journal.kinds import EntryKind
from vernost.journal.write import record
from vernost.staff.models import Employee
from vernost.voice import classes, kinds
from vernost.voice.errors import AnswerKept, SurveyClosed
from vernost.voice.models import (
    LONGEST_COMMENT,
    Answer,
    Channel,
    Invitation,
    InvitationState,
    Question,
    QuestionKind,
    Response,
    Survey,
)
from vernost.voice.rules import Said, kind_of, may_correct, scale_of, takes_answers

GIVES = "response.give"
BY_STAFF = (Channel.CALL, Channel.MEETING)


def answerer(*, address: str = "") -> Actor:
    """Whoever answers by an open link or on a site: may answer, and sees nothing."""
    return Actor(kind=Kind.TOKEN, verbs=frozenset({GIVES}), address=address)


def response_take(
    actor: Actor,
    *,
    survey: Survey,
    channel: str,
    score: int | None = None,
    comment: str = "",
    answers: Sequence[Said] = (),
    client: Client | None = None,
    invitation: Invitation | None = None,
    entered_by: Employee | None = None,
    is_guess: bool = False,
    key: str = "",
    at: datetime | None = None,
) -> Response:
    """One answer. The same ``key`` again, or the same invitation within the time to correct, is the one that
    is there (corrected); after that AnswerKept. ``at``: when it was said, where that was not now.

    A client merged meanwhile answers as whom they were merged into; of one who was erased NotVisible: their
    link is dead.
    """
    require(actor, "response.enter" if actor.is_employee else GIVES)
    now = clock.now()
    if at is not None and at > now:
        raise Invalid(at=_("This time has not come yet."))
    if not takes_answers(survey.state, survey.closed_at, now):
        raise SurveyClosed
    number, words, said = checked(survey, score=score, comment=comment, answers=answers)
    by_staff = actor.employee_id if channel in BY_STAFF else None
    response = Response(
        survey=survey, channel=channel, score=number, comment=words, answered_at=at or now,
        day=(at or now).astimezone(clock.firm_zone()).date(), is_guess=is_guess, key=key[:120],
        entered_by_id=entered_by.pk if entered_by else by_staff,
    )  # fmt: skip
    if is_guess and response.entered_by_id is None:
        raise Invalid(is_guess=_("A guess has somebody who guesses."))
    if client is None and invitation is None:
        return _of_nobody_known(response, said)
    return _of_client(actor, response, said, client, invitation)


def _of_nobody_known(response: Response, said: list[Said] | None) -> Response:
    """By an open link, and by thousands: one statement that is its own transaction, where that is enough.
    The same key twice is found by the constraint itself."""
    alone = not said and not connection.in_atomic_block
    try:
        with nullcontext() if alone else transaction.atomic():
            response.save(force_insert=True)
            _write_answers(response, said)
    except IntegrityError:
        there = _of_key(response.survey, response.key) if response.key else None
        if there is None:
            raise
        return there
    return response


@transaction.atomic
def _of_client(
    actor: Actor,
    response: Response,
    said: list[Said] | None,
    client: Client | None,
    invitation: Invitation | None,
) -> Response:
    """Under a lock of the client: one answer a person and round."""
    survey, is_guess = response.survey, response.is_guess
    if response.key and (there := _of_key(survey, response.key)) is not None:
        return there
    if invitation is not None:
        client, invitation = _of_invitation(invitation)
    else:
        client = _locked(client.pk if client else None)
    if actor.is_employee:
        require(actor, "response.enter", client)
    earlier = _earlier(survey, client, invitation, is_guess)
    if earlier is not None:
        return _corrected(actor, earlier, survey, response.score, response.comment, said, clock.now())
    if invitation is None and not is_guess:
        invitation = _unanswered(survey, client)
    response.client, response.invitation = client, None if is_guess else invitation
    response.owner_id, response.segment = client.owner_id, client.segment
    response.abc = classes.of_clients([client.pk]).get(client.pk, "")
    if invitation is not None:
        response.wave_id, response.product = invitation.wave_id, invitation.product
    if (there := _saved(response)) is not response:
        return there
    _write_answers(response, said)
    if invitation is not None and not is_guess:
        invitation.state, invitation.answered_at = InvitationState.ANSWERED, response.answered_at
        invitation.save(update_fields=["state", "answered_at"])
    at = response.answered_at
    _entry(actor, kinds.GUESSED if is_guess else kinds.ANSWERED, response, survey, at)
    return response


@transaction.atomic
def response_correct(
    actor: Actor,
    *,
    response_id: int,
    score: int | None = None,
    comment: str | None = None,
    answers: Sequence[Said] | None = None,
) -> Response:
    """Said otherwise, or more, while there is time to correct; what is None stays as it was."""
    if actor.is_employee:
        response: Response = fetch(actor, Response, response_id, verb="response.enter", lock=True)
    else:
        require(actor, GIVES)
        rows: Any = Response.objects.unscoped(reason="whoever holds the link of this answer")
        found = rows.select_for_update(of=("self",)).filter(pk=response_id).first()
        if found is None:
            raise NotVisible
        response = found
    survey: Survey = response.survey
    given = response.score if score is None else score
    words = response.comment if comment is None else comment
    number, words, said = checked(survey, score=given, comment=words, answers=answers)
    return _corrected(actor, response, survey, number, words, said, clock.now())


def checked(
    survey: Survey, *, score: int | None, comment: str, answers: Sequence[Said] | None
) -> tuple[int | None, str, list[Said] | None]:
    """What the survey takes; Invalid with the place and the cure for anything else."""
    words = tidy(comment, lines=True)
    if len(words) > LONGEST_COMMENT:
        raise Invalid(comment=_("At most {limit} signs.").format(limit=LONGEST_COMMENT))
    scale = scale_of(survey.kind)
    if scale is None:
        return None, words, None if answers is None else _answered(survey, answers)
    if score is None or not scale[0] <= score <= scale[1]:
        raise Invalid(
            score=_("Choose a number from {least} to {most}.").format(least=scale[0], most=scale[1])
        )
    return score, words, None


def _answered(survey: Survey, answers: Sequence[Said]) -> list[Said]:
    questions = {one.pk: one for one in Question._base_manager.filter(survey=survey).order_by("place")}
    said = {one.question_id: one for one in answers}
    wrong: dict[str, Any] = {}
    kept: list[Said] = []
    if set(said) - set(questions):
        raise Invalid(_("There is no such question."))
    for pk, question in questions.items():
        one = said.get(pk, Said(question_id=pk))
        text = tidy(one.text, lines=True) if question.kind == QuestionKind.TEXT else ""
        number = one.number if question.kind != QuestionKind.TEXT else None
        place = f"q{question.place}"
        if len(text) > LONGEST_COMMENT:
            wrong[place] = _("At most {limit} signs.").format(limit=LONGEST_COMMENT)
        elif number is not None and not _fits(question, number):
            wrong[place] = _("There is no such answer.")
        elif number is None and not text:
            if question.required:
                wrong[place] = _("Answer this question, please.")
        else:
            kept.append(Said(question_id=pk, number=number, text=text))
    if wrong:
        raise Invalid(**wrong)
    if not kept:
        raise Invalid(_("Answer at least one question."))
    return kept


def _fits(question: Question, number: int) -> bool:
    if question.kind == QuestionKind.CHOICE:
        return 0 <= number < len(question.options)
    return (0 if question.best == 10 else 1) <= number <= question.best


def _of_key(survey: Survey, key: str) -> Response | None:
    rows = Response.objects.unscoped(reason="a key is of the whole survey")
    there: Response | None = rows.filter(survey=survey, key=key[:120]).first()
    return there


def _locked(client_id: Any) -> Client:
    """The client, held until the answer is written: a merge or an erasing comes before it or after it."""
    for _turn in range(3):
        client = Client._base_manager.select_for_update(of=("self",)).filter(pk=client_id).first()
        if client is None or client.erased_at is not None:
            raise NotVisible
        if client.merged_into_id is None:
            return client
        client_id = client.merged_into_id
    raise NotVisible


def _of_invitation(invitation: Invitation) -> tuple[Client, Invitation]:
    """Both locked, the client first: in the order in which a merge takes them."""
    for _turn in range(3):
        client = _locked(invitation.client_id)
        rows = Invitation._base_manager.select_for_update(of=("self",))
        found = rows.filter(pk=invitation.pk).first()
        if found is None:
            raise NotVisible
        if found.client_id == client.pk:
            return client, found
        invitation = found
    raise NotVisible


def _earlier(
    survey: Survey, client: Client, invitation: Invitation | None, is_guess: bool
) -> Response | None:
    """The answer of this person in this round: of the invitation, else of the pause between two askings."""
    rows = Response.objects.unscoped(reason="one answer a person and round")
    if invitation is not None and not is_guess:
        of_invitation: Response | None = rows.filter(invitation=invitation).first()
        return of_invitation
    since = clock.now() - timedelta(days=NPS_PAUSE.value())
    rows = rows.filter(client=client, survey=survey, is_guess=is_guess, answered_at__gt=since)
    latest: Response | None = rows.order_by("-answered_at", "-pk").first()
    return latest


def _unanswered(survey: Survey, client: Client) -> Invitation | None:
    """Asked by letter, answered by telephone: it is the same round."""
    rows = Invitation._base_manager.select_for_update(of=("self",))
    rows = rows.filter(client=client, survey=survey, state=InvitationState.ASKED, response=None)
    return rows.order_by("-asked_at", "-pk").first()


def _saved(response: Response) -> Response:
    """The answer; of two with one key that came at once, the first one's."""
    if not response.key:
        response.save(force_insert=True)
        return response
    try:
        with transaction.atomic():
            response.save(force_insert=True)
    except IntegrityError:
        there = _of_key(response.survey, response.key)
        if there is None:
            raise
        return there
    return response


def _corrected(
    actor: Actor,
    response: Response,
    survey: Survey,
    score: int | None,
    words: str,
    said: list[Said] | None,
    now: datetime,
) -> Response:
    same = response.score == score and response.comment == words
    if same and (said is None or _same(response, said)):
        return response
    if not may_correct(response.answered_at, now, SURVEY_CORRECT.value()):
        raise AnswerKept
    otherwise = response.score != score
    response.score, response.comment, response.corrected_at = score, words, now
    response.save(update_fields=["score", "comment", "corrected_at"])
    if said is not None:
        Answer._base_manager.filter(response=response).delete()
        _write_answers(response, said)
    if response.client_id is not None and otherwise and not response.is_guess:
        _entry(actor, kinds.CORRECTED, response, survey, None)
    return response


def _same(response: Response, said: list[Said]) -> bool:
    rows = Answer._base_manager.filter(response=response).values_list("question", "number", "text")
    return sorted(rows) == sorted((one.question_id, one.number, one.text) for one in said)


def _write_answers(response: Response, said: list[Said] | None) -> None:
    if said:
        Answer.objects.bulk_create(
            [
                Answer(response=response, question_id=one.question_id, number=one.number, text=one.text)
                for one in said
            ]
        )


def _entry(actor: Actor, kind: EntryKind, response: Response, survey: Survey, at: datetime | None) -> None:
    scale = scale_of(survey.kind)
    data = {
        "survey": survey.name, "survey_id": survey.pk, "response": response.pk, "score": response.score,
        "kind": kind_of(survey.kind, response.score),
        "said": f"{response.score} / {scale[1]}" if scale else "✓",
    }  # fmt: skip
    record(actor, kind, subject=response, client_id=response.client_id, data=data, at=at)
