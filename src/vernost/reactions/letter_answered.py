"""A client answered the letter of a complaint: the answer is their word in the case (rule 5.1).

The letter is in the manager's Today all the same; here the clocks of the case learn that they spoke.
"""

from __future__ import annotations

from vernost.access.actor import SYSTEM, public_token
from vernost.complaints import links
from vernost.complaints.models import LONGEST, Complaint
from vernost.complaints.services import client_says
from vernost.journal.models import Entry
from vernost.post import kinds
from vernost.post.models import InboundLetter
from vernost.reactions.declaring import reaction


@reaction(
    "letter_answered",
    on=(kinds.REPLIED,),
    rule="5.1",
    does="The answer to a letter about a complaint stands in the case as the client’s word.",
)
def into_the_case(entry: Entry) -> None:
    answer = InboundLetter.objects.visible_to(SYSTEM).filter(pk=entry.subject_id).first()
    if answer is None or answer.about_type != Complaint._meta.label_lower:
        return
    words = answer.text or answer.subject
    case = Complaint.objects.visible_to(SYSTEM).filter(pk=answer.about_id, client=answer.client_id).first()
    if case is None or not words:
        return
    client = public_token(client_id=case.client_id, verbs=links.VERBS)
    client_says(client, complaint_id=case.pk, text=words[:LONGEST])
