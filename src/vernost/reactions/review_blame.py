"""A review with few stars is a complaint that was not asked for: it is taken, and nothing else is asked
(rule 4.7)."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM
from vernost.complaints.models import Channel
from vernost.complaints.services import complaint_take
from vernost.core import clock
from vernost.core.practice import REVIEW_BLAME, REVIEW_PRAISE
from vernost.journal.models import Entry
from vernost.reactions.declaring import reaction
from vernost.reactions.speaking import client_of, in_language_of
from vernost.reviews import kinds
from vernost.reviews.models import Review, State
from vernost.reviews.rules import Sense, sense

NEWS = timedelta(days=30)  # what was written longer ago is history that somebody wrote down


@reaction(
    "review_blame",
    on=(kinds.WRITTEN, kinds.CORRECTED, kinds.TIED),
    rule="4.7",
    does="A review with few stars opens a complaint with its words, once.",
)
def complain(entry: Entry) -> None:
    client, review = client_of(entry), review_of(entry)
    if client is None or review is None or how(review) is not Sense.BLAME:
        return
    with in_language_of(client.owner):
        stars = _("A review, {stars} of 5.").format(stars=review.stars)
    complaint_take(
        SYSTEM,
        client_id=client.pk,
        text=f"{stars} {review.text}".strip(),
        channel=Channel.REVIEW,
        order_id=review.order_id,
        key=f"review:{review.pk}",
    )


def review_of(entry: Entry) -> Review | None:
    """As it is now; not a robot's, and not history."""
    rows = Review.objects.visible_to(SYSTEM).exclude(state=State.SPAM)
    since = clock.now() - NEWS
    review: Review | None = rows.filter(pk=entry.subject_id, written_at__gte=since).first()
    return review


def how(review: Review) -> Sense:
    return sense(review.stars, praise=int(REVIEW_PRAISE.value()), blame=int(REVIEW_BLAME.value()))
