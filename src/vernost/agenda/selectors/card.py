"""What the client's card shows of the agenda, and what was promised about one thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import DateField, DateTimeField, F, IntegerField, Model, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from vernost.access.actor import Actor
from vernost.agenda.models import Contact, Done, Kept, Promise, Step
from vernost.agenda.selectors.trust import Trust, counts_of
from vernost.clients.models import Client
from vernost.staff.models import Employee

SHOWN = 5  # contacts on the card
CONTACT, PROMISE, STEP, TRUST = "contact", "promise", "step", "trust"
CODES = ("channel", "began", "outcome")
SHAPE = (
    "what",
    "pk",
    "said",
    "day",
    "happened",
    *(f"its_{code}" for code in CODES),
    "its_minutes",
    "whose",
)


def promises_about(actor: Actor, thing: Model) -> list[Promise]:
    """What was promised about a request, a complaint, an order: open ones first, the nearest day first."""
    rows = Promise.objects.visible_to(actor).filter(about_type=thing._meta.label_lower, about_id=thing.pk)
    found: list[Promise] = list(rows.select_related("by").order_by("due_on", "pk"))
    return sorted(found, key=lambda one: one.state != Kept.OPEN)


def of_client(actor: Actor, client: Client) -> Mapping[str, Any]:
    """For the card: what was promised, the next steps, the latest contacts, the trust index; one query."""
    contacts = Contact.objects.visible_to(actor).filter(client=client)
    latest = Contact.objects.visible_to(actor).filter(pk__in=contacts.values("pk")[:SHOWN])
    promises = Promise.objects.visible_to(actor).filter(client=client, state=Kept.OPEN)
    steps = Step.objects.visible_to(actor).filter(client=client, state=Done.OPEN)
    every = _row(CONTACT, latest, at="at", name="author__name", codes=True).union(
        _row(PROMISE, promises, due_on="due_on", name="by__name"),
        _row(STEP, steps, due_on="due_on", name="set_by__name"),
        _trust_row(actor, client),
        all=True,
    )
    found: dict[str, list[Any]] = {CONTACT: [], PROMISE: [], STEP: []}
    trust = Trust()
    for what, pk, text, due_on, at, channel, began, outcome, minutes, name in every:
        whose, said = Employee(name=name) if name else None, {"pk": pk, "client": client, "text": text}
        if what == CONTACT:
            codes = {"channel": channel, "began": began, "outcome": outcome, "minutes": minutes}
            found[what].append(Contact(**said, **codes, at=at, author=whose))
        elif what == TRUST:
            trust = Trust(*(int(count) for count in text.split()))
        elif what == PROMISE:
            found[what].append(Promise(**said, due_on=due_on, by=whose))
        else:
            found[what].append(Step(**said, due_on=due_on, set_by=whose))
    return {
        "trust": trust,
        "promises": sorted(found[PROMISE], key=lambda one: (one.due_on, one.pk)),
        "steps": sorted(found[STEP], key=lambda one: (one.due_on, one.pk)),
        "contacts": sorted(found[CONTACT], key=lambda one: (one.at, one.pk), reverse=True),
    }


def _row(what: str, rows: Any, *, name: str, due_on: str = "", at: str = "", codes: bool = False) -> Any:
    """Rows of one shape; what a model has not is empty, of the type that the others have."""
    none = Value(None)
    said: dict[str, Any] = {
        "what": Value(what),
        "said": Cast("text", TextField()),
        "day": Cast(due_on or none, DateField()),
        "happened": Cast(at or none, DateTimeField()),
        **{f"its_{code}": Cast(code if codes else Value(""), TextField()) for code in CODES},
        "its_minutes": Cast("minutes" if codes else none, IntegerField()),
        "whose": Coalesce(F(name), Value("")),
    }
    return rows.order_by().annotate(**said).values_list(*SHAPE)


def _trust_row(actor: Actor, client: Client) -> Any:
    """Its three counts as text, so that the card asks once."""
    none, empty = Value(None), Cast(Value(""), TextField())
    counts = [Cast(count, TextField()) for count in counts_of(actor)]
    said: dict[str, Any] = {
        "what": Value(TRUST),
        "said": Concat(counts[0], Value(" "), counts[1], Value(" "), counts[2], output_field=TextField()),
        "day": Cast(none, DateField()),
        "happened": Cast(none, DateTimeField()),
        **{f"its_{code}": empty for code in CODES},
        "its_minutes": Cast(none, IntegerField()),
        "whose": empty,
    }
    rows = Client.objects.visible_to(actor).filter(pk=client.pk).order_by()
    return rows.annotate(**said).values_list(*SHAPE)
