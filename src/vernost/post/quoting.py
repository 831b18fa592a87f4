"""What a reader wrote, without our letter under it. Pure."""

from __future__ import annotations

import re

# «On 30 Nov 2026, Anna wrote:», «пн, 30 нояб. 2026 г. в 10:00, Анна <a@b>:», «-----Original Message-----».
_BEGINS = (
    re.compile(r"(?i)^\s*-{2,}\s*(original message|исходное сообщение|forwarded message|пересылаемое)\b.*$"),
    re.compile(r"(?i)^\s*on\b.{4,200}\bwrote:\s*$"),
    re.compile(r"(?i)^.{0,200}\b(пишет|написал|написала|писал|писала)\s*(\(а\))?\s*:\s*$"),
    re.compile(r"^.{0,60}\b(19|20)\d\d\b.{0,120}<[^<>\s]+@[^<>\s]+>\s*:?\s*$"),
    re.compile(r"^\s*_{10,}\s*$"),
)
_HEADERS = re.compile(r"(?i)^\s*\*?(from|от|отправитель)\s*:\*?\s+\S")
_FURTHER = re.compile(r"(?i)^\s*\*?(sent|date|to|subject|отправлено|дата|кому|тема)\s*:")
_SIGNATURE = re.compile(r"^-- ?$")
_HISTORY = re.compile(
    r"(?is)<blockquote\b.*|<div[^>]+class=\"?[^\">]*\b(gmail_quote|moz-cite-prefix|yahoo_quoted)\b.*"
    r"|<div[^>]+id=\"?(divRplyFwdMsg|appendonsend|mail-editor-reference-message-container)\b.*"
)


def without_history(text: str) -> str:
    """The words above the first quotation, without the signature. A letter that is nothing but a quotation
    stays as it came: something may have been written in its midst."""
    lines = text.split("\n")
    kept = lines
    for number, line in enumerate(lines):
        if _begins(lines, number) or _SIGNATURE.match(line):
            kept = lines[:number]
            break
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith(">")):
        kept = kept[:-1]
    said = "\n".join(line for line in kept if not line.lstrip().startswith(">")).strip()
    return said or text.strip()


def html_without_history(html: str) -> str:
    """What stands before the first quoted part; the whole, where nothing does."""
    before = _HISTORY.sub("", html, count=1)
    return before if re.sub(r"(?s)<[^>]*>|&nbsp;|\s", "", before) else html


def _begins(lines: list[str], number: int) -> bool:
    line = lines[number]
    if any(one.match(line) for one in _BEGINS):
        return True
    after = lines[number + 1 : number + 3]
    if after and re.match(r"(?i)^\s*on\b.{4,200}\bwrote:\s*$", f"{line} {after[0]}"):  # it was folded
        return True
    return bool(_HEADERS.match(line)) and any(_FURTHER.match(one) for one in after)
