"""A letter as it came: who, what, in answer to what, and whether a person wrote it. Pure: bytes in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from html import unescape

from vernost.clients.rules import email_of, tidy
from vernost.post.quoting import html_without_history, without_history

LONGEST_TEXT = 20_000
PARTS = 200
MOST_ATTACHED = 20
MOST_REFERENCES = 20
CAME_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
ANSWERS = re.compile(r"(?i)^\s*((re|aw|sv|ответ|отв)(\[\d+\])?\s*:)")
OF_LISTS_AND_ROBOTS = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond")
OF_THE_MAIL = frozenset({"mailer-daemon", "postmaster", "mail-daemon"})
BY_MACHINES = frozenset({"bulk", "junk", "list", "auto_reply"})
TAGS_WITH_NOTHING_TO_READ = re.compile(r"(?is)<(script|style|head|title)\b.*?</\1\s*>|<!--.*?-->")
BREAKS = re.compile(r"(?i)<br\s*/?>|</(p|div|tr|li|h\d|table)\s*>")
TAGS = re.compile(r"(?s)<[^>]*>")


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Mail:
    """``email``: whom to answer; empty, where there is nobody, or it is one of our own."""

    token: str  # of its Message-ID: the same letter read twice is one
    name: str = ""
    email: str = ""
    subject: str = ""
    text: str = ""  # all of it, with what it quotes
    said: str = ""  # of it, what its sender wrote now
    refers_to: tuple[str, ...] = ()  # Message-IDs it answers, the nearest first
    came_to: tuple[str, ...] = ()
    attachments: tuple[Attached, ...] = ()
    size: int = 0
    is_cut: bool = False  # only its beginning was read
    by_machine: str = ""  # why no person wrote it
    is_report: bool = False  # of the mail itself: a letter of ours did not arrive, or not yet
    is_spam: bool = False
    message: Message = field(default_factory=Message, repr=False, compare=False)

    @property
    def is_answer(self) -> bool:
        return bool(self.refers_to) or bool(ANSWERS.match(self.subject))


def read(raw: bytes, *, own: Collection[str] = (), size: int = 0) -> Mail:
    """``own``: addresses of the firm and its people, in small letters; ``size``: of the whole letter, where
    ``raw`` is its beginning. Whatever it is made of, it is read as far as it can be."""
    message = message_from_bytes(raw)
    name, email = _sender(message, own)
    text, said = _body(message)
    return Mail(
        token=_token(message, raw),
        name=tidy(name)[:200],
        email=email,
        subject=tidy(_header(message, "Subject")),
        text=text[:LONGEST_TEXT],
        said=said[:LONGEST_TEXT],
        refers_to=_refers_to(message),
        came_to=tuple(_header(message, one) for one in CAME_TO),
        attachments=_attachments(message),
        size=size or len(raw),
        is_cut=size > len(raw),
        by_machine=_by_a_machine(message),
        is_report=_is_report(message),
        is_spam=_header(message, "X-Spam-Flag").lower().startswith("yes"),
        message=message,
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


def _raw(message: Message, name: str) -> str:
    given = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return str(given)[:50_000]


def _header(message: Message, name: str) -> str:
    """A header as people read it, however badly it was written: as it came, where it cannot be decoded."""
    text = _readable(_raw(message, name))
    with suppress(HeaderParseError, LookupError, UnicodeError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.split())[:1000]


def _readable(text: str) -> str:
    """Bytes that were put into a header without saying in which alphabet."""
    try:
        return _decoded(text.encode("ascii", "surrogateescape"), "")
    except UnicodeEncodeError:
        return text


def _body(message: Message) -> tuple[str, str]:
    """The first plain text, else the first HTML without its tags; and without what is quoted. Attachments are
    not read."""
    html = ""
    for part in _parts(message):
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html") or part.get_content_disposition() == "attachment":
            continue
        text = _text_of(part)
        if kind == "text/plain" and text.strip():
            text = tidy(text, lines=True)
            return text, without_history(text)
        html = html or text
    html = html[: LONGEST_TEXT * 4]
    said = tidy(_without_tags(html_without_history(html)), lines=True)
    return tidy(_without_tags(html), lines=True), without_history(said)


def _attachments(message: Message) -> tuple[Attached, ...]:
    """Names and sizes; bodies stay in the mailbox. The last one of a letter that was cut is shorter here."""
    found = []
    for part in _parts(message):
        with suppress(LookupError, UnicodeError, ValueError, TypeError):
            name = _readable(str(make_header(decode_header(str(part.get_filename() or "")))))
            if not name and part.get_content_disposition() != "attachment":
                continue
            body = part.get_payload(decode=True)
            found.append(Attached(tidy(name)[:200], len(body) if isinstance(body, bytes) else 0))
        if len(found) >= MOST_ATTACHED:
            break
    return tuple(found)


def _refers_to(message: Message) -> tuple[str, ...]:
    named = [_header(message, "In-Reply-To"), *reversed(_raw(message, "References").split())]
    found = [one for text in named for one in re.findall(r"<[^<>\s]{1,200}>", text)]
    return tuple(dict.fromkeys(found))[:MOST_REFERENCES]


def _is_report(message: Message) -> bool:
    """What mail servers say of a letter of ours; a receipt that it was read is none."""
    if message.get_content_type() == "multipart/report":
        return "disposition-notification" not in str(message.get("Content-Type", "")).lower()
    sender = parseaddr(_header(message, "From"))[1].rpartition("@")[0].lower()
    return sender in OF_THE_MAIL or "X-Failed-Recipients" in message


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
    text = BREAKS.sub("\n", TAGS_WITH_NOTHING_TO_READ.sub(" ", html))
    lines = (" ".join(line.split()) for line in unescape(TAGS.sub(" ", text)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
