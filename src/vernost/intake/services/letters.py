"""Letters in the firm's mailbox that answer nothing become requests, each once."""

from __future__ import annotations

import logging

import phonenumbers

from vernost.clients.rules import phone_of
from vernost.core.practice import COUNTRY
from vernost.intake.models import LONGEST_TEXT, Channel
from vernost.intake.services.receiving import request_receive, sender
from vernost.post import imap, receiving
from vernost.post.incoming import Mail

log = logging.getLogger(__name__)


def request_from_letter(mail: Mail, came: imap.Came) -> bool:
    """Whether it was one: not what machines write, nor we ourselves."""
    reason = mail.by_machine or ("" if mail.email else "nobody to answer, or one of our own")
    if reason or mail.is_report:
        log.info("The letter %s is no request: %s", came.uid, reason or "a report of the mail itself")
        return False
    request_receive(
        sender(),
        channel=Channel.EMAIL,
        name=mail.name,
        email=mail.email,
        phone=_phone(mail.text, COUNTRY.value()),
        text="\n\n".join(part for part in (mail.subject, mail.text) if part)[:LONGEST_TEXT],
        token=mail.token,
        arrived_at=came.at,
        is_spam=mail.is_spam,
    )
    return True


def _phone(text: str, country: str) -> str:
    """The first phone in it, if any: by it a client is known whose address is new."""
    for match in phonenumbers.PhoneNumberMatcher(text[:LONGEST_TEXT], country):
        known = phone_of(match.raw_string, country)
        if known:
            return known[0]
    return ""


def register_own() -> None:
    receiving.taker("request", request_from_letter, place=90)
