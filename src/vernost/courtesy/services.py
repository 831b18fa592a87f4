"""After a large order (rule 5.5): a call in the manager's day, or a form by letter where calls are many."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM, Actor
from vernost.access.fetch import fetch
from vernost.agenda import services as agenda
from vernost.agenda.models import Done, Step
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.core.practice import COURTESY_AFTER, COURTESY_CALLS, FIRM_NAME, LARGE_ORDER
from vernost.courtesy import kinds, letter_kinds, selectors
from vernost.courtesy.models import BEST, LONGEST_COMMENT, Courtesy, Way
from vernost.courtesy.rules import asks_for_a_call, due_on, is_large, way_of
from vernost.intake.models import Channel
from vernost.intake.services import request_receive, request_tie
from vernost.journal.write import record
from vernost.language import translator
from vernost.orders.models import Order, OrderLine, State
from vernost.post.checks import verdict
from vernost.post.composing import language_of
from vernost.post.services import letter_to_client

MOMENT = "courtesy"
KEY = "courtesy:"
GOODS = 3  # names of what was bought: enough to know which order it was


@transaction.atomic
def courtesy_begin(actor: Actor, *, order_id: int) -> Courtesy | None:
    """Once an order, however often it is seen; None where there is nothing to ask, or not yet."""
    order: Order = fetch(actor, Order, order_id, verb="courtesy.begin", lock=True)
    there: Courtesy | None = Courtesy.objects.visible_to(actor).filter(order=order).first()
    if there is not None:
        return there
    client = _asked(actor, order)
    due = _due(order)
    if client is None or due is None or due > clock.today():
        return None
    has_letter = not verdict(client, letter_kinds.FORM).reason
    way = way_of(waiting=_waiting(client), most=COURTESY_CALLS.value(), has_letter=has_letter)
    courtesy = Courtesy(order=order, client=client, way=way)
    if way == Way.CALL:
        courtesy.step = _call(actor, order, client, due)
    else:
        courtesy.secret = secrets.token_urlsafe(32)
    courtesy.save(force_insert=True)
    if way == Way.FORM:
        _letter(actor, courtesy, client)
    return courtesy


@transaction.atomic
def courtesy_answer(
    actor: Actor, *, courtesy_id: int, rating: int | None, comment: str = "", again: bool = False
) -> Courtesy:
    """What the client says by the form. Once: the same sent twice, or anything after it, changes nothing."""
    courtesy: Courtesy = fetch(actor, Courtesy, courtesy_id, verb="courtesy.answer", lock=True)
    if courtesy.is_answered or not selectors.is_open(courtesy):
        return courtesy
    said = tidy(comment, lines=True)
    if rating is None or not 1 <= rating <= BEST:
        raise Invalid(rating=_("Choose a mark from one to five."))
    if len(said) > LONGEST_COMMENT:
        raise Invalid(comment=_("At most {limit} signs.").format(limit=LONGEST_COMMENT))
    courtesy.rating, courtesy.comment, courtesy.again = rating, said, again
    courtesy.answered_at = clock.now()
    courtesy.save()
    order, client = courtesy.order, courtesy.client
    data = {"order": str(order), "rating": rating, "comment": said[:200]}
    record(actor, kinds.ANSWERED, subject=courtesy, client_id=client.pk, data=data)
    if not client.is_closed:
        if asks_for_a_call(rating=rating, comment=said):
            _call_back(courtesy)
        if again:
            _again(actor, courtesy)
    return courtesy


def _asked(actor: Actor, order: Order) -> Client | None:
    """The client, if they are asked: a live one, of an order that stands and is large. Locked, so that two
    orders of one manager are counted one after the other."""
    if order.state == State.CANCELLED or order.replaces_id is not None:
        return None
    if not is_large(net=order.net, large=LARGE_ORDER.value()):
        return None
    rows = Client.objects.visible_to(actor).select_for_update(of=("self",)).select_related("owner")
    client: Client | None = rows.filter(pk=order.client_id, closed_on=None).first()
    return client if client is not None and client.owner_id is not None else None


def _due(order: Order) -> date | None:
    return due_on(
        delivered_on=order.delivered_on, promised_on=order.promised_on, day=order.day,
        after=COURTESY_AFTER.value(),
    )  # fmt: skip


def _waiting(client: Client) -> int:
    """Courtesy calls that wait in the day of the client's manager."""
    rows = Step.objects.unscoped(reason="how many calls a manager has is counted over all clients of theirs")
    return rows.filter(state=Done.OPEN, key__startswith=KEY, client__owner=client.owner_id).count()


