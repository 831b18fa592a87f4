"""A client's letter becomes a complaint by one click, with its words; the same letter opens one case."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vernost.complaints.models import LONGEST, Channel
from vernost.post import turning
from vernost.post.models import InboundLetter


def fields(letter: InboundLetter) -> dict[str, str]:
    words = letter.text.strip() or letter.subject
    return {"text": words[:LONGEST], "channel": Channel.LETTER.value, "key": f"letter_in:{letter.pk}"}


def register_own() -> None:
    turning.register(
        turning.Turn(
            name="complaint",
            label=_("Open a complaint"),
            icon="message-circle-warning",
            verb="complaint.take",
            address=lambda letter: reverse("complaint_add", args=[letter.client_id]),
            fields=fields,
        )
    )
