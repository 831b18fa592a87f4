"""The rows that make a number: of a period and of whose figure it is, as far as the actor sees them.

Each kind of rows is one list by key, the latest first: what, of which client, when, how much.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.agenda.models import Contact, Promise
from vernost.clients.models import Client, Consent, Purpose, Source
from vernost.complaints.models import Complaint
from vernost.core import clock
from vernost.core.paging import Page, keyset_page
from vernost.indicators.measures import Indicator
from vernost.indicators.models import Level
from vernost.indicators.periods import Period
from vernost.indicators.selectors import Subject
from vernost.indicators.sums.coming import real_requests
from vernost.intake.models import Request
from vernost.orders.models import Order, State
from vernost.retention.models import ClientFacts, Lifecycle, LifecycleChange
from vernost.reviews.models import Review
from vernost.reviews.models import State as Reviewed
from vernost.sales.models import Deal
from vernost.staff.models import Employee
from vernost.voice.models import Invitation, Response, SurveyKind
from vernost.winback.models import Arm, Plan
from vernost.winback.selectors.results import COUNTS


@dataclass(frozen=True, slots=True)
class Row:
    """``money``: Decimal; ``note``: words of state; empty where there is none."""

    when: date | datetime | None
    title: str
    address: str
    note: str = ""
    money: Any = None


@dataclass(frozen=True, slots=True)
class Behind:
    """``rows(actor, first, last)``: what is counted; ``whose``: path to the employee it is counted on."""

    rows: Callable[[Actor, Period], Any]
    whose: str
    order: tuple[str, ...]
    shown: Callable[[Any], Row]
    related: tuple[str, ...] = ("client",)


def _span(period: Period) -> tuple[datetime, datetime]:
    return clock.start_of(period.since), clock.start_of(period.until + timedelta(days=1))


def _within(path: str, period: Period) -> Q:
    since, until = _span(period)
    return Q(**{f"{path}__gte": since, f"{path}__lt": until})


def _days(path: str, period: Period) -> Q:
    return Q(**{f"{path}__gte": period.since, f"{path}__lte": period.until})


def _client(row: Any) -> str:
    return reverse("client", args=[row.client_id])


def _standing(*stages: str) -> Behind:
    def rows(actor: Actor, period: Period) -> Any:
        return ClientFacts.objects.visible_to(actor).filter(lifecycle__in=stages)

    def shown(row: ClientFacts) -> Row:
        return Row(row.last_purchase, row.client.name, _client(row), _("last purchase"), row.money_a_year)

    return Behind(rows, "client__owner", ("-pk",), shown)


def _of_request(row: Request) -> Row:
    return Row(row.arrived_at, row.who, reverse("request", args=[row.pk]), row.get_state_display())


def _requests(actor: Actor, period: Period) -> Any:
    known = real_requests().filter(_within("arrived_at", period))
    return Request.objects.visible_to(actor).filter(pk__in=known.order_by().values("pk"))


def _by_word(path: str = "") -> Q:
    return Q(**{f"{path}source": Source.WORD_OF_MOUTH}) | Q(**{f"{path}recommended_by__isnull": False})


def _of_order(row: Order) -> Row:
    return Row(
        row.day,
        str(row.client),
        reverse("order", args=[row.pk]),
        _("order {order}").format(order=row),
        row.net,
    )


BEHIND: dict[str, Behind] = {
    "requests": Behind(
        _requests, "assigned_to", ("-arrived_at", "-id"), _of_request, ()
    ),
    "answered": Behind(
        lambda actor, period: _requests(actor, period).filter(first_answer_at__isnull=False),
        "answered_by", ("-arrived_at", "-id"), _of_request, (),
    ),
    "deals": Behind(
        lambda actor, period: Deal.objects.visible_to(actor).filter(_within("closed_at", period)),
        "seller", ("-closed_at", "-id"),
        lambda row: Row(
            row.closed_at, row.title, reverse("deal", args=[row.pk]), row.get_state_display(), row.amount),
    ),
    "newcomers": Behind(
        lambda actor, period: ClientFacts.objects.visible_to(actor).filter(_days("first_purchase", period)),
        "client__owner", ("-first_purchase", "-client_id"),
        lambda row: Row(row.first_purchase, row.client.name, _client(row), row.client.get_source_display()),
    ),
    "orders": Behind(
        lambda actor, period: Order.objects.visible_to(actor)
        .filter(_within("placed_at", period), replaces=None).exclude(state=State.CANCELLED),
        "client__owner", ("-placed_at", "-id"), _of_order,
    ),
    "active": _standing(Lifecycle.ACTIVE),
    "slipping": _standing(Lifecycle.SLIPPING),
    "lost": _standing(Lifecycle.LOST),
    "returned": Behind(
        lambda actor, period: LifecycleChange.objects.visible_to(actor)
        .filter(_days("day", period), after=Lifecycle.RETURNED),
        "client__owner", ("-day", "-id"),
        lambda row: Row(row.day, row.client.name, _client(row)),
    ),
    "answers": Behind(
        lambda actor, period: Response.objects.visible_to(actor).filter(
            _days("day", period), survey__kind=SurveyKind.NPS, is_guess=False, score__isnull=False
        ),
        "owner", ("-answered_at", "-id"),
        lambda row: Row(
            row.day, str(row.client or ""), _client(row) if row.client_id else "", str(row.score)),
    ),
    "invitations": Behind(
        lambda actor, period: Invitation.objects.visible_to(actor).filter(_within("asked_at", period)),
        "client__owner", ("-due_at", "-id"),
        lambda row: Row(row.asked_at, row.client.name, _client(row), row.get_state_display()),
    ),
    "reviews": Behind(
        lambda actor, period: Review.objects.visible_to(actor).filter(_within("written_at", period))
        .exclude(state=Reviewed.SPAM),
        "client__owner", ("-written_at", "-id"),
        lambda row: Row(
            row.written_at, row.name or str(row.client or ""), reverse("review", args=[row.pk]),
            f"{row.stars} ★"),
    ),
    "plans": Behind(
        lambda actor, period: Plan.objects.visible_to(actor)
        .filter(COUNTS, _days("started_on", period), arm=Arm.ASKED),
        "responsible", ("-started_on", "-id"),
        lambda row: Row(
            row.started_on, row.client.name, _client(row), row.get_state_display(), row.money_back),
    ),
    "talks": Behind(
        lambda actor, period: Contact.objects.visible_to(actor).filter(_within("at", period)),
        "author", ("-at", "-id"),
        lambda row: Row(row.at, row.client.name, _client(row), row.get_began_display()),
    ),
    "recommended": Behind(
        lambda actor, period: Client.objects.visible_to(actor).filter(_within("created_at", period))
        .filter(_by_word()),
        "owner", ("-created_at", "-id"),
        lambda row: Row(
            row.created_at, row.name, reverse("client", args=[row.pk]), row.get_source_display()), (),
    ),
    "complaints": Behind(
        lambda actor, period: Complaint.objects.visible_to(actor).filter(_within("received_at", period)),
        "client__owner", ("-received_at", "-id"),
        lambda row: Row(
            row.received_at, row.client.name, reverse("complaint", args=[row.pk]), row.get_step_display()),
    ),
    "resolved": Behind(
        lambda actor, period: Complaint.objects.visible_to(actor).filter(_within("confirmed_at", period)),
        "responsible", ("-received_at", "-id"),
        lambda row: Row(
            row.received_at, row.client.name, reverse("complaint", args=[row.pk]), row.get_step_display()),
    ),
    "promises": Behind(
        lambda actor, period: Promise.objects.visible_to(actor).filter(_days("due_on", period)),
        "by", ("-due_on", "-id"),
        lambda row: Row(row.due_on, row.client.name, _client(row), row.get_state_display()),
    ),
    "deliveries": Behind(
        lambda actor, period: Order.objects.visible_to(actor)
        .filter(_days("promised_on", period)).exclude(state=State.CANCELLED),
        "client__owner", ("-promised_on", "-id"),
        lambda row: Row(row.promised_on, str(row.client), reverse("order", args=[row.pk]), _delivered(row)),
    ),
    "unsubscribed": Behind(
        lambda actor, period: Consent.objects.visible_to(actor)
        .filter(_within("withdrawn_at", period), purpose=Purpose.LETTERS),
        "client__owner", ("-id",),
        lambda row: Row(row.withdrawn_at, row.client.name, _client(row)),
    ),
}  # fmt: skip


def _delivered(row: Order) -> str:
    if row.delivered_on is None:
        return _("not delivered")
    late = row.promised_on is not None and row.delivered_on > row.promised_on
    return _("delivered late") if late else _("delivered")


def has_rows(one: Indicator) -> bool:
    return one.rows in BEHIND


def rows_behind(
    actor: Actor, one: Indicator, subject: Subject, period: Period, *, after: str = ""
) -> Page[Any]:
    require(actor, "indicator.see")
    behind = BEHIND[one.rows]
    rows = behind.rows(actor, period)
    if subject.level is Level.MANAGER:
        rows = rows.filter(**{behind.whose: subject.pk})
    elif subject.level is Level.TEAM:
        team = Employee.objects.filter(team=subject.pk)
        rows = rows.filter(**{f"{behind.whose}__in": team.values("pk")})
    page = keyset_page(rows.select_related(*behind.related), order=behind.order, after=after)
    return Page([behind.shown(row) for row in page.rows], page.next)
