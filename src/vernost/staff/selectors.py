"""Everything that is read of employees."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet

from vernost.access.actor import Actor
from vernost.access.fetch import fetch_plain, key
from vernost.access.policies import may, require
from vernost.core import clock
from vernost.staff.models import Alert, ApiToken, Deputy, Employee, Session, Team


def staff(actor: Actor, *, left_too: bool = False) -> QuerySet[Employee]:
    require(actor, "staff.see")
    rows = Employee.objects.select_related("team")
    return rows if left_too else rows.filter(is_active=True)


def employee(actor: Actor, *, employee_id: int) -> Employee:
    return fetch_plain(actor, Employee.objects.select_related("team"), employee_id, verb="staff.see")


def teams(actor: Actor) -> QuerySet[Team]:
    require(actor, "staff.see")
    working = Count("members", filter=Q(members__is_active=True))
    return Team.objects.select_related("head").annotate(working=working)


def deputies_of(actor: Actor, *, employee_id: int) -> QuerySet[Deputy]:
    """Who stands in for the employee, now or later."""
    require(actor, "staff.see")
    rows = Deputy.objects.select_related("employee", "stands_in_for")
    return rows.filter(stands_in_for_id=key(employee_id), until__gte=clock.today()).order_by("since", "pk")


def alerts_today(actor: Actor) -> int | None:
    """How many people read unusually much today; for the mark in the menu, so at most a minute old."""
    if not may(actor, "alerts.see"):
        return None
    day = clock.today()
    counted = cache.get(f"alerts-{day}")
    if counted is None:
        counted = Alert.objects.filter(day=day).values("employee").distinct().count()
        cache.set(f"alerts-{day}", counted, 60)
    return int(counted)


def sessions_of(actor: Actor, *, employee_id: int) -> QuerySet[Session]:
    """Signed-in browsers, the latest first: one's own, anybody's for a director."""
    if not (actor.is_employee and actor.is_self(employee_id)):
        require(actor, "session.see_all")
    return Session.objects.filter(employee_id=key(employee_id), expire_date__gt=clock.now()).order_by(
        "-seen_at"
    )


def open_name(session: Session) -> str:
    """A name for a session that may stand in a page: whoever reads it cannot sign in with it."""
    return hashlib.sha256(f"session {session.session_key}".encode()).hexdigest()[:24]


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """One's own that are alive."""
    require(actor, "token.make")
    return ApiToken.objects.filter(employee_id=actor.employee_id or 0, ended_at=None)
