"""What every write of the agenda asks of days and words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.agenda.errors import ClosedClient, DoneAlready
from vernost.agenda.models import LONGEST, Promise, Step
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import Invalid

IN_JOURNAL = 200


def own_slip(actor: Actor, settled_thing: Promise | Step) -> None:
    at = settled_thing.settled_at
    same_day = at is not None and at.astimezone(clock.firm_zone()).date() == clock.today()
    if not (same_day and actor.is_self(settled_thing.settled_by_id)):
        raise DoneAlready(settled_thing.settled_by)


def short(text: str, field: str) -> str:
    if len(text) > LONGEST:
        raise Invalid(**{field: _("At most {limit} signs.").format(limit=LONGEST)})
    return text


def open_day(client: Client, day: date, field: str) -> None:
    if client.is_closed:
        raise ClosedClient(**{field: _("This client is closed: nothing is planned for them.")})
    if day < clock.today():
        raise Invalid(**{field: _("This day is over.")})


def later(day: date | None) -> None:
    if day is None or day <= clock.today():
        raise Invalid(day=_("Later means tomorrow at the earliest."))
