"""What somebody earned in a month, how it was made, and what everybody earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from vernost.access.actor import Actor
from vernost.access.fetch import fetch, key
from vernost.access.policies import may, require
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.core.money import from_minor
from vernost.core.paging import LIMIT, Page, keyset_page
from vernost.orders.models import Payment
from vernost.staff.models import Employee
from vernost.team import rules
from vernost.team.models import Accrual, Books, Kind, Rule, Statement
from vernost.team.reckoning import known, payments_after, ruling
from vernost.team.terms import COMMISSION_TO_HEADS

ZERO = Decimal(0)
MONTHS = 24
MOST_TRIED = 20_000
LOOKED_THROUGH = 200_000


@dataclass(frozen=True, slots=True)
class ByRule:
    """``rule`` None: the firm's general share."""

    rule: Rule | None
    percent: Decimal
    rows: int
    base: Decimal
    sum: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    month: date
    employee: Employee
    payments: int
    earned: Decimal
    returned: Decimal
    corrected: Decimal
    by_rule: list[ByRule]
    statement: Statement | None
    before: Decimal | None  # the month before, as it stands

    @property
    def total(self) -> Decimal:
        return self.earned + self.returned + self.corrected

    @property
    def is_now(self) -> bool:
        return self.month == rules.month_of(clock.today())


def whose(actor: Actor, pk: Any = None) -> Employee:
    """Oneself, or a colleague whose commission the actor may see; nobody else is there."""
    require(actor, "commission.see")
    wanted = key(pk) if pk else actor.employee_id or 0
    employee = Employee.objects.filter(pk=wanted).select_related("team").first()
    if employee is None or not Accrual.scope.holds(actor, Accrual(employee=employee)):
        raise NotVisible
    return employee


def month(actor: Actor, *, employee: Employee, month: date) -> Month:
    """Four queries."""
    rows = Accrual.objects.visible_to(actor).filter(employee=employee, month=month).order_by()
    sums = rows.aggregate(payments=Count("payment", filter=Q(kind=Kind.EARNED), distinct=True), **_sums())
    said = Statement.objects.visible_to(actor).filter(employee=employee, month=month)
    before = Accrual.objects.visible_to(actor).filter(employee=employee, month=_before(month))
    return Month(
        month=month,
        employee=employee,
        by_rule=_by_rule(rows),
        statement=said.select_related("closed_by").first(),
        before=before.aggregate(sum=Sum("sum"))["sum"],
        **sums,
    )


def _sums() -> dict[str, Any]:
    return {
        name: Sum("sum", filter=Q(kind=kind), default=ZERO)
        for name, kind in (
            ("earned", Kind.EARNED),
            ("returned", Kind.RETURNED),
            ("corrected", Kind.CORRECTED),
        )
    }


def _by_rule(rows: Any) -> list[ByRule]:
    """The most paid first; the sentences of the rules in one query."""
    made = rows.exclude(kind=Kind.CORRECTED).values("rule", "percent")
    found = list(made.annotate(rows=Count("pk"), base=Sum("base"), sum=Sum("sum")))
    known_rules = {
        one.pk: one
        for one in Rule.objects.unscoped(reason="the firm's rules")
        .filter(pk__in=[row["rule"] for row in found])
        .select_related("employee")
    }
    lines = [
        ByRule(known_rules.get(row["rule"]), row["percent"], row["rows"], row["base"], row["sum"])
        for row in found
    ]
    return sorted(lines, key=lambda one: -one.sum)


def _before(month: date) -> date:
    return rules.month_of(date.fromordinal(month.toordinal() - 1))


def rows(
    actor: Actor, *, employee: Employee, month: date, after: str = "", limit: int = LIMIT
) -> Page[Accrual]:
    """Newest first, with the order that was paid."""
    joined = Accrual.objects.visible_to(actor).select_related("payment__order", "refund", "rule", "by")
    theirs = joined.filter(employee=employee, month=month)
    return keyset_page(theirs, order=("-day", "-id"), after=after, limit=limit)


def names_of_clients(actor: Actor, page: Sequence[Accrual]) -> dict[int, Client]:
    """Only of clients that the actor sees today: a row of a client who was handed over names nobody."""
    ids = {row.payment.order.client_id for row in page if row.payment is not None}
    rows = Client.objects.visible_to(actor).filter(pk__in=ids)
    return {one.pk: one for one in rows}


@dataclass(frozen=True, slots=True)
class MonthLine:
    month: date
    total: Decimal
    rows: int
    statement: Statement | None


def months(actor: Actor, *, employee: Employee) -> list[MonthLine]:
    """The latest first; open ones without a statement."""
    theirs = Accrual.objects.visible_to(actor).filter(employee=employee).order_by()
    found = theirs.values("month").annotate(total=Sum("sum"), rows=Count("pk")).order_by("-month")[:MONTHS]
    said = Statement.objects.visible_to(actor).filter(employee=employee)
    closed = {one.month: one for one in said[:MONTHS]}
    return [MonthLine(row["month"], row["total"], row["rows"], closed.get(row["month"])) for row in found]


