"""Breaches seen in data: each once, only fresh ones, one apology a client and day; and dealt with by people.

Only what is final is a breach: an answer or an order that came late, a promise kept late or broken. What
still waits stands in Today by itself. Imported history asks for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import translation
from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM, Actor, Kind
from vernost.access.fetch import fetch
from vernost.agenda.models import Done, Promise, Step
from vernost.agenda.models import Kept as Standing
from vernost.agenda.services import task_set
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock, practice
from vernost.core.errors import Invalid, NotAllowed
from vernost.intake.models import Channel, Request, State, Why
from vernost.journal.write import record
from vernost.orders.models import Delay, Order
from vernost.orders.models import State as OrderState
from vernost.standards import kinds, terms
from vernost.standards.models import Breach, BreachCause, Measure, Standard

WHY = "breaches of the whole firm are looked for"
MOST = 500  # of a measure in one run; the next run goes on
LONGEST_WAIT = timedelta(days=120)  # what was asked for longer ago is nobody's breach of today
MOMENT = "promise_broken"  # the playbook of an apology
Seen = tuple[Any, ...]  # id, client, employee, day, what, minutes


def breaches_see(actor: Actor) -> int:
    """How many are new. Killed at any line the next run goes on: each breach and its task are one
    transaction per client."""
    if actor.kind is not Kind.SYSTEM:
        raise NotAllowed
    since = clock.today() - terms.apology_within()
    new: dict[int | None, list[Breach]] = defaultdict(list)
    for standard in Standard.objects.visible_to(actor).filter(is_retired=False):
        for model, seen in _seen(standard.measure, since):
            for pk, client, employee, day, what, minutes in _unknown(standard, model, seen):
                new[client].append(
                    Breach(
                        standard=standard, client_id=client, employee_id=employee, of_type=model, of_id=pk,
                        day=day, what=(what or "")[:200], minutes=minutes,
                    )
                )  # fmt: skip
    for client_id, breaches in new.items():
        _write(client_id, breaches)
    _apologies_made()
    return sum(map(len, new.values()))


def _seen(measure: str, since: date) -> Iterator[tuple[str, Any]]:
    looks: dict[Measure, tuple[Any, Callable[[], Any]]] = {
        Measure.LETTER: (Request, lambda: _answered(since, letters=True)),
        Measure.REQUEST: (Request, lambda: _answered(since, letters=False)),
        Measure.DELIVERY: (Order, lambda: _delivered(since)),
        Measure.PROMISE: (Promise, lambda: _promised(since)),
    }
    if measure in looks:
        model, look = looks[Measure(measure)]
        yield model._meta.label_lower, look()


def _unknown(standard: Standard, model: str, rows: Any) -> list[Seen]:
    known = Breach.objects.unscoped(reason=WHY).filter(standard=standard, of_type=model, of_id=OuterRef("pk"))
    unseen = rows.annotate(seen=Subquery(known.values("pk")[:1])).filter(seen=None)
    return [row[:-1] for row in unseen.order_by("pk").values_list(*_COLUMNS[model], "seen")[:MOST]]


_COLUMNS = {
    Request._meta.label_lower: ("pk", "client", "who", "on", "blank", "answer_minutes"),
    Order._meta.label_lower: ("pk", "client", "manager", "delivered_on", "number", "none"),
    Promise._meta.label_lower: ("pk", "client", "by", "on", "text", "none"),
}


def _answered(since: date, *, letters: bool) -> Any:
    from django.db.models import Value

    start = clock.start_of(since)
    rows = Request.objects.unscoped(reason=WHY).filter(first_answer_at__gte=start)
    rows = rows.filter(arrived_at__gte=start - LONGEST_WAIT)  # by its index
    rows = rows.filter(channel=Channel.EMAIL) if letters else rows.exclude(channel=Channel.EMAIL)
    late = Q(answer_minutes__gt=terms.letter_minutes()) if letters else Q(in_time=False)
    rows = rows.filter(late).exclude(state=State.SPAM).exclude(why_closed=Why.DOUBLE)
    return rows.annotate(
        who=Coalesce("answered_by", "assigned_to"),
        on=TruncDate("first_answer_at", tzinfo=clock.firm_zone()),
        blank=Value(""),
    )


def _delivered(since: date) -> Any:
    """Not out of a file: it tells of what was long ago known."""
    from django.db.models import IntegerField, Value

    first = Delay.objects.unscoped(reason=WHY).filter(order=OuterRef("pk")).order_by().values("order")
    rows = Order.objects.unscoped(reason=WHY).filter(delivered_on__gte=since, run=None)
    rows = rows.filter(promised_on__gte=since - LONGEST_WAIT)  # by its index
    rows = rows.annotate(
        due=Coalesce(Subquery(first.annotate(d=Min("was")).values("d")), "promised_on"),
        none=Value(None, output_field=IntegerField()),
    )
    return rows.exclude(state=OrderState.CANCELLED).filter(delivered_on__gt=F("due"))


def _promised(since: date) -> Any:
    from django.db.models import IntegerField, Value

    rows = Promise.objects.unscoped(reason=WHY).filter(settled_at__gte=clock.start_of(since))
    return rows.filter(state__in=(Standing.LATE, Standing.BROKEN)).annotate(
        on=TruncDate("settled_at", tzinfo=clock.firm_zone()), none=Value(None, output_field=IntegerField())
    )


@transaction.atomic
def _write(client_id: int | None, breaches: list[Breach]) -> None:
    """All that is new of a client together: one apology, however much went wrong."""
    clients = Client.objects.unscoped(reason=WHY).select_related("owner")
    client: Client | None = (
        clients.filter(pk=client_id, is_live=True, closed_on=None).first() if client_id else None
    )
    key = _task_key(client, clock.today()) if client is not None else ""
    found_at = min(one.found_at for one in breaches)
    for one in breaches:
        one.task_key = key
    Breach.objects.bulk_create(breaches, ignore_conflicts=True)
    if client is None:
        return
    language = client.owner.language if client.owner else settings.LANGUAGE_CODE
    with translation.override(language):
        for one in breaches:
            record(
                SYSTEM, kinds.BROKEN, subject=one.standard, client_id=client.pk,
                data={"standard": str(one.standard), "what": one.what},
            )  # fmt: skip
        if _asked_already(breaches) or _day_is_full(client, key):
            Breach.objects.unscoped(reason=WHY).filter(task_key=key, found_at__gte=found_at).update(
                task_key=""
            )
            return
        text = _("Apologise, and say what you do about it: {standards}.").format(
            standards="; ".join(dict.fromkeys(str(one.standard) for one in breaches))
        )
    task_set(SYSTEM, client_id=client.pk, text=text[:500], due_on=clock.today(), key=key, moment=MOMENT)


def _task_key(client: Client, day: date) -> str:
    """Of the day's apology; another, where that one has been made and something went wrong since."""
    first = f"breach:{client.pk}:{day}"
    tasks = Step.objects.unscoped(reason=WHY).filter(key__startswith=first).order_by("pk")
    there = list(tasks.values_list("key", "state"))
    waiting = [key for key, state in there if state == Done.OPEN]
    return waiting[0] if waiting else first if not there else f"{first}:{len(there) + 1}"


