"""The anonymous poll of employees (rule 6.2): who has answered is known, whose an answer is is not.

What could lead back is not there: no journal entry, no time, no order. Each answer writes every row of the
poll anew, shuffled and under new keys, in one transaction; and answers are shown three at a time at least,
so that whoever looks before and after one was given sees no difference.
"""

from __future__ import annotations

import random

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.core.practice import POLL_SHOWN_FROM
from vernost.journal.write import record
from vernost.voice.models import QuestionKind, Survey, SurveyKind
from vernost.voice.services.surveys import survey_make
from vernost.winback import kinds
from vernost.winback.errors import AnsweredAlready, AskingOver
from vernost.winback.models import Poll, PollAnswer, PollVoter, Reason
from vernost.winback.models.asking import LONGEST

WHY = "the whole poll is written anew, so that nothing says whose is whose"
_dice = random.SystemRandom()


@transaction.atomic
def poll_open(actor: Actor, *, question: str) -> Poll:
    require(actor, "winback.ask")
    said = tidy(question)[:200]
    if not said:
        raise Invalid(question=_("Write the question."))
    poll: Poll = Poll.objects.create(question=said, by_id=actor.employee_id)
    record(actor, kinds.ASKING_CHANGED, subject=poll, data={"question": said})
    return poll


@transaction.atomic
def poll_answer(actor: Actor, *, poll_id: int, reason_id: int | None = None, text: str = "") -> None:
    """One answer a person. Nothing is returned, and nothing written but the poll's own rows."""
    poll: Poll = fetch(actor, Poll, poll_id, verb="winback.answer", lock=True)
    if poll.closed_on is not None:
        raise AskingOver
    reason = Reason.objects.visible_to(actor).filter(pk=reason_id or 0).first()
    said = tidy(text, lines=True)[:LONGEST]
    if reason is None and not said:
        raise Invalid(text=_("Choose a reason or write your own."))
    voters = PollVoter.objects.unscoped(reason=WHY).filter(poll=poll)
    people = list(voters.values_list("employee", flat=True))
    if actor.employee_id in people:
        raise AnsweredAlready
    people.append(actor.employee_id or 0)
    answers = PollAnswer.objects.unscoped(reason=WHY).filter(poll=poll)
    kept = list(answers.values_list("reason", "text", "shown"))
    kept.append((reason.pk if reason else None, said, False))
    hidden = sum(not shown for _reason, _text, shown in kept)
    if hidden >= POLL_SHOWN_FROM.value():
        kept = [(one, text, True) for one, text, _shown in kept]
    _dice.shuffle(people)
    _dice.shuffle(kept)
    voters.delete()
    answers.delete()
    PollVoter.objects.bulk_create(PollVoter(poll=poll, employee_id=one) for one in people)
    PollAnswer.objects.bulk_create(
        PollAnswer(poll=poll, reason_id=one, text=words, shown=shown) for one, words, shown in kept
    )


@transaction.atomic
def poll_close(actor: Actor, *, poll_id: int) -> Poll:
    """What was still held back is shown too, if there are enough answers at all; who answered is
    forgotten."""
    poll: Poll = fetch(actor, Poll, poll_id, verb="winback.ask", lock=True)
    if poll.closed_on is not None:
        return poll
    poll.closed_on = clock.today()
    poll.save(update_fields=["closed_on"])
    answers = PollAnswer.objects.unscoped(reason=WHY).filter(poll=poll)
    if answers.count() >= POLL_SHOWN_FROM.value():
        answers.update(shown=True)
    PollVoter.objects.unscoped(reason=WHY).filter(poll=poll).delete()
    record(actor, kinds.ASKING_CHANGED, subject=poll, data={"question": poll.question})
    return poll


LOYAL, LOST = "loyal", "lost"


def client_poll_make(actor: Actor, *, of: str) -> Survey:
    """A draft of a poll of clients, loyal or lost, in both languages: sent and read where surveys are."""
    texts: dict[str, str] = {}
    for language in ("ru", "en"):
        with override(language):
            asked = (
                _("What could make you leave us?") if of == LOYAL else _("Why did you stop buying from us?")
            )
            texts[f"text_{language}"] = asked
    name = _("Poll of loyal clients") if of == LOYAL else _("Poll of clients who left")
    question = {"kind": QuestionKind.TEXT, "required": True, **texts}
    return survey_make(actor, name=name, kind=SurveyKind.POLL, questions=[question])
