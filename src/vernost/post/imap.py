"""A mailbox over IMAP: its letters after a number, nothing changed in it.

``VERNOST_INTAKE_IMAP_URL=imaps://user:password@host/INBOX``. Whatever keeps it from being read is a
``MailboxTrouble`` with a code, told to people in words (troubles.py).
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
from vernost.post.troubles import MailboxTrouble

log = logging.getLogger(__name__)
TIMEOUT = 20
LARGEST = 256 * 1024  # of a letter that much is read; pictures stand further down
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
    size: int  # of the whole letter, of which ``raw`` may be the beginning


class Box:
    """An open mailbox, to be read only."""

    def __init__(self, server: imaplib.IMAP4, folder: str) -> None:
        self.server = server
        with _spoken():
            said, _data = server.select(_quoted(folder), readonly=True)
            if said != "OK":
                raise MailboxTrouble("folder", folder)
            self.validity = int((server.response("UIDVALIDITY")[1] or [b"0"])[0] or 0)

    def after(self, last_uid: int) -> list[int]:
        """Numbers of letters that came after; of the last days where nothing is known yet."""
        if last_uid:
            found = self._search(f"UID {last_uid + 1}:*")
            return [uid for uid in found if uid > last_uid]  # «n:*» names the last one even if it is before n
        since = clock.today() - FIRST_LOOK
        return self._search(f"SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}")

    def _search(self, what: str) -> list[int]:
        with _spoken():
            _said, data = self.server.uid("SEARCH", what)
        words = b" ".join(part for part in data if isinstance(part, bytes)).split()
        return sorted(int(word) for word in words if word.isdigit())

    def letter(self, uid: int) -> Came | None:
        """Its beginning; None for one that was deleted meanwhile."""
        what = f"(INTERNALDATE RFC822.SIZE BODY.PEEK[]<0.{LARGEST}>)"
        with _spoken():
            _said, data = self.server.uid("FETCH", str(uid), what)
        for part in data:
            if isinstance(part, tuple) and len(part) == 2:
                size = re.search(rb"RFC822\.SIZE (\d+)", part[0])
                return Came(uid, _moment(part[0]), part[1], int(size[1]) if size else len(part[1]))
        return None


@contextmanager
def _spoken() -> Iterator[None]:
    """Around words with the server: a line that breaks off is told apart from a fault of ours."""
    try:
        yield
    except (imaplib.IMAP4.abort, OSError) as error:
        raise MailboxTrouble("dropped", str(error)) from error
    except imaplib.IMAP4.error as error:
        raise MailboxTrouble("answer", str(error)) from error


@contextmanager
def opened(where: Address) -> Iterator[Box]:
    try:
        server = _connected(where)
    except ssl.SSLError as error:
        raise MailboxTrouble("tls", str(error)) from error
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxTrouble("away", str(error)) from error
    try:
        with _spoken():
            try:
                server.login(where.user, where.password)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as error:
                raise MailboxTrouble("password", str(error)) from error
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
        raise MailboxTrouble("open_line", where.host)
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
