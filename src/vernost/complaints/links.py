"""The client's own address of a case: signed, so nothing is stored; another ``link``, another address."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from vernost.access.actor import Actor, public_token
from vernost.complaints.models import Complaint
from vernost.core.errors import NotVisible

SALT = "vernost.complaints"
VERBS = frozenset({"complaint.follow"})


def token_of(case: Complaint) -> str:
    return Signer(salt=SALT, sep="~").sign(f"{case.pk}.{case.link}")


def address_of(case: Complaint) -> str:
    return reverse("case", args=[token_of(case)])


def opened(token: str) -> tuple[Actor, Complaint]:
    """The client behind the address, and their case; whatever is no address of ours is not there."""
    try:
        number, _, link = Signer(salt=SALT, sep="~").unsign(token).partition(".")
    except BadSignature:
        raise NotVisible from None
    rows = Complaint.objects.unscoped(reason="the address itself is the key to this one case")
    case: Complaint | None = (
        rows.filter(pk=int(number), link=int(link), client__is_live=True)
        .select_related("responsible")
        .first()
    )
    if case is None:
        raise NotVisible
    return public_token(client_id=case.client_id, verbs=VERBS), case
