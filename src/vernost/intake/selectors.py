"""What is read of requests: of those alone that the actor sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import may, require
from vernost.access.scoping import ScopedQuerySet
from vernost.clients.models import Client
from vernost.clients.selectors import client_find
from vernost.core import clock, worktime
from vernost.core.paging import Page, keyset_page
from vernost.core.practice import REQUEST_FELL_THROUGH
from vernost.intake.models import GIVES_OUT, OPEN, Channel, Desk, Request, Seat, SiteForm, State, Why
from vernost.intake.rules import Left, Speed, left, speed, working_days_ago
from vernost.intake.wording import clock_said
from vernost.staff.models import Employee

OPEN_LIST, ALL = "open", "all"
LISTS = (OPEN_LIST, State.ANSWERED.value, State.CLOSED.value, State.SPAM.value, ALL)
JOINED = ("client", "client__owner", "assigned_to")
ON_CARD = 5
ALIKE = 5
RUNNING = Q(state__in=OPEN, first_answer_at=None)


@dataclass(frozen=True, slots=True)
class Asked:
    which: str = OPEN_LIST
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    request: Request
    left: Left | None  # of its clock, while it runs

    @property
    def clock(self) -> str:
        return clock_said(self.left)


def _rows(actor: Actor) -> ScopedQuerySet[Request]:
    rows: Any = Request.objects.visible_to(actor)
    found: ScopedQuerySet[Request] = rows.select_related(*JOINED)
    return found


def request_list(actor: Actor, asked: Asked, *, after: str = "", limit: int = 50) -> Page[Line]:
    """Open ones by whose time is up first, the others by when they came."""
    require(actor, "request.see")
    rows = _rows(actor)
    if asked.which == OPEN_LIST:
        rows = rows.filter(state__in=OPEN)
    elif asked.which != ALL:
        rows = rows.filter(state=asked.which)
    if asked.channel in Channel.values:
        rows = rows.filter(channel=asked.channel)
    order = ("due_at", "id") if asked.which == OPEN_LIST else ("-arrived_at", "-id")
    page = keyset_page(rows, order=order, after=after, limit=limit)
    return Page(lines(page.rows), page.next)


def lines(requests: Iterable[Request]) -> list[Line]:
    work, now = worktime.of_firm(), clock.now()
    return [Line(one, left(work, now, one.due_at) if one.is_running else None) for one in requests]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the list opens with."""

    running: int
    late: int
    free: int  # nobody has been given them


def standing(actor: Actor) -> Standing:
    rows = Request.objects.visible_to(actor).filter(RUNNING)
    counted = rows.aggregate(
        running=Count("pk"),
        late=Count("pk", filter=Q(due_at__lt=clock.now())),
        free=Count("pk", filter=Q(assigned_to=None)),
    )
    return Standing(**counted)


@dataclass(frozen=True, slots=True)
class Card:
    line: Line
    again: list[Request]
    alike: list[Client]  # who it might be, of those the actor sees

    @property
    def request(self) -> Request:
        return self.line.request


def request_card(actor: Actor, pk: Any, *, find: str = "") -> Card:
    require(actor, "request.see")
    joined: Any = Request.objects.select_related(*JOINED, "answered_by", "taken_by", "form")
    request: Request = fetch(actor, joined, pk)
    first = request.again_of_id or request.pk
    same = Request.objects.visible_to(actor).filter(Q(again_of=first) | Q(pk=first)).exclude(pk=request.pk)
    alike = _alike(actor, request, find) if may(actor, "request.tie", request) else []
    return Card(lines([request])[0], list(same[:ON_CARD]), alike)


def _alike(actor: Actor, request: Request, find: str) -> list[Client]:
    if request.client_id is not None and not find:
        return []
    if find:
        return client_find(actor, text=find, limit=ALIKE)
    same = Q()
    if request.phone:
        same |= Q(phones__number=request.phone)
    if request.email:
        same |= Q(emails__address=request.email)
    found: list[Client] = []
    if same:
        rows = Client.objects.visible_to(actor).filter(same).select_related("owner").distinct()
        found = list(rows[:ALIKE])
    named = request.company or request.name
    if len(found) < ALIKE and named:
        known = {one.pk for one in found}
        found += [one for one in client_find(actor, text=named, limit=ALIKE) if one.pk not in known]
    return found[:ALIKE]


def of_client(actor: Actor, client: Client) -> list[Line]:
    """For the card: the latest requests of the client."""
    rows = Request.objects.visible_to(actor).filter(client=client).exclude(state=State.SPAM)
    return lines(rows[:ON_CARD])


def running(actor: Actor, *, owners: Iterable[int] | None = None, limit: int = 50) -> list[Line]:
    """Whose clock runs, the most urgent first; ``owners``: of these employees alone."""
    rows = _rows(actor).filter(RUNNING)
    if owners is not None:
        rows = rows.filter(assigned_to__in=list(owners))
    return lines(rows.order_by("due_at", "pk")[:limit])


