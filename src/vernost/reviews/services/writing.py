"""A review comes in: by the link of a letter, from the page for visitors, or written down by an employee."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from vernost.access.actor import Actor, Kind
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.models import Client
from vernost.clients.rules import email_of, phone_of, tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.core.practice import COUNTRY
from vernost.journal.write import record
from vernost.reviews import kinds
from vernost.reviews.models import BEST, BY_HAND, LONGEST_NAME, LONGEST_TEXT, Ask, Review, Source, State
from vernost.reviews.selectors import is_open
from vernost.reviews.services.agreeing import agree, disagree, save

WRITE = "review.write"
IN_JOURNAL = 200
KEYS = ("client", "order", "ask", "decided_by", "answered_by", "taken_by")


def sender(*, address: str = "") -> Actor:
    """A visitor of the site: may write, and sees nothing."""
    return Actor(kind=Kind.TOKEN, verbs=frozenset({WRITE}), address=address)


@transaction.atomic
def review_write(
    actor: Actor, *, ask_id: int, stars: int | None, text: str = "", name: str = "", agreed: bool = False
) -> Review:
    """By the link of a letter: one review. The same again changes nothing; within a day it may be corrected,
    and what was shown is then looked over anew."""
    ask: Ask = fetch(actor, Ask, ask_id, verb=WRITE, lock=True)
    words = _words(stars, text, name)
    there: Review | None = (
        Review.objects.visible_to(actor).select_for_update(of=("self",)).filter(ask=ask).first()
    )
    if there is not None:
        return _corrected(actor, there, words, agreed)
    if not is_open(ask):
        raise Invalid(_("This page is closed: the order was long ago. Call us, we listen."))
    review = Review(
        ask=ask, client_id=ask.client_id, order_id=ask.order_id, source=Source.LETTER, key=f"ask:{ask.pk}",
        language=(translation.get_language() or "")[:8], **words,
    )  # fmt: skip
    return _kept(actor, review, _("on the page of the review") if agreed else "")


@transaction.atomic
def review_receive(
    actor: Actor,
    *,
    token: str,
    stars: int | None,
    text: str = "",
    name: str = "",
    phone: str = "",
    email: str = "",
    agreed: bool = False,
    is_spam: bool = False,
) -> Review:
    """From the page for visitors: of nobody known, until an employee finds out. ``token``: of the page as it
    was shown; the same one again gives the review that is there."""
    require(actor, WRITE)
    there = _of_key(key := f"page:{token}")
    if there is not None:
        return there
    review = Review(
        source=Source.PAGE, key=key, state=State.SPAM if is_spam else State.NEW,
        language=(translation.get_language() or "")[:8], **_reached_by(phone, email),
        **_words(stars, text, name),
    )  # fmt: skip
    return _kept(actor, review, _("on the page for visitors") if agreed and not is_spam else "")


@transaction.atomic
def review_take(
    actor: Actor,
    *,
    client_id: int | None = None,
    stars: int | None,
    text: str = "",
    name: str = "",
    source: str = Source.HAND,
    original: str = "",
    written_at: datetime | None = None,
    agreed_how: str = "",
    key: str = "",
) -> Review:
    """Written down by an employee or a program. One of nobody known: by those who look reviews over."""
    if client_id is None:
        require(actor, "review.moderate")
    else:
        fetch(actor, Client, client_id, verb="review.take", lock=True)
    if source not in (*BY_HAND, Source.API):
        raise Invalid(source=_("Say where it was written."))
    if written_at is not None and written_at > clock.now():
        raise Invalid(written_at=_("This time has not come yet."))
    if key and (there := _of_key(f"taken:{key}")) is not None:
        return there
    review = Review(
        client_id=client_id, source=source, original=tidy(original), key=f"taken:{key}" if key else "",
        written_at=written_at or clock.now(), taken_by_id=actor.employee_id, **_words(stars, text, name),
    )  # fmt: skip
    return _kept(actor, review, tidy(agreed_how))


def _words(stars: int | None, text: str, name: str) -> dict[str, Any]:
    if stars is None or not 1 <= stars <= BEST:
        raise Invalid(stars=_("Choose from one to five stars."))
    words = {"text": tidy(text, lines=True), "name": tidy(name)}
    for field, most in (("text", LONGEST_TEXT), ("name", LONGEST_NAME)):
        if len(words[field]) > most:
            raise Invalid(**{field: _("At most {limit} signs.").format(limit=most)})
    return {"stars": stars, **words}


def _reached_by(phone: str, email: str) -> dict[str, str]:
    """As clients' own are written, so that they can be compared; what is none is left out: it was asked for
    politely."""
    known = phone_of(phone, COUNTRY.value()) if phone.strip() else None
    return {"phone": known[0] if known else "", "email": (email_of(email) if email.strip() else "") or ""}


def _of_key(key: str) -> Review | None:
    rows = Review.objects.unscoped(reason="the same review sent again is the one that is there")
    found: Review | None = rows.filter(key=key).first()
    return found


def _kept(actor: Actor, review: Review, agreed_how: str) -> Review:
    """Saved and told of; of two sent at once, the first one's."""
    review.secret = "" if review.ask_id else secrets.token_urlsafe(32)
    checked(review, exclude=KEYS)
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError:
        there = _of_key(review.key) if review.key else None
        if there is None:
            raise
        return there
    _told(actor, review, kinds.WRITTEN)
    if agreed_how and agree(actor, review, agreed_how):
        save(review, "agreed_at", "agreed_how", "withdrawn_at")
    return review


def _corrected(actor: Actor, review: Review, words: dict[str, Any], agreed: bool) -> Review:
    if not review.may_be_corrected:
        return review
    changed = [name for name, value in words.items() if getattr(review, name) != value]
    for name in changed:
        setattr(review, name, words[name])
    if changed:
        review.corrected_at = clock.now()
        if review.state != State.SPAM:
            review.state, review.reason, review.decided_by, review.decided_at = State.NEW, "", None, None
        _told(actor, review, kinds.CORRECTED)
    how = _("on the page of the review")
    turned = agree(actor, review, how) if agreed else disagree(actor, review)
    if changed or turned:
        review.version += 1
        review.save()
    return review


def _told(actor: Actor, review: Review, kind: Any) -> None:
    data = {"stars": review.stars, "text": review.text[:IN_JOURNAL]}
    record(actor, kind, subject=review, client_id=review.client_id, data=data)
