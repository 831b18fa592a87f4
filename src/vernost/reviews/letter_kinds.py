"""Letters of reviews/. One that asks for a review is held back like an offer: it needs the consent, keeps to
the quiet hours, and every guard is asked (an open complaint, a client who has only just come back)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.post.letter_kinds import letter_kind

ASK = letter_kind(
    "review.ask", _("Thanks for an order, and a request for a review"), advertising=True, asks=True
)
ANSWER = letter_kind("review.answer", _("Answer to a review"))