def told(actor: Actor) -> list[Line]:
    """For the bell: one's own that wait for an answer, and late ones of those one heads."""
    if not may(actor, "request.see"):
        return []
    own = {*actor.principals, *([actor.employee_id] if actor.employee_id else [])}
    late = Q(escalated_at__isnull=False) if actor.role in GIVES_OUT else Q()
    free = Q(assigned_to=None) if actor.role in GIVES_OUT else Q()
    rows = _rows(actor).filter(RUNNING).filter(Q(assigned_to__in=own) | late | free)
    return lines(rows.order_by("due_at", "pk")[:6])


def giveable(actor: Actor, request: Request) -> list[Employee]:
    """To whom it may be given by hand."""
    if not may(actor, "request.assign", request) or not request.is_open:
        return []
    if request.client is not None and request.client.owner_id is not None:
        return []
    rows = Employee.objects.active().exclude(pk=request.assigned_to_id or 0).order_by("name", "pk")
    return list(rows if actor.sees_all else rows.filter(Q(pk__in=actor.owners) | Q(team__in=actor.teams)))


def due_for_giving_out(actor: Actor, *, limit: int) -> list[int]:
    rows = Request.objects.visible_to(actor).filter(state__in=OPEN, assigned_to=None)
    return list(rows.order_by("arrived_at", "pk").values_list("pk", flat=True)[:limit])


def due_for_escalating(actor: Actor, *, limit: int) -> list[int]:
    rows = Request.objects.visible_to(actor).filter(RUNNING, due_at__lt=clock.now(), escalated_at=None)
    return list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class Times:
    whole: Speed
    channels: list[tuple[str, Speed]]
    people: list[tuple[str, Speed]]


def times(actor: Actor, *, days: int = 30) -> Times:
    """How fast requests of the last ``days`` were answered (rule 7.1), of those the actor sees; one query.

    Counted by channel, person, minutes: as many groups as there are different ones, however many requests.
    One that nobody answered counts as late once its time is over, on whoever it was given to.
    """
    require(actor, "request.see")
    now = clock.now()
    rows = Request.objects.visible_to(actor).filter(arrived_at__gte=now - timedelta(days=days))
    missed = Q(first_answer_at=None, due_at__lt=Coalesce(F("settled_at"), now))
    rows = rows.exclude(state=State.SPAM).exclude(why_closed__in=(Why.DOUBLE, Why.COMPLAINT))
    rows = rows.filter(Q(first_answer_at__isnull=False) | missed).order_by()
    grouped = rows.annotate(who=Coalesce("answered_by__name", "assigned_to__name")).values_list(
        "channel", "who", "answer_minutes", "in_time"
    )
    channels: dict[str, list[Any]] = {}
    people: dict[str, list[Any]] = {}
    for channel, who, minutes, in_time, many in grouped.annotate(many=Count("pk")):
        one = (minutes, bool(in_time), many)
        channels.setdefault(channel, []).append(one)
        people.setdefault(who or "", []).append(one)
    every = [one for counted in channels.values() for one in counted]
    return Times(
        speed(every),
        [(str(Channel(name).label), speed(channels[name])) for name in Channel.values if name in channels],
        [(name, speed(people[name])) for name in sorted(people)],
    )


def fell_through_clients(actor: Actor) -> ScopedQuerySet[Request]:
    """Requests of clients that nobody answered (rule 1.1): past so many working days, or closed so. Rows with
    ``client``, for the preset «fell through»."""
    since = working_days_ago(worktime.of_firm(), clock.today(), REQUEST_FELL_THROUGH.value())
    silent = Q(state__in=OPEN, arrived_at__lt=since) | Q(state=State.CLOSED)
    rows: ScopedQuerySet[Request] = Request.objects.visible_to(actor).filter(
        silent, client__isnull=False, first_answer_at=None
    )
    return rows.exclude(why_closed__in=(Why.DOUBLE, Why.NOT_OURS, Why.COMPLAINT))


@dataclass(frozen=True, slots=True)
class DeskShown:
    desk: Desk
    seats: list[tuple[Employee, Seat]]


def desk(actor: Actor) -> DeskShown:
    require(actor, "request.desk")
    known = {one.employee_id: one for one in Seat.objects.all()}
    people = Employee.objects.active().order_by("name", "pk")
    seats = [(one, known.get(one.pk) or Seat(employee=one, takes=False)) for one in people]
    return DeskShown(Desk.objects.filter(pk=1).first() or Desk(pk=1), seats)


def forms(actor: Actor) -> list[SiteForm]:
    require(actor, "request.form")
    return list(SiteForm.objects.visible_to(actor))


def open_form(slug: str) -> SiteForm | None:
    """For whoever comes from the firm's site."""
    rows = SiteForm.objects.unscoped(reason="a page for everybody")
    found: SiteForm | None = rows.filter(slug=slug, is_open=True).first()
    return found
