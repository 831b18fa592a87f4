"""Birthdays of the next days, as a cause of Today. The year may be unknown (core.birthdays)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

from django.db.models import CharField, Func
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
    found = [
        causes.Seen(client=client, of=day, why=why) for day, client, why in born_between(actor, owners, days)
    ]
    answers = Answer.objects.visible_to(actor).filter(
        cause=NAME, of__in=days, client__in=[one.client for one in found]
    )
    answered = set(answers.exclude(until__lte=today).values_list("of", "client"))
    return [one for one in found if (one.of, one.client.pk) not in answered]


def born_between(
    actor: Actor, owners: Collection[int], days: Sequence[date]
) -> list[tuple[date, Client, str]]:
    """Day, client, whose and how old, in the order of days; one a client and day. Two queries."""
    found: dict[tuple[date, int], tuple[date, Client, str]] = {}
    for client, born, name in [*_clients(actor, owners, days), *_people(actor, owners, days)]:
        day = next_birthday(born, days[0])
        if day in days:
            found.setdefault((day, client.pk), (day, client, _why(born, day, name)))
    return [found[which] for which in sorted(found)]


class MonthDay(Func):
    """«11-25»: by each database's own function, so that no row is handed over to Python to be looked at."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="substr(%(expressions)s, 6, 5)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="to_char(%(expressions)s, 'MM-DD')", **context)


def _born(rows: Any, days: Collection[date]) -> Any:
    """On the 1st of March those of the 29th of February are looked at too (see ``rules.birthday_in``)."""
    known = {f"{day:%m-%d}" for day in days}
    known |= {"02-29"} if "03-01" in known else set()
    rows = rows.filter(birthday__isnull=False)
    return rows.alias(born_on=MonthDay("birthday")).filter(born_on__in=sorted(known))


Born: TypeAlias = tuple[Client, date, str]


def _clients(actor: Actor, owners: Collection[int], days: Collection[date]) -> list[Born]:
    rows = Client.objects.visible_to(actor).filter(owner__in=owners, closed_on=None)
    return [(one, one.birthday, "") for one in _born(rows, days)]


def _people(actor: Actor, owners: Collection[int], days: Collection[date]) -> list[Born]:
    rows = KeyPerson.objects.visible_to(actor).filter(
        client__owner__in=owners, client__is_live=True, client__closed_on=None
    )
    found = _born(rows.select_related("client").order_by("pk"), days)
    return [(one.client, one.birthday, one.name) for one in found]


def _why(born: date, day: date, name: str) -> str:
    """Whose, and how old: which day it is the line says itself."""
    age = _("turns {age}").format(age=day.year - born.year) if has_year(born) else ""
    return ", ".join(part for part in (name, age) if part)


def register_own() -> None:
    causes.register(causes.Cause(name=NAME, rank=60, moment="birthday", look=upcoming))
