"""What came by a form for complaints is a complaint: a case of the client, once (rule 5.1)."""

from __future__ import annotations

from vernost.access.actor import SYSTEM
from vernost.complaints.models import Channel
from vernost.complaints.services import complaint_take
from vernost.intake import kinds
from vernost.intake.models import Channel as Way
from vernost.intake.models import Request, State, Why
from vernost.intake.services import request_close
from vernost.journal.models import Entry
from vernost.reactions.declaring import reaction
from vernost.reactions.speaking import client_of

BY_LETTER = "—"


@reaction(
    "complaint_by_form",
    on=(kinds.RECEIVED[Way.FORM], kinds.TIED),
    rule="5.1",
    does="What a client we know wrote by a form for complaints opens a case; of others, once they are tied.",
)
def take(entry: Entry) -> None:
    rows = Request.objects.visible_to(SYSTEM).select_related("form")
    request: Request | None = rows.filter(pk=entry.subject_id).first()
    client = client_of(entry)
    if request is None or client is None or request.client_id != client.pk:
        return
    if request.form is None or not request.form.is_for_complaints or request.state == State.SPAM:
        return
    complaint_take(
        SYSTEM, client_id=client.pk, text=request.text.strip() or BY_LETTER, channel=Channel.FORM,
        received_at=request.arrived_at, key=f"request:{request.pk}:{client.pk}",
    )  # fmt: skip
    if request.state != State.CLOSED:
        request_close(SYSTEM, request_id=request.pk, why=Why.COMPLAINT)
