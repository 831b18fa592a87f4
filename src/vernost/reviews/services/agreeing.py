"""Whether a review may be shown: its author's word, with how and when it was given, and taken back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.reviews import kinds
from vernost.reviews.models import Review, State


@transaction.atomic
def agreement_give(actor: Actor, *, review_id: int, how: str) -> Review:
    """An employee writes down that the author agreed, and how."""
    review: Review = fetch(actor, Review, review_id, verb="review.take", lock=True)
    if not tidy(how):
        raise Invalid(how=_("Write how they agreed: by telephone on which day, in which letter."))
    if agree(actor, review, tidy(how)):
        save(review, "agreed_at", "agreed_how", "withdrawn_at")
    return review


@transaction.atomic
def agreement_withdraw(actor: Actor, *, review_id: int, verb: str = "review.write") -> Review:
    """The author, by their link, or an employee to whom they said so (``review.take``): it leaves the site at
    once. However often they say so: once."""
    review: Review = fetch(actor, Review, review_id, verb=verb, lock=True)
    if disagree(actor, review):
        save(review, "state", "withdrawn_at")
    return review


def agree(actor: Actor, review: Review, how: str) -> bool:
    if review.is_agreed:
        return False
    review.agreed_at, review.withdrawn_at, review.agreed_how = clock.now(), None, how[:200]
    record(actor, kinds.AGREED, subject=review, client_id=review.client_id, data={"review": review.pk})
    return True


def disagree(actor: Actor, review: Review) -> bool:
    if not review.is_agreed:
        return False
    review.withdrawn_at = clock.now()
    if review.state == State.PUBLISHED:
        review.state = State.HIDDEN
    record(actor, kinds.WITHDRAWN, subject=review, client_id=review.client_id, data={"review": review.pk})
    return True


def save(review: Review, *fields: str) -> None:
    review.version += 1
    review.save(update_fields=[*fields, "version"])