def statement(actor: Actor, pk: Any) -> Statement:
    joined: Any = Statement.objects.select_related("employee", "closed_by")
    found: Statement = fetch(actor, joined, pk, verb="commission.see")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    employee: int
    name: str
    rows: int
    earned: Decimal
    returned: Decimal
    corrected: Decimal
    statement: Statement | None = None

    @property
    def total(self) -> Decimal:
        return self.earned + self.returned + self.corrected


def everybody(actor: Actor, month: date) -> list[Line]:
    """Whoever's rows the actor sees, the most first: two queries."""
    rows = Accrual.objects.visible_to(actor).filter(month=month).order_by()
    found = rows.values("employee", "employee__name").annotate(rows=Count("pk"), **_sums())
    said = {one.employee_id: one for one in Statement.objects.visible_to(actor).filter(month=month)}
    lines = [
        Line(
            name=row.pop("employee__name"), statement=said.get(row["employee"]), **row,
        )
        for row in found
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (-one.total, one.name))


def sees_others(actor: Actor) -> bool:
    """Whether there is anybody besides oneself whose commission the actor sees."""
    if may(actor, "commission.see_all"):
        return True
    return bool(actor.teams) and COMMISSION_TO_HEADS.value()


@dataclass(frozen=True, slots=True)
class ToClose:
    """``closed``: the last closed month; ``month``: which is closed next, None where none can be."""

    closed: date | None
    month: date | None


def to_close(actor: Actor) -> ToClose:
    require(actor, "commission.close")
    closed = Books.objects.filter(pk=1).values_list("closed_until", flat=True).first()
    rows = Accrual.objects.visible_to(actor).filter(month__lt=rules.month_of(clock.today()))
    waiting = rows.filter(month__gt=closed or date.min).aggregate(first=Min("month"))["first"]
    return ToClose(closed, waiting)


def closing(actor: Actor, month: date) -> dict[str, Any]:
    """What the page of a month says of closing it: nothing to whoever does not close."""
    if not may(actor, "commission.close"):
        return {"closes": False}
    books = to_close(actor)
    is_closed = books.closed is not None and month <= books.closed
    return {"closes": True, "is_closed": is_closed, "next": books.month, "can_close": month == books.month}


def all_rules(actor: Actor) -> list[Rule]:
    """In the order in which they are asked; of each its versions, the latest last."""
    require(actor, "commission.see")
    return list(Rule.objects.visible_to(actor).select_related("employee"))


def rules_for(actor: Actor, employee: Employee) -> list[Rule]:
    """Those valid today or later that may pay this employee: what a colleague is paid by is not theirs to
    read."""
    today = clock.today()
    found = [one for one in all_rules(actor) if one.until is None or one.until >= today]
    return [
        one for one in found if one.employee_id in (None, employee.pk) and one.role in ("", employee.role)
    ]


def rule(actor: Actor, pk: Any) -> Rule:
    rows: Any = Rule.objects.select_related("employee")
    found: Rule = fetch(actor, rows, pk, verb="commission.rules")
    return found


@dataclass(frozen=True, slots=True)
class Tried:
    """What the rules would have paid for the payments of a month. ``cut``: there were more."""

    month: date
    payments: int
    sum: Decimal
    now: Decimal
    people: list[tuple[str, Decimal]]
    cut: bool


def tried(actor: Actor, draft: Rule, *, instead_of: int | None = None) -> Tried:
    """«По прошлому месяцу это дало бы …»: with the draft as if it had been valid then, beside what was paid.

    A new rule is asked before all others, a changed one in its place."""
    require(actor, "commission.rules")
    past = _before(rules.month_of(clock.today()))
    draft.since, draft.until = date.min, None
    versions = [one for one in all_rules(actor) if one.pk != instead_of and one.line != (draft.line or -1)]
    place = next((one.place for one in all_rules(actor) if one.pk == instead_of), 0)
    before = [one for one in versions if instead_of and one.place < place]
    by = ruling([*before, draft, *[one for one in versions if one not in before]])
    newest = Payment.objects.unscoped(reason="the books of everybody").aggregate(pk=Max("pk"))["pk"] or 0
    among = {"day__gte": past, "day__lt": rules.next_month(past)}
    found = payments_after(max(0, newest - LOOKED_THROUGH), upto=MOST_TRIED + 1, among=among)
    sums: dict[int, int] = {}
    for paid in known(by, found[:MOST_TRIED]):
        for part in rules.parts(paid, by.rules, by.margin_share):
            sums[part.employee] = sums.get(part.employee, 0) + part.sum
    names = dict(Employee.objects.filter(pk__in=sums).values_list("pk", "name"))
    people = sorted(((names[pk], from_minor(total)) for pk, total in sums.items()), key=lambda one: -one[1])
    earned = Accrual.objects.visible_to(actor).filter(month=past, kind=Kind.EARNED)
    now = earned.aggregate(sum=Sum("sum"))["sum"] or ZERO
    payments = min(len(found), MOST_TRIED)
    return Tried(past, payments, from_minor(sum(sums.values())), now, people, len(found) > MOST_TRIED)
