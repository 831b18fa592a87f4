"""Addresses that clients open: of a letter, of an open link, and of their own answer given by one."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from vernost.core.errors import NotVisible
from vernost.voice.models import Channel, Invitation, Response, Survey

SALT = "vernost.voice.answer"
BY = {"card": Channel.CARD, "site": Channel.SITE}


def base() -> str:
    return settings.ENVIRONMENT.url.rstrip("/")


def of_survey(survey: Survey, by: str = "") -> str:
    return base() + reverse("survey_link", args=[survey.address], query={"by": by} if by else None)


def of_invitation(invitation: Invitation) -> str:
    return base() + reverse("survey_letter", args=[invitation.secret])


def receipt_of(response: Response) -> str:
    """What whoever answered by an open link holds: nobody else can correct the answer."""
    return Signer(salt=SALT, sep="~").sign(str(response.pk))


def answer_of(receipt: str) -> int:
    try:
        return int(Signer(salt=SALT, sep="~").unsign(receipt))
    except (BadSignature, ValueError):
        raise NotVisible from None
