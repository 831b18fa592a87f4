"""A request comes in: once, with its clock, to whom it belongs. Whoever sends it learns nothing of that."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from vernost.access.actor import Actor, Kind
from vernost.access.policies import require
from vernost.clients.models import Client
from vernost.clients.rules import email_of, phone_of, tidy
from vernost.core import clock, worktime
from vernost.core.errors import Invalid
from vernost.core.practice import COUNTRY, REQUEST_ANSWER
from vernost.intake import kinds
from vernost.intake.models import LONGEST_TEXT, Request, SiteForm, State
from vernost.intake.rules import AGAIN_WITHIN
from vernost.intake.services.giving_out import give_out
from vernost.journal.write import record

SEND = "request.send"


def sender(*, address: str = "") -> Actor:
    """Whoever sends a form or a letter: may send, and sees nothing."""
    return Actor(kind=Kind.TOKEN, verbs=frozenset({SEND}), address=address)


def request_receive(
    actor: Actor,
    *,
    channel: str,
    name: str = "",
    phone: str = "",
    email: str = "",
    company: str = "",
    text: str = "",
    source: str = "",
    source_detail: str = "",
    form: SiteForm | None = None,
    token: str = "",
    arrived_at: datetime | None = None,
    is_spam: bool = False,
) -> Request:
    """The request, its clock running (rule 7.1): to the manager of the client they are, else by the desk.

    ``token``: of what it came by; the same one again gives the request that is there.
    """
    require(actor, SEND if actor.kind is Kind.TOKEN else "request.add")
    if token and (there := _known(channel, token)) is not None:
        return there
    request = Request(
        channel=channel,
        name=tidy(name)[:200],
        company=tidy(company)[:200],
        text=tidy(text, lines=True)[:LONGEST_TEXT],
        source=source,
        source_detail=tidy(source_detail)[:120],
        form=form,
        token=token,
        state=State.SPAM if is_spam else State.NEW,
        **_reached_by(phone, email),
        **_clock(arrived_at or clock.now()),
    )
    _checked(request)
    try:
        with transaction.atomic():
            return _saved(actor, request)
    except IntegrityError:
        if token and (there := _known(channel, token)) is not None:
            return there
        raise


def _known(channel: str, token: str) -> Request | None:
    rows = Request.objects.unscoped(reason="the same sending again is told what it was told before")
    found: Request | None = rows.filter(channel=channel, token=token).first()
    return found


def _reached_by(phone: str, email: str) -> dict[str, str]:
    """As clients' own are written, so that they can be compared."""
    found = {"phone": "", "email": ""}
    if phone.strip():
        known = phone_of(phone, COUNTRY.value())
        if known is None:
            raise Invalid(phone=_("This is no phone number. Write it with its code: +7 916 123-45-67."))
        found["phone"] = known[0]
    if email.strip():
        address = email_of(email)
        if address is None:
            raise Invalid(email=_("This is no e-mail address."))
        found["email"] = address
    return found


def _clock(arrived_at: datetime) -> dict[str, datetime]:
    due_at = worktime.of_firm().add(arrived_at, timedelta(minutes=REQUEST_ANSWER.value()))
    return {"arrived_at": arrived_at, "due_at": due_at}


def _checked(request: Request) -> None:
    if not (request.phone or request.email or request.name or request.company):
        raise Invalid(phone=_("Leave a phone or an e-mail: else nobody can answer."))
    try:
        request.clean_fields(exclude={"client", "form", "assigned_to"})
    except ValidationError as error:
        raise Invalid.of(error) from error


def _saved(actor: Actor, request: Request) -> Request:
    if request.state != State.SPAM:
        _recognised(request)
    request.save(force_insert=True)
    record(actor, kinds.RECEIVED[request.channel], subject=request, client_id=request.client_id)
    if request.state != State.SPAM:
        if request.assigned_to_id is None:
            give_out(request)
        if request.assigned_to is not None:
            data = {"employee": request.assigned_to.name}
            record(actor, kinds.ASSIGNED, subject=request, client_id=request.client_id, data=data)
    return request


def _recognised(request: Request) -> None:
    """Whose client it is, or whose request it was last time: it goes there, whoever's turn it is."""
    client, owner_id = _client_of(request.phone, request.email)
    request.client, request.assigned_to_id = client, owner_id
    if client is None and (earlier := _earlier(request)) is not None:
        request.again_of_id = earlier.again_of_id or earlier.pk
        request.client_id = earlier.client_id
        request.assigned_to_id = owner_id or earlier.assigned_to_id


def _client_of(phone: str, email: str) -> tuple[Client | None, int | None]:
    """The one client with both, else with either. Of several (a shared phone) none is named; if all of them
    have one manager, it is theirs all the same."""
    rows = Client.objects.unscoped(reason="a request goes to the client's manager, whoever sends it")
    live = rows.filter(is_live=True)
    by_phone = set(live.filter(phones__number=phone).values_list("pk", flat=True)) if phone else set()
    by_email = set(live.filter(emails__address=email).values_list("pk", flat=True)) if email else set()
    found = by_phone & by_email or by_phone | by_email
    if not found:
        return None, None
    owners = {one.pk: one for one in live.filter(pk__in=sorted(found)[:50])}
    if len(owners) == 1:
        client = next(iter(owners.values()))
        return client, client.owner_id
    managers = {one.owner_id for one in owners.values()}
    return None, managers.pop() if len(managers) == 1 else None


def _earlier(request: Request) -> Request | None:
    """Of the same person within days."""
    same = Q()
    if request.phone:
        same |= Q(phone=request.phone)
    if request.email:
        same |= Q(email=request.email)
    if not same:
        return None
    rows: Any = Request.objects.unscoped(reason="the same person's requests go to one employee")
    since = request.arrived_at - AGAIN_WITHIN
    rows = rows.filter(same, arrived_at__gte=since).exclude(state=State.SPAM)
    found: Request | None = rows.order_by("-arrived_at", "-pk").first()
    return found
