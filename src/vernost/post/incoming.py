"""A letter as it came, told as a request: who, what, and whether a person wrote it. Pure: bytes in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from html import unescape

import phonenumbers

from vernost.clients.rules import email_of, phone_of, tidy

LONGEST_TEXT = 4000
PARTS = 200
OF_LISTS_AND_ROBOTS = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond")
BY_MACHINES = frozenset({"bulk", "junk", "list", "auto_reply"})
TAGS_WITH_NOTHING_TO_READ = re.compile(r"(?is)<(script|style|head|title)\b.*?</\1\s*>|<!--.*?-->")
BREAKS = re.compile(r"(?i)<br\s*/?>|</(p|div|tr|li|h\d|table)\s*>")
TAGS = re.compile(r"(?s)<[^>]*>")


@dataclass(frozen=True, slots=True)
class Letter:
    token: str  # of its Message-ID: the same letter read twice is one request
    name: str = ""
    email: str = ""
    phone: str = ""
    text: str = ""
    is_spam: bool = False
    skipped: str = ""  # why it is no request


def read(raw: bytes, *, own: Collection[str] = (), country: str = "RU") -> Letter:
    """``own``: addresses of the firm and its people, in small letters: what they write is no request."""
    message = message_from_bytes(raw)
    token = _token(message, raw)
    reason = _by_a_machine(message)
    name, email = _sender(message, own)
    if not reason and not email:
        reason = "nobody to answer, or one of our own"
    if reason:
        return Letter(token, skipped=reason)
    subject, body = _header(message, "Subject"), _body(message)
    text = "\n\n".join(part for part in (subject, body) if part)
    return Letter(
        token,
        name=tidy(name)[:200],
        email=email,
        phone=_phone(body, country),
        text=text[:LONGEST_TEXT],
        is_spam=_header(message, "X-Spam-Flag").lower().startswith("yes"),
    )


def _token(message: Message, raw: bytes) -> str:
    named = _header(message, "Message-ID").strip()
    return hashlib.sha256(named.encode(errors="replace") if named else raw).hexdigest()


def _by_a_machine(message: Message) -> str:
    """RFC 3834: who answers those falls into a loop."""
    submitted = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return "an automatic answer"
    if _header(message, "Precedence").strip().lower() in BY_MACHINES:
        return "sent to many"
    if any(_header(message, name) for name in OF_LISTS_AND_ROBOTS):
        return "sent to many"
    if _header(message, "Return-Path") == "<>" or message.get_content_type() == "multipart/report":
        return "a report of the mail itself"
    return ""


def _sender(message: Message, own: Collection[str]) -> tuple[str, str]:
    """Whom to answer. A site's own mailer writes from the firm's address; Reply-To is the visitor."""
    for header in ("From", "Reply-To"):
        name, address = parseaddr(_header(message, header))
        known = email_of(address)
        if known and known not in own:
            return name, known
    return "", ""


def _header(message: Message, name: str) -> str:
    """A header as people read it, however badly it was written: as it came, where it cannot be decoded."""
    given = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    text = _readable(str(given))
    with suppress(HeaderParseError, LookupError, UnicodeError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.split())[:1000]


def _readable(text: str) -> str:
    """Bytes that were put into a header without saying in which alphabet."""
    try:
        return _decoded(text.encode("ascii", "surrogateescape"), "")
    except UnicodeEncodeError:
        return text


def _body(message: Message) -> str:
    """The first plain text, else the first HTML without its tags; attachments are not read."""
    html = ""
    for part in _parts(message):
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html") or part.get_content_disposition() == "attachment":
            continue
        text = _text_of(part)
        if kind == "text/plain" and text.strip():
            return tidy(text, lines=True)
        html = html or text
    return tidy(_without_tags(html), lines=True)


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= PARTS:
            return
        yield part


def _text_of(part: Message) -> str:
    try:
        raw = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        raw = None
    if not isinstance(raw, bytes):
        return ""
    try:
        charset = part.get_content_charset("") or ""
    except (LookupError, UnicodeError):
        charset = ""
    return _decoded(raw, charset)


def _decoded(raw: bytes, charset: str) -> str:
    for name in (charset, "utf-8", "cp1251"):
        try:
            return raw.decode(name) if name else raw.decode("utf-8")
        except (LookupError, UnicodeError):
            continue
    return raw.decode("latin-1")


def _without_tags(html: str) -> str:
    text = BREAKS.sub("\n", TAGS_WITH_NOTHING_TO_READ.sub(" ", html[: LONGEST_TEXT * 20]))
    lines = (" ".join(line.split()) for line in unescape(TAGS.sub(" ", text)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _phone(text: str, country: str) -> str:
    """The first phone in it, if any: by it a client is known whose address is new."""
    for match in phonenumbers.PhoneNumberMatcher(text[:LONGEST_TEXT], country):
        known = phone_of(match.raw_string, country)
        if known:
            return known[0]
    return ""
