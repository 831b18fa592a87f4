"""Birthdays of the next days, as a cause of Today. The year may be unknown (core.birthdays)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.agenda import causes
from vernost.agenda.models import Answer
from vernost.agenda.rules import next_birthday
from vernost.clients.models import Client
from vernost.core.birthdays import has_year

NAME = "birthday"
AHEAD = 3  # days


def upcoming(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    """Today's first: two queries, whoever was born when."""
    days = [today + timedelta(days=number) for number in range(AHEAD + 1)]
    born = Q(*(Q(birthday__month=day.month, birthday__day=day.day) for day in days), _connector=Q.OR)
    if any((day.month, day.day) == (3, 1) for day in days):
        born |= Q(birthday__month=2, birthday__day=29)
    rows = Client.objects.visible_to(actor).filter(born, owner__in=owners, closed_on=None)
    clients = [(next_birthday(one.birthday, today), one) for one in rows.filter(birthday__isnull=False)]
    answers = Answer.objects.visible_to(actor).filter(
        cause=NAME, of__in=days, client__in=[one.pk for _, one in clients]
    )
    answered = set(answers.exclude(until__lte=today).values_list("client", "of"))
    return [
        causes.Seen(client=one, of=day, why=_why(one, day, today))
        for day, one in sorted(clients, key=lambda pair: (pair[0], pair[1].pk))
        if (one.pk, day) not in answered and day <= days[-1]
    ]


def _why(client: Client, day: date, today: date) -> str:
    away = (day - today).days
    assert client.birthday is not None
    if not has_year(client.birthday):
        return {0: _("Birthday today."), 1: _("Birthday tomorrow.")}.get(away) or _("Birthday soon.")
    age = day.year - client.birthday.year
    said = {0: _("Birthday today, turns {age}."), 1: _("Birthday tomorrow, turns {age}.")}.get(away)
    return (said or _("Birthday soon, turns {age}.")).format(age=age)


def register_own() -> None:
    causes.register(causes.Cause(name=NAME, rank=60, look=upcoming))
