"""A letter as the mail server gets it: text beside HTML, the firm's name, the way out."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formataddr, make_msgid, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import linebreaks, urlize
from django.utils.safestring import mark_safe

from vernost.clients.models import Client
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.post import letter_kinds, tokens
from vernost.post.models import Letter
from vernost.staff.models import Employee

NOBODY = "Vernost"
LONGEST_SHOWN = 48


def language_of(client: Client) -> str:
    """The client's language where we speak it, else the firm's."""
    known = {code for code, _name in settings.LANGUAGES}
    return client.language if client.language in known else settings.LANGUAGE_CODE


def written(template: str, context: Mapping[str, Any], language: str) -> dict[str, str]:
    """Subject and text of ``template`` in one language, for the services of this context:

    letter_to_client(actor, client_id=…, kind=DELAYED, **written("orders/letters/delayed", {…}, language))

    ``<template>.txt``: the subject in its first line, then an empty one, then the text. ``<template>.html``,
    if there is one, is put into the frame of a letter; without it the text is.
    """
    from django.template.loader import select_template

    with translation.override(language):
        subject, _rest, text = render_to_string(f"{template}.txt", dict(context)).strip().partition("\n")
        html = select_template([f"{template}.html", "post/nothing.html"]).render(dict(context)).strip()
    return {"subject": subject.strip(), "text": text.strip(), "html": html}


def new_message_id() -> str:
    return make_msgid(domain=_domain())


def way_out(letter: Letter) -> str:
    if not letter.secret:
        return ""
    return settings.ENVIRONMENT.url.rstrip("/") + reverse("letter_leave", args=[letter.secret])


def message(letter: Letter) -> EmailMultiAlternatives:
    """``letter`` with its client, their manager, or its employee, at hand."""
    firm = FIRM_NAME.value() or NOBODY
    manager = letter.client.owner if letter.client else None
    context: dict[str, Any] = {
        "letter": letter,
        "firm": firm,
        "phone": FIRM_PHONE.value(),
        "manager": manager if manager is not None and manager.is_active else None,
        "way_out": way_out(letter),
        # Ours: a fragment of our own templates, or text that urlize has escaped. A long address is shown by
        # its beginning, and leads where it leads.
        "body": mark_safe(letter.html or linebreaks(urlize(letter.text, LONGEST_SHOWN, autoescape=True))),
    }
    with translation.override(letter.language):
        text = render_to_string("post/letter.txt", context).strip() + "\n"
        html = render_to_string("post/letter.html", context)
    mail = EmailMultiAlternatives(
        letter.subject,
        text,
        from_email=formataddr((firm, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[letter.address],
        reply_to=_reply_to(letter, context["manager"], firm),
        headers=_headers(letter),
    )
    mail.attach_alternative(html, "text/html")
    if (parts := letter_kinds.known(letter.kind).parts) is not None:
        with translation.override(letter.language):
            for part in parts(letter):
                mail.attach(part)
    return mail


def _reply_to(letter: Letter, manager: Employee | None, firm: str) -> list[str] | None:
    """Into the mailbox that is read, to the letter's own address there; without one, to the manager."""
    where = settings.ENVIRONMENT.mail_reply
    if where and letter.client_id is not None:
        name = manager.name if manager is not None else firm
        return [formataddr((name, tokens.address_of(where, letter.pk)))]
    return [formataddr((manager.name, manager.email))] if manager is not None else None


def _headers(letter: Letter) -> dict[str, str]:
    headers = {"Message-ID": letter.message_id}
    if letter.secret:  # RFC 8058
        headers["List-Unsubscribe"] = f"<{way_out(letter)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if not letter_kinds.known(letter.kind).by_hand:
        headers["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine is to answer it
    return headers


def _domain() -> str:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return address.rpartition("@")[2] or urlsplit(settings.ENVIRONMENT.url).hostname or "localhost"
