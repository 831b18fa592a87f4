"""Letters that came back: what a mail server wrote later, where it took the letter first.

Read with flufl.bounce, which knows the dialects of a dozen servers. A report counts only for a letter of
ours: by the Message-ID of the original in it, else by the address, if a letter went there lately.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

from vernost.core import clock
from vernost.post import imap, reasons, rules, stops
from vernost.post.incoming import Mail
from vernost.post.models import Letter, State, Stopped
from vernost.post.sending import told

log = logging.getLogger(__name__)
LATELY = timedelta(days=14)
PARTS = 100
MOST_WORDS = 500
_NAMED = re.compile(r"(?im)^\s*message-id:\s*(<[^<>\s]{1,200}>)")


def take(mail: Mail, came: imap.Came) -> bool:
    if not mail.is_report:
        return False
    later, never = _failed(mail.message)
    letter = _letter_of(mail, later | never)
    if letter is None:
        return False
    status, words = _said(mail.message, letter.address)
    if never or status.startswith("5"):
        _came_back(letter, status, words, of_reader=letter.address.casefold() in never or not never)
    elif letter.state == State.SENT:
        Letter._base_manager.filter(pk=letter.pk).update(words=words or letter.words)
    return True


def _failed(message: Message) -> tuple[frozenset[str], frozenset[str]]:
    """Addresses put off, and those given up, in small letters."""
    from flufl.bounce import all_failures

    try:
        later, never = all_failures(message)
    except Exception:  # a detector that stumbles over a broken report finds nobody
        log.exception("A report of the mail could not be read")
        return frozenset(), frozenset()
    return _addresses(later), _addresses(never)


def _addresses(found: Iterable[Any]) -> frozenset[str]:
    return frozenset(
        (one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one)).strip("<> ").casefold()
        for one in found
    )


def _letter_of(mail: Mail, addresses: frozenset[str]) -> Letter | None:
    rows = Letter._base_manager.select_for_update(of=("self",))
    named = [*_originals(mail.message), *mail.refers_to]
    letter = rows.filter(message_id__in=named).order_by("-pk").first() if named else None
    if letter is None and addresses:
        since = clock.now() - LATELY
        sent = rows.filter(address__in=addresses, state=State.SENT, sent_at__gt=since)
        letter = sent.order_by("-sent_at").first()
    return letter


def _originals(message: Message) -> list[str]:
    """Message-IDs of the letters that the report holds, whole or in their headers."""
    found: list[str] = []
    for number, part in enumerate(message.walk()):
        if number >= PARTS:
            break
        if number and part.get("Message-ID"):
            found.append(str(part["Message-ID"]).strip())
        elif part.get_content_type() in ("text/rfc822-headers", "text/plain"):
            raw = part.get_payload(decode=True)
            text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
            found += _NAMED.findall(text[:100_000])
            if part.get_content_type() == "text/rfc822-headers" and isinstance(raw, bytes):
                found.append(str(message_from_bytes(raw).get("Message-ID", "")).strip())
    return [one for one in dict.fromkeys(found) if one][:50]


def _said(message: Message, address: str) -> tuple[str, str]:
    """The status of this reader («5.1.1»), and the server's words without the address."""
    blocks = [
        block
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status" and part.is_multipart()
        for block in part.get_payload()
        if isinstance(block, Message) and block.get("Status")
    ]
    theirs = [one for one in blocks if address and address.casefold() in _recipient(one)]
    block = next(iter(theirs or blocks), None)
    if block is None:
        return "", ""
    words = " ".join(str(block.get("Diagnostic-Code", "")).split())
    words = words.partition(";")[2].strip() or words
    if address:
        words = re.sub(re.escape(address), "…", words, flags=re.IGNORECASE)
    return str(block["Status"]).split()[0].strip(), words[:MOST_WORDS]


def _recipient(block: Message) -> str:
    return f"{block.get('Final-Recipient', '')} {block.get('Original-Recipient', '')}".casefold()


def _came_back(letter: Letter, status: str, words: str, *, of_reader: bool) -> None:
    """Not delivered after all; once, however many reports come. The address is marked where it is at fault:
    a full box and a block of ours say nothing of it."""
    unsure = letter.state == State.FAILED and letter.reason == reasons.UNSURE
    if letter.state != State.SENT and not unsure:
        return
    gone = rules.came_back(status, words) is rules.Refusal.NO_SUCH_ADDRESS and of_reader
    if gone and letter.address:
        stops.mark(letter.address, Stopped.BOUNCED)
    letter.state, letter.sent_at, letter.words = State.FAILED, None, words or status
    letter.reason = reasons.ADDRESS_REFUSED if gone else reasons.CAME_BACK
    letter.save(update_fields=["state", "sent_at", "words", "reason"])
    told(letter)