def _day_is_full(client: Client, key: str) -> bool:
    """As many apologies wait in this manager's day as may; the breach stands in the list alone."""
    tasks = Step.objects.unscoped(reason=WHY).filter(key__startswith="breach:", state=Done.OPEN)
    waiting = tasks.filter(client__owner=client.owner_id, due_on__gte=clock.today() - terms.apology_within())
    return waiting.exclude(key=key).count() >= practice.BREACH_TASKS.value()


def _asked_already(breaches: list[Breach]) -> bool:
    """A broken promise asks for its apology by itself (reactions/promise_broken): no second task."""
    if any(one.standard.measure != Measure.PROMISE for one in breaches):
        return False
    rows = Promise.objects.unscoped(reason=WHY).filter(pk__in=[one.of_id for one in breaches])
    return not rows.filter(state=Standing.LATE).exists()


def _apologies_made() -> None:
    """Whose task is done has apologised: nobody says it twice."""
    open_ones = Breach.objects.unscoped(reason=WHY).filter(apologised_at=None).exclude(task_key="")
    keys = list(open_ones.values_list("task_key", flat=True).distinct()[: MOST * 4])
    done = Step.objects.unscoped(reason=WHY).filter(key__in=keys, state=Done.DONE)
    for key, at, by in done.values_list("key", "settled_at", "settled_by"):
        open_ones.filter(task_key=key, found_at__lte=at).update(apologised_at=at, apologised_by=by)


@transaction.atomic
def breach_settle(
    actor: Actor, *, breach_id: int, apologised: bool = False, cause_id: int | None = None, note: str = ""
) -> Breach:
    """That the client has heard «we are sorry», and why it happened; either may come first."""
    rows: Any = Breach.objects.select_related("standard", "client")
    breach: Breach = fetch(actor, rows, breach_id, verb="breach.settle", lock=True)
    words = tidy(note)
    if len(words) > 500:
        raise Invalid(note=_("At most {limit} signs.").format(limit=500))
    if cause_id is not None:
        breach.cause = fetch(actor, BreachCause, cause_id)
    if apologised and breach.apologised_at is None:
        breach.apologised_at, breach.apologised_by_id = clock.now(), actor.employee_id
    breach.note, breach.settled_by_id = words or breach.note, actor.employee_id
    breach.save(update_fields=["cause", "apologised_at", "apologised_by", "note", "settled_by"])
    data = {"standard": str(breach.standard), "note": breach.note}
    record(actor, kinds.SETTLED, subject=breach, client_id=breach.client_id, data=data)
    return breach
