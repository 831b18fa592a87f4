"""What employees do with a request: take, answer, tie to a client, close, and take it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM, Actor
from vernost.access.fetch import fetch
from vernost.agenda import services as agenda
from vernost.agenda.models import Began, Outcome
from vernost.agenda.models import Channel as Talk
from vernost.clients import owning
from vernost.clients import services as clients
from vernost.clients.models import Client
from vernost.clients.models import Kind as ClientKind
from vernost.clients.rules import tidy
from vernost.core import clock, worktime
from vernost.core.errors import Invalid
from vernost.intake import kinds
from vernost.intake.errors import NotOpen, TakenAlready
from vernost.intake.models import OPEN, Request, State, Why
from vernost.intake.rules import worked_minutes
from vernost.journal.write import record


@transaction.atomic
def request_take(actor: Actor, *, request_id: int) -> Request:
    """«I answer this one.» Of two people the second is told who was first."""
    request = _request(actor, request_id, "request.take")
    if not request.is_open:
        raise NotOpen
    if request.state == State.TAKEN:
        if actor.is_self(request.taken_by_id):
            return request
        raise TakenAlready(request.taken_by)
    _take(actor, request)
    record(actor, kinds.TAKEN, subject=request, client_id=request.client_id)
    return request


def _take(actor: Actor, request: Request) -> None:
    request.state, request.taken_at, request.taken_by_id = State.TAKEN, clock.now(), actor.employee_id
    whose = request.assigned_to_id
    if not _has_manager(request) and not actor.is_self(whose) and not actor.stands_in_for(whose):
        request.assigned_to_id = actor.employee_id
    request.save(update_fields=["state", "taken_at", "taken_by", "assigned_to"])


def _has_manager(request: Request) -> bool:
    return request.client is not None and request.client.owner_id is not None


@transaction.atomic
def request_answer(
    actor: Actor,
    *,
    request_id: int,
    channel: str = Talk.CALL,
    outcome: str = Outcome.TALKED,
    text: str = "",
    minutes: int | None = None,
    step: str = "",
    step_on: date | None = None,
    promise: str = "",
    promise_on: date | None = None,
    token: str = "",
) -> Request:
    """The first answer stops the clock, also that of the same person's other requests. For a client it is a
    contact that they began (rule 1.9), with what follows from it. Nobody picked up: an answer in time, and
    the request stays open."""
    request = _request(actor, request_id, "request.answer")
    if outcome not in Outcome.values:
        raise Invalid(outcome=_("There is no such outcome."))
    if not request.is_open:
        if request.state == State.ANSWERED and actor.is_self(request.answered_by_id):
            return request
        raise TakenAlready(request.answered_by) if request.state == State.ANSWERED else NotOpen
    later = {"step": step, "step_on": step_on, "promise": promise, "promise_on": promise_on}
    if request.client is not None:
        _with_manager(actor, request, request.client)
        agenda.contact_log(
            actor, client_id=request.client.pk, channel=channel, began=Began.THEY, outcome=outcome,
            text=text, minutes=minutes, token=token, **later,  # type: ignore[arg-type]
        )  # fmt: skip
    elif any(later.values()):
        raise Invalid(_("Make a client of them first: steps and promises are kept on a client’s card."))
    for one in [request, *_same_person(request)]:
        _answered(actor, one, stays_open=outcome == Outcome.NO_ANSWER, note=text)
    return request


def _answered(actor: Actor, request: Request, *, stays_open: bool, note: str) -> None:
    now = clock.now()
    request.state = State.TAKEN if stays_open else State.ANSWERED
    request.settled_at = None if stays_open else now
    if request.taken_at is None:
        request.taken_at, request.taken_by_id = now, actor.employee_id
    if request.first_answer_at is None:
        request.first_answer_at, request.answered_by_id = now, actor.employee_id
        request.answer_minutes = worked_minutes(worktime.of_firm(), request.arrived_at, now)
        request.in_time = now <= request.due_at
        data = {"minutes": request.answer_minutes}
        record(actor, kinds.ANSWERED, subject=request, client_id=request.client_id, data=data)
    if not _has_manager(request) and request.assigned_to_id is None:
        request.assigned_to_id = actor.employee_id
    if request.client_id is None:
        request.note = tidy(note)[:500] or request.note
    request.save()


def _with_manager(actor: Actor, request: Request, client: Client) -> None:
    """A client of nobody's becomes theirs who answers (rule 1.4: a fixed manager for each)."""
    if client.owner_id is None and actor.employee_id is not None:
        successor = request.assigned_to_id or actor.employee_id
        if owning.refused([successor]):
            return  # they answered, and that counts; the client waits for a manager
        clients.clients_hand_over(SYSTEM, client_ids=[client.pk], successor_id=successor)
        client.refresh_from_db(fields=["owner", "version"])
        request.assigned_to_id = client.owner_id


