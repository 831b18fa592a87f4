"""What stands behind the addresses that clients open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from vernost.access.actor import Actor, public_token
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.core.practice import SURVEY_CORRECT, SURVEY_LINK
from vernost.voice.models import Answer, Invitation, Question, Response, Survey, SurveyState
from vernost.voice.rules import Said, may_correct

VERBS = frozenset({"response.give"})
BY_ADDRESS = "the address itself is the key"
FRESH, MOST_KEPT = timedelta(seconds=5), 1000
_KEPT: dict[str, tuple[datetime, Survey]] = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """A letter's link: who answers, what, and what they have answered."""

    actor: Actor
    survey: Survey
    invitation: Invitation
    response: Response | None
    is_over: bool


def by_address(address: str) -> Survey:
    """A survey that was opened once; a draft is nobody's yet."""
    rows = Survey.objects.unscoped(reason=BY_ADDRESS).exclude(state=SurveyState.DRAFT)
    survey: Survey | None = rows.filter(address=address[:32]).first()
    if survey is None:
        raise NotVisible
    return survey


def by_address_soon(address: str) -> Survey:
    """``by_address`` as it was within seconds, for storing an answer without asking for the survey again.
    Whoever stood on the page when a survey was closed has an hour, so nobody notices."""
    now = clock.now()
    kept = _KEPT.get(address)
    if kept is not None and timedelta(0) <= now - kept[0] < FRESH:
        return kept[1]
    survey = by_address(address)
    if len(_KEPT) >= MOST_KEPT:
        _KEPT.clear()
    _KEPT[address] = (now, survey)
    return survey


def by_secret(secret: str) -> Asked:
    """Whoever holds the link of the letter. One that is wrong, or of a person who was erased, opens
    nothing."""
    rows = Invitation.objects.unscoped(reason=BY_ADDRESS).exclude(secret="")
    rows = rows.select_related("client", "survey")
    found: Invitation | None = (
        rows.filter(secret=secret[:43], client__is_live=True).first() if secret else None
    )
    if found is None:
        raise NotVisible
    response: Response | None = Response.objects.unscoped(reason=BY_ADDRESS).filter(invitation=found).first()
    asked_at = found.asked_at or found.due_at
    is_over = clock.now() - asked_at > timedelta(days=SURVEY_LINK.value())
    actor = public_token(client_id=found.client_id, verbs=VERBS)
    return Asked(actor, found.survey, found, response, is_over)


def answer_given(pk: int) -> Response:
    rows = Response.objects.unscoped(reason=BY_ADDRESS).select_related("survey", "client")
    found: Response | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def questions_of(survey: Survey) -> list[Question]:
    return list(Question.objects.unscoped(reason=BY_ADDRESS).filter(survey=survey).order_by("place"))


def said_in(response: Response) -> dict[int, Said]:
    rows = Answer.objects.unscoped(reason=BY_ADDRESS).filter(response=response)
    return {
        one.question_id: Said(question_id=one.question_id, number=one.number, text=one.text) for one in rows
    }


def is_correctable(response: Response) -> bool:
    return may_correct(response.answered_at, clock.now(), SURVEY_CORRECT.value())
