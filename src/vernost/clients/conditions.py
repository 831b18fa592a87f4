"""A filter turned into a condition of the database, and into a sentence for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from django.db.models import Exists, OuterRef, Q
from django.utils.dateparse import parse_date

from vernost.access.actor import Actor
from vernost.clients.errors import BadFilter
from vernost.clients.facets import Field, Kind
from vernost.clients.filters import Condition, Group, Join, Not, Op, Tree
from vernost.core import clock
from vernost.core.plain_text import plain
from vernost.core.searching import folded

FARTHEST = 36_600  # days: a hundred years either way
NOBODY = Q(pk__in=())


def compiled(actor: Actor, tree: Tree, known: Mapping[str, Field]) -> Q:
    """The tree as one condition. BadFilter for a field that is no more, or that the actor may not ask by."""
    match tree:
        case Condition():
            return _condition(actor, tree, known)
        case Not(part=part):
            inner = compiled(actor, part, known)
            return ~inner if inner else NOBODY  # Django reads ~Q() as everybody
        case Group(join=Join.ANY, parts=parts):
            either = Q()
            for part in parts:
                inner = compiled(actor, part, known)
                if not inner:
                    return Q()  # «any of these, or everybody»
                either |= inner
            return either
        case Group(parts=parts):
            every = Q()
            for part in parts:
                every &= compiled(actor, part, known)
            return every


def field_of(asked: Condition, known: Mapping[str, Field]) -> Field:
    field = known.get(asked.field)
    if field is None or asked.op not in field.allowed_ops:
        raise BadFilter
    return field


def _condition(actor: Actor, asked: Condition, known: Mapping[str, Field]) -> Q:
    field = field_of(asked, known)
    if field.condition is not None:
        return field.condition(actor, asked)
    if field.rows is None:
        return _of_column(field, asked)
    rows = field.rows(actor)
    if asked.op in (Op.EMPTY, Op.FILLED):
        # Most have some or most have none: asked of each row as the list is walked, not gathered beforehand.
        there = Exists(rows.filter(**{field.key: OuterRef("pk")}))
        return Q(there) if asked.op is Op.FILLED else ~Q(there)
    if asked.op in (Op.NONE_OF, Op.NO):
        # NOT EXISTS, for PostgreSQL runs NOT IN over many rows as a loop within a loop.
        positive = Condition(asked.field, Op.ANY_OF if asked.op is Op.NONE_OF else Op.YES, asked.values)
        mine = rows.filter(_of_column(field, positive), **{field.key: OuterRef("pk")})
        return ~Q(Exists(mine))
    return Q(pk__in=rows.filter(_of_column(field, asked)).values(field.key))


def _of_column(field: Field, asked: Condition) -> Q:
    readers: dict[Kind, Callable[[Field, Condition], Q]] = {
        Kind.TEXT: _text,
        Kind.NUMBER: _number,
        Kind.MONEY: _number,
        Kind.DATE: _day,
        Kind.TIME: _day,
        Kind.CHOICE: _choice,
        Kind.FLAG: _flag,
    }
    if asked.op in (Op.EMPTY, Op.FILLED):
        return _emptiness(field, asked.op is Op.EMPTY)
    return readers[field.kind](field, asked)


def _emptiness(field: Field, empty: bool) -> Q:
    nothing = Q(**{f"{field.path}__isnull": True})
    if field.kind is Kind.TEXT or (field.kind is Kind.CHOICE and field.convert is None):
        nothing |= Q(**{field.path: ""})
    return nothing if empty else ~nothing


def _text(field: Field, asked: Condition) -> Q:
    lookup = {Op.CONTAINS: "contains", Op.BEGINS: "startswith", Op.IS: "exact"}[asked.op]
    if not field.prose:
        return Q(**{f"{field.path}__{lookup}": folded(asked.values[0])})
    return Q(**{f"{field.path}__plain__{lookup}": plain(asked.values[0])})


def number_of(text: str) -> Decimal:
    try:
        number = Decimal(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation as error:
        raise BadFilter from error
    if not number.is_finite() or abs(number) > Decimal(10) ** 11:
        raise BadFilter
    return number.quantize(Decimal("0.01")) if number.as_tuple().exponent < -2 else number  # type: ignore[operator]


def _number(field: Field, asked: Condition) -> Q:
    values = [number_of(one) for one in asked.values]
    if asked.op is Op.BETWEEN:
        low, high = sorted(values)
        return Q(**{f"{field.path}__gte": low, f"{field.path}__lte": high})
    lookup = {Op.AT_LEAST: "gte", Op.AT_MOST: "lte", Op.IS: "exact"}[asked.op]
    return Q(**{f"{field.path}__{lookup}": values[0]})


def days_of(text: str) -> int:
    number = number_of(text)
    if number != int(number) or not 0 <= number <= FARTHEST:
        raise BadFilter
    return int(number)


def day_of(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError as error:
        raise BadFilter from error
    if day is None or not 1800 <= day.year <= 2999:
        raise BadFilter
    return day


def _day(field: Field, asked: Condition) -> Q:
    today = clock.today()
    match asked.op:
        case Op.WITHIN_LAST:
            return _from(field, today - timedelta(days_of(asked.values[0]))) & _before(
                field, today + timedelta(1)
            )
        case Op.LONGER_AGO:
            return _before(field, today - timedelta(days_of(asked.values[0]))) & _of_known_year(field)
        case Op.WITHIN_NEXT:
            return _from(field, today) & _before(field, today + timedelta(days_of(asked.values[0]) + 1))
        case Op.YEARLY_WITHIN:
            return _yearly(field, today, days_of(asked.values[0]))
        case Op.SINCE:
            return _from(field, day_of(asked.values[0]))
        case Op.UNTIL:
            return _before(field, day_of(asked.values[0]) + timedelta(1)) & _of_known_year(field)
        case _:
            low, high = sorted(day_of(one) for one in asked.values)
            return _from(field, low) & _before(field, high + timedelta(1))


def _from(field: Field, day: date) -> Q:
    return Q(**{f"{field.path}__gte": _moment(field, day)})


def _of_known_year(field: Field) -> Q:
    """A birthday told without its year is neither before nor after any day."""
    return _from(field, date(1800, 1, 1)) if field.kind is Kind.DATE else Q()


def _before(field: Field, day: date) -> Q:
    return Q(**{f"{field.path}__lt": _moment(field, day)})


def _moment(field: Field, day: date) -> date:
    return datetime.combine(day, time.min, tzinfo=clock.firm_zone()) if field.kind is Kind.TIME else day


def _yearly(field: Field, today: date, days: int) -> Q:
    """The day of the year comes within so many days: a birthday. 29 February is kept on the 28th of
    other years."""
    if days >= 365:
        return Q(**{f"{field.path}__isnull": False})
    coming: dict[int, set[int]] = {}
    for ahead in range(days + 1):
        day = today + timedelta(ahead)
        coming.setdefault(day.month, set()).add(day.day)
        if (day.month, day.day) == (2, 28) and (day + timedelta(1)).month == 3:
            coming[2].add(29)
    either = Q()
    for month, month_days in coming.items():
        either |= Q(**{f"{field.path}__month": month, f"{field.path}__day__in": sorted(month_days)})
    return either


def _choice(field: Field, asked: Condition) -> Q:
    try:
        values = [field.convert(one) if field.convert else one for one in asked.values]
    except (ValueError, OverflowError) as error:
        raise BadFilter from error
    if any(isinstance(one, int) and abs(one) >= 2**63 for one in values):
        raise BadFilter
    chosen = Q(**{f"{field.path}__in": values}) if len(values) > 1 else Q(**{field.path: values[0]})
    return chosen if asked.op is Op.ANY_OF else ~chosen


def _flag(field: Field, asked: Condition) -> Q:
    return Q(**{field.path: asked.op is Op.YES})