def _same_person(request: Request) -> list[Request]:
    """Their other open requests: one call answers them all."""
    first = request.again_of_id or request.pk
    same = Q(again_of=first) | Q(pk=first)
    if request.client_id is not None:
        same |= Q(client=request.client_id)
    rows = Request.objects.unscoped(reason="one person's requests are one talk").filter(same, state__in=OPEN)
    return list(rows.exclude(pk=request.pk).select_related("client").select_for_update(of=("self",)))


@transaction.atomic
def request_tie(actor: Actor, *, request_id: int, client_id: int) -> Request:
    """It is this client's: it goes to their manager, with the same person's other requests."""
    request = _request(actor, request_id, "request.tie")
    client: Client = fetch(actor, Client, client_id, lock=True)
    if request.client_id != client.pk:
        _tied(actor, request, client)
    return request


def _tied(actor: Actor, request: Request, client: Client) -> None:
    first = request.again_of_id or request.pk
    rows: Any = Request.objects.unscoped(reason="one person's requests go together")
    others = rows.filter(Q(again_of=first) | Q(pk=first), client=request.client_id).exclude(pk=request.pk)
    for one in [request, *others]:
        one.client = client
        one.assigned_to_id = client.owner_id or one.assigned_to_id
        one.save(update_fields=["client", "assigned_to"])
        record(actor, kinds.TIED, subject=one, client_id=client.pk)


@transaction.atomic
def request_client(actor: Actor, *, request_id: int) -> Request:
    """A new client out of what they said of themselves, looked after by whose request it is."""
    request = _request(actor, request_id, "request.tie")
    if request.client_id is not None:
        return request
    company = bool(request.company)
    client = clients.client_add(
        actor,
        name=request.company or request.name or request.phone_said or request.email,
        kind=ClientKind.COMPANY if company else ClientKind.PERSON,
        phones=[request.phone] if request.phone else [],
        emails=[request.email] if request.email else [],
        source=request.source,
        source_detail=request.source_detail if request.source else "",
    )
    if company and request.name:
        clients.person_add(actor, client_id=client.pk, name=request.name)
    if request.assigned_to_id not in (None, client.owner_id):
        clients.clients_hand_over(SYSTEM, client_ids=[client.pk], successor_id=request.assigned_to_id or 0)
        client.refresh_from_db(fields=["owner", "version"])
    _tied(actor, request, client)
    return request


@transaction.atomic
def request_close(actor: Actor, *, request_id: int, why: str, note: str = "") -> Request:
    request = _request(actor, request_id, "request.close")
    if why not in Why.values or not why:
        raise Invalid(why=_("Say why."))
    if request.state in (State.CLOSED, State.SPAM):
        raise NotOpen
    request.state, request.why_closed, request.settled_at = State.CLOSED, why, clock.now()
    request.note = tidy(note)[:500] or request.note
    request.save(update_fields=["state", "why_closed", "settled_at", "note"])
    record(actor, kinds.CLOSED, subject=request, client_id=request.client_id, data={"why": why})
    return request


@transaction.atomic
def request_spam(actor: Actor, *, request_id: int) -> Request:
    request = _request(actor, request_id, "request.close")
    if request.state == State.SPAM:
        return request
    request.state, request.why_closed, request.settled_at = State.SPAM, Why.NONE, clock.now()
    request.save(update_fields=["state", "why_closed", "settled_at"])
    record(actor, kinds.SPAM, subject=request, client_id=request.client_id)
    return request


@transaction.atomic
def request_reopen(actor: Actor, *, request_id: int) -> Request:
    """Closed or called spam by mistake: it stands where it stood. Its clock has run all the while."""
    request = _request(actor, request_id, "request.close")
    if request.state not in (State.CLOSED, State.SPAM):
        return request
    taken = State.TAKEN if request.taken_at else State.NEW
    request.state = State.ANSWERED if request.first_answer_at else taken
    request.why_closed, request.settled_at = Why.NONE, None
    request.save(update_fields=["state", "why_closed", "settled_at"])
    record(actor, kinds.REOPENED, subject=request, client_id=request.client_id)
    return request


def _request(actor: Actor, pk: int, verb: str) -> Request:
    rows: Any = Request.objects.select_related("client", "taken_by", "answered_by")
    request: Request = fetch(actor, rows, pk, verb=verb, lock=True)
    return request
