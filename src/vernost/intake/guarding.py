"""What keeps robots out of a form without asking a third party, and never loses a person's words.

A form carries a signed ticket: when it was shown, and a number by which the same form sent twice is one
request. A form that was sent without one (from a page of the firm's own making), or with one that is too old
or too young, is shown again with everything in it, to be sent once more. A field that no eye sees, filled in,
is a robot's: the request is kept among the spam, and the robot is thanked like anybody.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from django.core import signing

from vernost.core import clock

SALT = "vernost.intake.form"
TRAP = "website"
LEAST = timedelta(seconds=2)  # nobody reads and writes faster
LIFE = timedelta(hours=24)
TIMES, WITHIN = 20, 600  # from one address, in seconds


class Look(Enum):
    FINE = "fine"
    TOO_YOUNG = "too_young"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Ticket:
    token: str
    shown_at: datetime
    site: str = ""  # the host on whose page the form was seen

    def written(self) -> str:
        values = [self.token, int(self.shown_at.timestamp()), self.site]
        return signing.Signer(salt=SALT).sign_object(values, compress=True)


def ticket(page: str = "") -> Ticket:
    return Ticket(secrets.token_hex(16), clock.now(), host_of(page))


def host_of(page: str) -> str:
    try:
        return (urlsplit(page).hostname or "")[:100]
    except ValueError:
        return ""


def looked_at(given: str) -> tuple[Look, Ticket | None]:
    if not given or len(given) > 600:
        return Look.NONE, None
    try:
        token, shown, site = signing.Signer(salt=SALT).unsign_object(given)
        known = Ticket(str(token), datetime.fromtimestamp(int(shown), UTC), str(site))
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return Look.NONE, None
    age = clock.now() - known.shown_at
    if age > LIFE:
        return Look.NONE, None
    return (Look.TOO_YOUNG if age < LEAST else Look.FINE), known


def promise_written(due_at: datetime) -> str:
    """For the address of the page that thanks: it can be shown again, and nobody makes one up."""
    return signing.Signer(salt=f"{SALT}.thanks").sign_object(int(due_at.timestamp()))


def promise_read(given: str) -> datetime | None:
    try:
        stamp = signing.Signer(salt=f"{SALT}.thanks").unsign_object(given)
        return datetime.fromtimestamp(int(stamp), UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
