"""Birthdays of the next days, as a cause of Today. The year may be unknown (core.birthdays)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TypeAlias

from django.db.models import Q
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.agenda import causes
from vernost.agenda.models import Answer
from vernost.agenda.rules import next_birthday
from vernost.clients.models import Client, KeyPerson
from vernost.core.birthdays import has_year

NAME = "birthday"
AHEAD = 3  # days


def upcoming(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    """Of clients and of key people, today's first; one line a client and day. Three queries."""
    days = [today + timedelta(days=number) for number in range(AHEAD + 1)]
    found: dict[tuple[date, int], causes.Seen] = {}
    for client, born, name in [*_clients(actor, owners, days), *_people(actor, owners, days)]:
        day = next_birthday(born, today)
        if day in days:
            seen = causes.Seen(client=client, of=day, why=_why(born, day, name))
            found.setdefault((day, client.pk), seen)
    ids = [client for _day, client in found]
    answers = Answer.objects.visible_to(actor).filter(cause=NAME, of__in=days, client__in=ids)
    answered = set(answers.exclude(until__lte=today).values_list("of", "client"))
    return [found[which] for which in sorted(found) if which not in answered]


def _born(days: Collection[date]) -> Q:
    """On the 1st of March those of the 29th of February are looked at too (see ``rules.birthday_in``)."""
    known = {(day.month, day.day) for day in days}
    known |= {(2, 29)} if (3, 1) in known else set()
    return Q(
        *(Q(birthday__month=month, birthday__day=day) for month, day in sorted(known)), _connector=Q.OR
    ) & Q(birthday__isnull=False)


Born: TypeAlias = tuple[Client, date, str]


def _clients(actor: Actor, owners: Collection[int], days: Collection[date]) -> list[Born]:
    rows = Client.objects.visible_to(actor).filter(_born(days), owner__in=owners, closed_on=None)
    return [(one, one.birthday, "") for one in rows]


def _people(actor: Actor, owners: Collection[int], days: Collection[date]) -> list[Born]:
    rows = KeyPerson.objects.visible_to(actor).filter(_born(days), client__owner__in=owners)
    rows = rows.filter(client__is_live=True, client__closed_on=None).select_related("client").order_by("pk")
    return [(one.client, one.birthday, one.name) for one in rows]


def _why(born: date, day: date, name: str) -> str:
    """Whose, and how old: which day it is the line says itself."""
    age = _("turns {age}").format(age=day.year - born.year) if has_year(born) else ""
    return ", ".join(part for part in (name, age) if part)


def register_own() -> None:
    causes.register(causes.Cause(name=NAME, rank=60, moment="birthday", look=upcoming))
