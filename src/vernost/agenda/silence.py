"""The longest silence towards each class of clients (rule 5.6): who is past it, in the list and in Today.

The class is told by a higher floor, as a condition on clients:

    silence.class_told_by(lambda letter: Q(facts__abc=letter))      # AppConfig.ready() of retention/

A silence ends with a talk, whoever began it; a call that nobody answered is none. With whoever was never
talked to it began on the day they came into the base.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy, ngettext

from vernost.access.actor import Actor
from vernost.agenda import causes
from vernost.agenda.models import TALK, Answer, Contact, Done, Kept, Promise, Step
from vernost.clients.facets import Preset
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.practice import SILENCE_A, SILENCE_B, SILENCE_C

NAME = "silent"
SHOWN = 10  # a day; the list of clients has them all
LOOKED_AT = 60  # of these the answered ones are left out
LONGEST = {"A": SILENCE_A, "B": SILENCE_B, "C": SILENCE_C}
JOINED = "joined to clients that the actor sees"
ClassIs = Callable[[str], Q]
_CLASS: list[ClassIs] = []


def class_told_by(condition: ClassIs) -> None:
    """The condition on ``Client`` of being of class «A», «B», «C»."""
    _CLASS[:] = [condition]


def past(today: date) -> Q:
    """On ``Client``: longer without a talk than their class allows."""
    found = Q(pk__in=())
    for letter, longest in LONGEST.items():
        since = _midnight(today - timedelta(days=longest.value()))
        talks = Contact.objects.unscoped(reason=JOINED).filter(TALK, client=OuterRef("pk"), at__gte=since)
        for of_class in _CLASS:
            found |= of_class(letter) & Q(created_at__lt=since) & ~Q(Exists(talks))
    return found & Q(closed_on=None)


def silent(actor: Actor, owners: Collection[int], today: date) -> Sequence[causes.Seen]:
    """The best class first, the longest silence first; whoever has a next step or a promise is not forgotten.
    Two queries."""
    talks = Contact.objects.unscoped(reason=JOINED).filter(TALK, client=OuterRef("pk"))
    steps = Step.objects.unscoped(reason=JOINED).filter(client=OuterRef("pk"), state=Done.OPEN)
    promises = Promise.objects.unscoped(reason=JOINED).filter(client=OuterRef("pk"), state=Kept.OPEN)
    rows = Client.objects.visible_to(actor).filter(past(today), owner__in=owners)
    rows = rows.exclude(Exists(steps)).exclude(Exists(promises))
    rows = rows.annotate(letter=_letter(), talked_at=Subquery(talks.order_by("-at").values("at")[:1]))
    rows = rows.order_by("letter", F("talked_at").asc(nulls_first=True), "pk")[:LOOKED_AT]
    found = [_seen(client, today) for client in rows]
    answers = Answer.objects.visible_to(actor).filter(cause=NAME, client__in=[one.client for one in found])
    answered = set(answers.exclude(until__lte=today).values_list("client", "of"))
    return [one for one in found if (one.client.pk, one.of) not in answered][:SHOWN]


def _letter() -> Case:
    whens = [When(of_class(letter), then=Value(letter)) for letter in LONGEST for of_class in _CLASS]
    return Case(*whens, default=Value(""), output_field=CharField())


def _seen(client: Any, today: date) -> causes.Seen:
    began = (client.talked_at or client.created_at).astimezone(clock.firm_zone()).date()
    quiet, longest = (today - began).days, LONGEST[client.letter].value()
    if client.talked_at:
        said = ngettext(
            "not talked to for {n} day; class {letter} allows {limit}",
            "not talked to for {n} days; class {letter} allows {limit}",
            quiet,
        )
    else:
        said = ngettext(
            "never talked to, {n} day in the base; class {letter} allows {limit}",
            "never talked to, {n} days in the base; class {letter} allows {limit}",
            quiet,
        )
    return causes.Seen(client=client, of=began, why=said.format(n=quiet, letter=client.letter, limit=longest))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.firm_zone())


PRESETS = (
    Preset(
        name=NAME,
        label=gettext_lazy("Time to be heard from"),
        phrase=gettext_lazy("have not heard from us for longer than their class allows"),
        where=lambda actor: past(clock.today()),
    ),
)


def register_own() -> None:
    causes.register(
        causes.Cause(
            name=NAME,
            rank=55,
            moment="silence",
            look=silent,
            label=gettext_lazy("Silence"),
            icon="message-circle-off",
            tone="wait",
            gives_way=True,
        )
    )
