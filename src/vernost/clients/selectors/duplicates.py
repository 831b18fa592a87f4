"""Clients who seem to be one: the same phone, e-mail or tax number, or names that sound alike (rule 1.11).

Groups are found by the database along an index, one query a reason; nobody is compared with everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from django.db.models import Count, Q

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.access.scoping import ScopedQuerySet
from vernost.clients.models import EDITABLE, Client, Distinct, Email, Kind, Merge, Phone

LARGEST = 12  # more clients than this behind one phone share a reception, not a person
GROUPS = 200
EVERYBODY = Q()


class Reason(StrEnum):
    INN = "inn"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Alike:
    """Clients who are linked by one or more reasons, the oldest first."""

    clients: tuple[Client, ...]
    reasons: tuple[Reason, ...]


def duplicates(actor: Actor, *, limit: int = 50) -> list[Alike]:
    """Sets of likely duplicates among what the actor sees, the surest first. At most ten queries."""
    require(actor, "client.see")
    linked: dict[tuple[int, int], set[Reason]] = defaultdict(set)
    for reason, members in _groups(actor):
        for group in members.values():
            for pair in combinations(sorted(set(group)), 2):
                linked[pair].add(reason)
    _without_told_apart(linked)
    sets = _sets(linked)
    ranked = sorted(sets, key=lambda one: (-_strength(one[1]), min(one[0])))[:limit]
    wanted = [pk for ids, _reasons in ranked for pk in ids]
    rows = {
        client.pk: client
        for client in Client.objects.visible_to(actor).filter(pk__in=wanted).select_related("owner")
    }
    found = (
        Alike(tuple(rows[pk] for pk in sorted(ids) if pk in rows), tuple(sorted(reasons)))
        for ids, reasons in ranked
    )
    return [alike for alike in found if len(alike.clients) > 1]


def lookalikes(actor: Actor, client: Client) -> list[Alike]:
    """Who may be the same as this one; for the card and for a client who is just being added. At most
    five queries."""
    require(actor, "client.see")
    others: ScopedQuerySet[Client] = Client.objects.visible_to(actor).exclude(pk=client.pk)
    numbers = Phone.objects.visible_to(actor).filter(client=client.pk).values("number")
    addresses = Email.objects.visible_to(actor).filter(client=client.pk).values("address")
    same_phone = Phone.objects.visible_to(actor).filter(number__in=numbers).values("client")
    same_email = Email.objects.visible_to(actor).filter(address__in=addresses).values("client")
    questions = [(Reason.PHONE, Q(pk__in=same_phone)), (Reason.EMAIL, Q(pk__in=same_email))]
    if client.inn:
        questions.append((Reason.INN, Q(inn=client.inn)))
    if telling(client):
        questions.append((Reason.NAME, Q(name_sound=client.name_sound)))
    apart = {
        pk
        for pair in Distinct._base_manager.filter(Q(first=client) | Q(second=client)).values_list(
            "first", "second"
        )
        for pk in pair
    }
    found: dict[int, Client] = {}
    reasons: dict[int, set[Reason]] = defaultdict(set)
    for reason, where in questions:
        for other in others.filter(where).select_related("owner")[:LARGEST]:
            if other.pk not in apart:
                found[other.pk] = other
                reasons[other.pk].add(reason)
    return [Alike((client, other), tuple(sorted(reasons[pk]))) for pk, other in sorted(found.items())]


def telling(client: Client) -> bool:
    """Whether the name alone says anything: a company's does, a person's from two words on."""
    return bool(client.name_sound) and (client.is_company or " " in client.name_sound)


def _groups(actor: Actor) -> Iterable[tuple[Reason, dict[str, list[int]]]]:
    phones: ScopedQuerySet[Phone] = Phone.objects.visible_to(actor)
    emails: ScopedQuerySet[Email] = Email.objects.visible_to(actor)
    clients: ScopedQuerySet[Client] = Client.objects.visible_to(actor)
    told = clients.filter(Q(kind=Kind.COMPANY) | Q(name_sound__contains=" ")).exclude(name_sound="")
    live = Q(client__is_live=True)
    yield Reason.PHONE, _members(phones, "number", "client", live)
    yield Reason.EMAIL, _members(emails, "address", "client", live)
    yield Reason.INN, _members(clients.exclude(inn=""), "inn", "id")
    yield Reason.NAME, _members(told, "name_sound", "id")


def _members(
    rows: ScopedQuerySet[Client] | ScopedQuerySet[Phone] | ScopedQuerySet[Email],
    column: str,
    key: str,
    who: Q = EVERYBODY,
) -> dict[str, list[int]]:
    """Key → clients, where there are several. ``who`` is asked of those found only: of everybody it would
    cost a look at each client, where the index alone will do."""
    grouped = rows.order_by(column).values(column).annotate(n=Count(key, distinct=key != "id"))
    shared = grouped.filter(n__gt=1, n__lte=LARGEST).values(column)[:GROUPS]
    members: dict[str, list[int]] = defaultdict(list)
    for value, pk in rows.filter(
        who, **{f"{column}__in": list(shared.values_list(column, flat=True))}
    ).values_list(column, key):
        members[value].append(pk)
    return members


def _without_told_apart(linked: dict[tuple[int, int], set[Reason]]) -> None:
    if not linked:
        return
    firsts = {first for first, _second in linked}
    for pair in Distinct._base_manager.filter(first__in=firsts).values_list("first", "second"):
        linked.pop(pair, None)


def _sets(linked: dict[tuple[int, int], set[Reason]]) -> list[tuple[set[int], set[Reason]]]:
    """Pairs joined into sets: whoever is linked, directly or through others, stands in one."""
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for first, second in linked:
        parent[root(first)] = root(second)
    ids: dict[int, set[int]] = defaultdict(set)
    reasons: dict[int, set[Reason]] = defaultdict(set)
    for pair, why in linked.items():
        ids[root(pair[0])].update(pair)
        reasons[root(pair[0])] |= why
    return [(ids[one], reasons[one]) for one in ids]


def _strength(reasons: set[Reason]) -> int:
    weights = {Reason.INN: 8, Reason.PHONE: 4, Reason.EMAIL: 4, Reason.NAME: 1}
    return sum(weights[reason] for reason in reasons)


def latest_merges(actor: Actor, *, limit: int = 20) -> list[Merge]:
    """Those that can still be taken back."""
    rows = Merge.objects.visible_to(actor).filter(undone_at=None, survivor__is_live=True)
    return list(rows.select_related("survivor", "absorbed", "by")[:limit])


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two clients differ, in words. ``open``: the survivor has nothing there, so it is
    filled."""

    name: str
    label: Any
    here: str
    there: str
    open: bool


def differences(survivor: Client, absorbed: Client) -> list[Difference]:
    found = []
    for name in EDITABLE:
        one, other = getattr(survivor, name), getattr(absorbed, name)
        if one == other or other in ("", None, False) or name == "recommended_by":
            continue
        field = Client._meta.get_field(name)
        found.append(
            Difference(
                name,
                getattr(field, "verbose_name", name),
                _shown(survivor, name),
                _shown(absorbed, name),
                one in ("", None, False),
            )
        )
    return found


def _shown(client: Client, name: str) -> str:
    value = getattr(client, f"get_{name}_display", lambda: getattr(client, name))()
    return "" if value is None else str(value)
