"""What the client of a case is written, in their language: service letters, never advertising."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import SYSTEM
from vernost.complaints import links
from vernost.complaints.models import Complaint
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.post.composing import language_of, written
from vernost.post.letter_kinds import letter_kind
from vernost.post.models import Letter, State
from vernost.post.services import letter_to_client

RECEIVED = letter_kind("complaint.received", _("Complaint received"))
TOLD = letter_kind("complaint.told", _("News of a complaint"))
ASKED = letter_kind("complaint.asked", _("Is the complaint settled?"))
KINDS = {"received": RECEIVED, "told": TOLD, "asked": ASKED}


def write(case: Complaint, template: str, key: str, **context: Any) -> bool:
    """Whether a letter is on its way: not where the client has no address or may not be written to."""
    language = language_of(case.client)
    words = {
        "case": case,
        "client": case.client,
        "responsible": case.responsible,
        "firm": FIRM_NAME.value(),
        "phone": FIRM_PHONE.value(),
        "address": settings.ENVIRONMENT.url.rstrip("/") + links.address_of(case),
        **context,
    }
    said: dict[str, Any] = {**written(f"complaints/letters/{template}", words, language)}
    letter: Letter = letter_to_client(
        SYSTEM,
        client_id=case.client_id,
        kind=KINDS[template],
        key=f"complaint:{case.pk}:{key}",
        about=case,
        **said,
    )
    return letter.state in (State.QUEUED, State.SENT)