def _call(actor: Actor, order: Order, client: Client, due: date) -> Step:
    with translation.override(client.owner.language if client.owner else settings.LANGUAGE_CODE):
        text = _("Ask whether all is well with the order: {order}").format(order=_told(order))
    said: dict[str, Any] = {
        "text": text,
        "due_on": max(due, clock.today()),
        "key": f"{KEY}{order.pk}",
        "moment": MOMENT,
    }
    return agenda.task_set(actor, client_id=client.pk, **said)


def _letter(actor: Actor, courtesy: Courtesy, client: Client) -> None:
    address = settings.ENVIRONMENT.url.rstrip("/") + reverse("courtesy_form", args=[courtesy.secret])
    with translation.override(language_of(client)):
        told = {"order": _told(courtesy.order), "address": address, "firm": FIRM_NAME.value()}
        told["name"] = client.address_as or client.name
        subject = _("Is all well with your order?")
        text = _(
            "{name}, good day.\n\nYour order is with you: {order}. Is all well? It takes half a minute:\n"
            "{address}\n\nThere you can also order the same again. Your manager reads every answer."
        ).format(**told)
    courtesy.letter = letter_to_client(
        actor, client_id=client.pk, kind=letter_kinds.FORM, subject=subject, text=text,
        key=f"{KEY}{courtesy.order_id}", about=courtesy,
    )  # fmt: skip
    courtesy.save(update_fields=["letter"])
    data = {"order": str(courtesy.order)}
    record(actor, kinds.FORM_SENT, subject=courtesy, client_id=client.pk, data=data)


def _call_back(courtesy: Courtesy) -> None:
    client = courtesy.client
    with translation.override(client.owner.language if client.owner else settings.LANGUAGE_CODE):
        text = _("Call today: the order {order} was rated {rating} of 5. {comment}").format(
            order=courtesy.order, rating=courtesy.rating, comment=courtesy.comment[:300]
        )
    key = f"{KEY}answer:{courtesy.order_id}"
    today: dict[str, Any] = {"due_on": clock.today(), "key": key, "moment": MOMENT}
    agenda.task_set(SYSTEM, client_id=client.pk, text=text.strip()[:500], **today)


def _again(actor: Actor, courtesy: Courtesy) -> None:
    """A request like any other: its clock runs, and it goes to the client's manager."""
    client, order = courtesy.client, courtesy.order
    with translation.override(client.owner.language if client.owner else settings.LANGUAGE_CODE):
        text = _("The same again as in the order {order}").format(order=_told(order))
    phone = client.phones.visible_to(actor).order_by("pk").values_list("number", flat=True).first() or ""
    email = client.emails.visible_to(actor).order_by("pk").values_list("address", flat=True).first() or ""
    request = request_receive(
        SYSTEM, channel=Channel.FORM, name=client.name, phone=phone, email=email, text=text,
        token=f"{KEY}{order.pk}",
    )  # fmt: skip
    if request.client_id != client.pk:
        request_tie(SYSTEM, request_id=request.pk, client_id=client.pk)
    record(actor, kinds.AGAIN, subject=courtesy, client_id=client.pk, data={"order": str(order)})


def _told(order: Order) -> str:
    """«№ 17, 120 000 ₽, 27 ноября: Эфиопия Сидамо, 1 кг, …»."""
    tongue = translator((translation.get_language() or "en")[:2])
    parts = [str(order), tongue.day(order.delivered_on or order.day)]
    lines = OrderLine.objects.visible_to(SYSTEM).filter(order=order).order_by("id")
    goods = ", ".join(lines.values_list("product", flat=True)[:GOODS])
    return ", ".join(parts) + (f": {goods[:200]}" if goods else "")
