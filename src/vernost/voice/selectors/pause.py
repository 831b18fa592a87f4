"""Nobody is asked more often than the pause allows, over all surveys (rule 4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from vernost.core import clock
from vernost.core.practice import NPS_PAUSE
from vernost.voice.models import Invitation, Response

REASON = "the pause is over all surveys, whoever asks"


def asked_lately(client_ids: Sequence[int]) -> set[int]:
    """Those who were asked, or answered by any way, within the pause; a guess of ours disturbed nobody."""
    since = clock.now() - timedelta(days=NPS_PAUSE.value())
    asked = Invitation.objects.unscoped(reason=REASON).filter(client__in=client_ids, asked_at__gt=since)
    answered = Response.objects.unscoped(reason=REASON).filter(
        client__in=client_ids, answered_at__gt=since, is_guess=False
    )
    return set(asked.order_by().values_list("client", flat=True)) | set(
        answered.order_by().values_list("client", flat=True)
    )
