"""Background work: waves are prepared, letters of those who are due leave, orders ask after some days."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.core.jobs import sweep
from vernost.orders.models import Order, OrderLine, State
from vernost.voice import services
from vernost.voice.models import Invitation, InvitationState, Survey, SurveyState, Wave, WaveState
from vernost.voice.services.inviting import UNSENT, invitations_after_purchase

AT_ONCE = 500
FRESH = timedelta(days=7)  # what was bought or brought longer ago than the delay and this is history
REASON = "a sweep over everybody's"


@sweep("survey_waves", every=timedelta(minutes=1), lease=timedelta(minutes=5))
def prepare_waves() -> int:
    rows = Wave.objects.unscoped(reason=REASON).filter(state=WaveState.PREPARING)
    return sum(services.wave_prepare(pk) for pk in rows.order_by("pk").values_list("pk", flat=True))


@sweep("survey_letters", every=timedelta(minutes=1), lease=timedelta(minutes=10))
def ask_who_is_due() -> int:
    rows = Invitation.objects.unscoped(reason=REASON)
    due = rows.filter(
        Q(wave=None) | Q(wave__state=WaveState.RUNNING), state=InvitationState.DUE, due_at__lte=clock.now()
    )
    keys = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in keys:
        services.invitation_send(SYSTEM, invitation_id=pk)
    if len(keys) < AT_ONCE:
        _end_waves()
    return len(keys)


def _end_waves() -> None:
    waits = Invitation.objects.unscoped(reason=REASON).filter(wave=OuterRef("pk"), state=InvitationState.DUE)
    rows = Wave.objects.unscoped(reason=REASON).filter(~Exists(waits), state=WaveState.RUNNING)
    for pk in rows.values_list("pk", flat=True):
        services.wave_end(SYSTEM, wave_id=pk)


@sweep("survey_unsent", every=timedelta(minutes=15))
def see_what_did_not_leave() -> int:
    """A letter may be held back at the door after it was asked for: its client was asked nothing."""
    since = clock.now() - timedelta(days=10)
    rows = Invitation.objects.unscoped(reason=REASON)
    unsent = rows.filter(state=InvitationState.ASKED, asked_at__gt=since, letter__state__in=UNSENT)
    keys = list(unsent.values_list("pk", flat=True)[:AT_ONCE])
    for pk in keys:
        services.invitation_unsent(SYSTEM, invitation_id=pk)
    return len(keys)


@sweep("survey_orders", every=timedelta(hours=1), lease=timedelta(minutes=10))
def ask_after_purchases() -> int:
    surveys = Survey.objects.unscoped(reason=REASON)
    asking = surveys.filter(state=SurveyState.OPEN, after_purchase__isnull=False)
    return sum(_ask_after(survey) for survey in asking)


def _ask_after(survey: Survey) -> int:
    """New orders whose day of asking has come. Orders from before the survey was opened are history, by
    whichever way they came into the base."""
    assert survey.after_purchase is not None and survey.opened_at is not None
    latest = clock.today() - timedelta(days=survey.after_purchase)
    earliest = latest - FRESH
    delivered = Q(delivered_on__gte=earliest, delivered_on__lte=latest)
    unfollowed = Q(delivered_on=None, promised_on=None, day__gte=earliest, day__lte=latest)
    key = Concat(Value(f"order {survey.pk} "), Cast(OuterRef("pk"), CharField()))
    asked = Invitation.objects.unscoped(reason=REASON).filter(key=key)
    orders = Order.objects.unscoped(reason=REASON).filter(
        delivered | unfollowed, placed_at__gte=survey.opened_at, replaces=None, client__is_live=True,
        client__closed_on=None,
    )  # fmt: skip
    orders = orders.exclude(state=State.CANCELLED).exclude(amount__gt=0, refunded__gte=F("amount"))
    found = list(
        orders.filter(~Exists(asked)).order_by("placed_at", "pk").values_list("pk", "client")[:AT_ONCE]
    )
    lines = OrderLine.objects.unscoped(reason=REASON).filter(order__in=[pk for pk, _client in found])
    goods: dict[int, str] = {}
    for order, product in lines.order_by("-amount", "pk").values_list("order", "product"):
        goods.setdefault(order, product)
    return invitations_after_purchase(survey, [(pk, client, goods.get(pk, "")) for pk, client in found])
