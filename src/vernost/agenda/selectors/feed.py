"""An employee's own days as an iCalendar (RFC 5545): what is open, and birthdays of their clients."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.agenda.birthdays import born_between
from vernost.agenda.models import Done, Kept, Promise, Step
from vernost.agenda.selectors.today import of_days
from vernost.clients.models import Client
from vernost.core import clock

MOST = 1000  # of one kind
AHEAD = 365  # days of birthdays
LASTS = timedelta(minutes=15)


def calendar_of(actor: Actor) -> bytes:
    """Their own alone, not of those they stand in for. A task without an hour takes the day; one with an hour
    is said in universal time, so that clocks that shift move nothing."""
    from icalendar import Calendar, Event

    require(actor, "agenda.see")
    book = Calendar()
    book.add("prodid", "-//Vernost//Today//EN")
    book.add("version", "2.0")
    book.add("x-wr-calname", _("Vernost: my day"))
    book.add("refresh-interval;value=duration", "PT1H")
    for uid, made, day, at, title, client in _events(actor):
        event = Event()
        event.add("uid", f"{uid}@{_host()}")
        event.add("dtstamp", made.astimezone(UTC).replace(microsecond=0))
        event.add("summary", title)
        event.add("url", settings.ENVIRONMENT.url.rstrip("/") + reverse("client", args=[client.pk]))
        if at is None:
            event.add("dtstart", day)
            event.add("dtend", day + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
        else:
            begins = datetime.combine(day, at, tzinfo=clock.firm_zone()).astimezone(UTC)
            event.add("dtstart", begins)
            event.add("dtend", begins + LASTS)
        book.add_component(event)
    return bytes(book.to_ical())


_Event = tuple[str, datetime, date, "time | None", str, Client]


def _events(actor: Actor) -> Iterator[_Event]:
    own = {actor.employee_id or 0}
    live = {"client__is_live": True, "client__closed_on": None}
    promises = Promise.objects.visible_to(actor).filter(client__owner__in=own, state=Kept.OPEN, **live)
    for row in promises.select_related("client").order_by("due_on", "pk")[:MOST]:
        title = _("Promise: {client}: {text}").format(client=row.client.name, text=row.text)
        yield f"promise-{row.pk}", row.made_at, row.due_on, None, title, row.client
    steps = Step.objects.visible_to(actor).filter(of_days(own), state=Done.OPEN, **live)
    for step in steps.select_related("client").order_by("due_on", "pk")[:MOST]:
        title = f"{step.client.name}: {step.text or _('call back')}"
        yield f"step-{step.pk}", step.set_at, step.due_on, step.at, title, step.client
    today = clock.today()
    days = [today + timedelta(days=number) for number in range(AHEAD)]
    for day, client, who in born_between(actor, own, days):
        name = ", ".join(part for part in (client.name, who) if part)
        uid = f"birthday-{client.pk}-{day:%Y%m%d}"
        yield uid, client.created_at, day, None, _("Birthday: {name}").format(name=name), client


def _host() -> str:
    return settings.ENVIRONMENT.url.rpartition("://")[2].partition("/")[0].partition(":")[0] or "vernost"
