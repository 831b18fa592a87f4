"""Letters to the firm become requests: read by IMAP, each once, nothing changed in the mailbox.

``VERNOST_INTAKE_IMAP_URL=imaps://user:password@host/INBOX``. What was read last is kept by the mailbox's own
numbers (UID), moved in the transaction of each request; where it was lost, a letter's own Message-ID tells
that it is there already. The first time only letters of the last two days are taken.
"""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

from vernost.core import clock
from vernost.core.errors import Misconfigured

log = logging.getLogger(__name__)
TIMEOUT = 20
LARGEST = 256 * 1024  # of a letter that much is read; pictures stand further down
AT_ONCE = 50
FIRST_LOOK = timedelta(days=2)
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int
    user: str
    password: str
    folder: str
    tls: bool


def address(url: str) -> Address:
    parts = urlsplit(url)
    tls = parts.scheme == "imaps"
    return Address(
        host=parts.hostname or "",
        port=parts.port or (993 if tls else 143),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=tls,
    )


@dataclass(frozen=True, slots=True)
class Came:
    uid: int
    at: datetime
    raw: bytes


class Box:
    """An open mailbox, to be read only."""

    def __init__(self, server: imaplib.IMAP4, folder: str) -> None:
        self.server = server
        said, _data = server.select(_quoted(folder), readonly=True)
        if said != "OK":
            raise Misconfigured(f"There is no folder {folder} in the mailbox.")
        self.validity = int((server.response("UIDVALIDITY")[1] or [b"0"])[0] or 0)

    def after(self, last_uid: int) -> list[int]:
        """Numbers of letters that came after; of the last days where nothing is known yet."""
        if last_uid:
            found = self._search(f"UID {last_uid + 1}:*")
            return [uid for uid in found if uid > last_uid]  # «n:*» names the last one even if it is before n
        since = clock.today() - FIRST_LOOK
        return self._search(f"SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}")

    def _search(self, what: str) -> list[int]:
        _said, data = self.server.uid("SEARCH", what)
        words = b" ".join(part for part in data if isinstance(part, bytes)).split()
        return sorted(int(word) for word in words if word.isdigit())

    def letter(self, uid: int) -> Came | None:
        """Its beginning; None for one that was deleted meanwhile."""
        what = f"(INTERNALDATE BODY.PEEK[]<0.{LARGEST}>)"
        _said, data = self.server.uid("FETCH", str(uid), what)
        for part in data:
            if isinstance(part, tuple) and len(part) == 2:
                return Came(uid, _moment(part[0]), part[1])
        return None


@contextmanager
def opened(where: Address) -> Iterator[Box]:
    server = _connected(where)
    try:
        server.login(where.user, where.password)
        yield Box(server, where.folder)
    finally:
        try:
            server.logout()
        except (OSError, imaplib.IMAP4.error):
            log.debug("The mailbox has closed the line itself")


def _connected(where: Address) -> imaplib.IMAP4:
    """Never a password over an open line: only to this machine itself."""
    safely = ssl.create_default_context()
    if where.tls:
        return imaplib.IMAP4_SSL(where.host, where.port, ssl_context=safely, timeout=TIMEOUT)
    server = imaplib.IMAP4(where.host, where.port, timeout=TIMEOUT)
    if "STARTTLS" in server.capabilities:
        server.starttls(ssl_context=safely)
    elif where.host not in LOCAL:
        server.shutdown()
        raise Misconfigured(f"{where.host} offers no TLS: the password would be read on the way.")
    return server


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _moment(described: bytes) -> datetime:
    """When the server got it, never in the future: its clock may be wrong."""
    now = clock.now()
    known = imaplib.Internaldate2tuple(described) if re.search(rb"INTERNALDATE", described) else None
    if known is None:
        return now
    return min(datetime.fromtimestamp(time.mktime(known), UTC), now)
