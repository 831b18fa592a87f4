"""Pure decisions: quiet hours, what a mail server's answer means, when to try again."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum

from vernost.core.worktime import read_span

GIVE_UP_AFTER = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=4)
NO_SUCH_ADDRESS = (550, 551, 553)


class Refusal(Enum):
    LATER = "later"
    NO_SUCH_ADDRESS = "no_such_address"
    NOT_THIS = "not_this"


def quiet_until(at: datetime, zone: tzinfo, quiet: str) -> datetime | None:
    """The moment the client's quiet hours end, if ``at`` lies within them (rule 8.4). «21:00-09:00» goes over
    midnight; the clocks of the client's place may shift meanwhile."""
    begins, ends = read_span(quiet)
    local = at.astimezone(zone)
    now = local.time()
    over_midnight = begins > ends
    within = (now >= begins or now < ends) if over_midnight else begins <= now < ends
    if not within:
        return None
    day = local.date() + timedelta(days=1 if over_midnight and now >= begins else 0)
    return datetime.combine(day, ends, tzinfo=zone).astimezone(UTC)


def refusal(code: int, said: str, *, of_recipient: bool) -> Refusal:
    """4xx: later. 5xx: never, and the address is at fault only where the server says so (5.1.x, or a bare 550
    to the recipient): a block of ours (5.7.x) or a full box (5.2.x) says nothing of the address."""
    if code < 500:
        return Refusal.LATER
    enhanced = re.match(r"\s*5\.(\d{1,3})\.\d{1,3}", said)
    if enhanced:
        return Refusal.NO_SUCH_ADDRESS if of_recipient and enhanced[1] == "1" else Refusal.NOT_THIS
    return Refusal.NO_SUCH_ADDRESS if of_recipient and code in NO_SUCH_ADDRESS else Refusal.NOT_THIS


def pause(attempts: int) -> timedelta:
    return min(timedelta(minutes=2 ** min(attempts, 10)), LONGEST_PAUSE)


def came_back(status: str, words: str) -> Refusal:
    """Of a letter that was taken and came back: by its status, or the status in the server's words where the
    report's own says nothing («5.0.0»); a bare «user unknown» is about the address."""
    found = re.search(r"\b5\.\d{1,3}\.\d{1,3}\b", words)
    said = status if status and status != "5.0.0" else (found[0] if found else "")
    code = re.search(r"\b5\d\d\b", words)
    return refusal(int(code[0]) if code else 550, said or words, of_recipient=True)
