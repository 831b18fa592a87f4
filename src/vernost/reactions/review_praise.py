"""Whoever praises us may recommend us, if asked: a person asks, in their own words (rule 4.7)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM
from vernost.agenda.models import Step
from vernost.complaints.models import Complaint
from vernost.complaints.selectors import with_open_complaint
from vernost.core import clock
from vernost.journal.models import Entry
from vernost.reactions.declaring import reaction
from vernost.reactions.review_blame import how, review_of
from vernost.reactions.speaking import client_of, in_language_of, task
from vernost.reviews import kinds
from vernost.reviews.rules import Sense


@reaction(
    "review_praise",
    on=(kinds.WRITTEN, kinds.CORRECTED, kinds.TIED),
    rule="4.7",
    does="The manager is asked to thank for a review with many stars, and to ask for a recommendation, once.",
)
def ask_to_recommend(entry: Entry) -> None:
    client, review = client_of(entry), review_of(entry)
    if client is None or client.owner is None or review is None or how(review) is not Sense.PRAISE:
        return
    if _was_blame(review.pk) or with_open_complaint([client.pk]):
        return
    key = f"review:{review.pk}:recommend"
    if Step.objects.visible_to(SYSTEM).filter(client=client, key=key).exists():
        return
    with in_language_of(client.owner):
        text = _("Thank them for the review ({stars} of 5), and ask whom they would recommend us to.").format(
            stars=review.stars
        )
        task(client, text, key=key, moment="networking", due_on=clock.today())


def _was_blame(review_id: int) -> bool:
    """Corrected upwards within its day: it is being settled as a complaint already."""
    return Complaint.objects.visible_to(SYSTEM).filter(key=f"review:{review_id}").exists()
