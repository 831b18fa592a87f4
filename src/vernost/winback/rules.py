"""Pure decisions of winning back (rules 6.4, 6.5): which template, call or visit, when, who is left alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from math import floor
from typing import Protocol, TypeVar

from vernost.winback.models import Channel, Recency


class Fits(Protocol):
    winback_class: str
    reason_id: int | None


F = TypeVar("F", bound=Fits)


def template_for(templates: Sequence[F], winback_class: str, reason: int | None) -> F | None:
    """The one that fits best: class and reason, reason, class, any; of equals the first."""
    fitting = [
        one
        for one in templates
        if one.winback_class in ("", winback_class) and one.reason_id in (None, reason or None)
    ]
    return max(fitting, key=lambda one: (one.reason_id is not None, one.winback_class != ""), default=None)


def channel_of(channel: str, recency: str) -> str:
    """Recent loss: a call may do; long ago: a visit on the client's ground (rule 6.4)."""
    if channel != Channel.NEAR:
        return channel
    return Channel.VISIT if recency == Recency.LONG else Channel.CALL


def left_alone(strata: Mapping[int, str], *, seed: int, share: Decimal) -> set[int]:
    """Client → stratum gives the clients of the control group: ``share`` per cent, as near as whole people
    go.

    Each client has a number of its own out of ``seed``, so the draw does not depend on any order and comes
    out the same however often it is repeated. What is left by rounding goes to the strata that lost most by
    it.
    """
    by_stratum: dict[str, list[int]] = defaultdict(list)
    for client, stratum in strata.items():
        by_stratum[stratum].append(client)
    exact = {name: len(clients) * float(share) / 100 for name, clients in by_stratum.items()}
    take = {name: floor(number) for name, number in exact.items()}
    missing = round(len(strata) * float(share) / 100) - sum(take.values())
    for name in sorted(exact, key=lambda one: (take[one] - exact[one], one))[: max(0, missing)]:
        take[name] += 1
    chosen: set[int] = set()
    for name, clients in by_stratum.items():
        chosen.update(sorted(clients, key=lambda one: (dice(seed, one), one))[: take[name]])
    return chosen


def dice(seed: int, client: int) -> bytes:
    return sha256(f"{seed}:{client}".encode()).digest()


def starts(responsible: Sequence[int | None], today: date, a_day: int) -> list[date]:
    """The first day of each plan: no employee is given more than ``a_day`` new ones on a day."""
    counted: dict[int | None, int] = defaultdict(int)
    days = []
    for who in responsible:
        days.append(workday(today, counted[who] // max(a_day, 1)))
        counted[who] += 1
    return days


def workday(day: date, after: int) -> date:
    """So many days from Monday to Friday later."""
    while after:
        day += timedelta(days=1)
        after -= day.weekday() < 5
    return day
