"""The letter in which a client is told who looks after them now (rules 1.3, 1.4)."""

from __future__ import annotations

import re
import string

from django.utils.translation import gettext as _

from vernost.clients.models import Client
from vernost.core.errors import Invalid
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.staff.models import Employee

PLACES = ("client", "manager", "phone", "email", "leaver", "firm")


def usual() -> tuple[str, str]:
    """Subject and text to begin with, in the language of the page."""
    subject = _("Your manager is now {manager}")
    text = _(
        "Hello {client},\n\n{manager} looks after you from now on: {phone}, {email}. All that was agreed "
        "with {leaver} stands.\n\nWe will call you in the coming days to get to know each other. You are "
        "welcome to call first.\n\n{firm}"
    )
    return subject, text


def checked(field: str, text: str) -> None:
    """Invalid where it asks for what cannot be filled in."""
    known = ", ".join(f"{{{name}}}" for name in PLACES)
    try:
        asked = {name for _text, name, _spec, _how in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        said = _("A brace is not closed. These are filled in: {known}.").format(known=known)
        raise Invalid(**{field: said}) from error
    if unknown := sorted(asked - set(PLACES)):
        said = _("Nothing is filled in for {unknown}. These are: {known}.")
        raise Invalid(**{field: said.format(unknown=f"{{{unknown[0]}}}", known=known)})


def filled(text: str, *, client: Client, manager: Employee, leaver: Employee) -> str:
    """Nobody is left with an empty place: without a phone of their own the manager has the firm's."""
    values = {
        "client": client.address_as or client.name,
        "manager": manager.name,
        "phone": manager.phone or FIRM_PHONE.value(),
        "email": manager.email,
        "leaver": leaver.name,
        "firm": FIRM_NAME.value(),
    }
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), text)
