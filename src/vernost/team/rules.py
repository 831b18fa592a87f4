"""The arithmetic of commission (rule 7.5): whole kopecks in, whole kopecks out; no queries.

A payment is spread over the lines of its order; each line goes to the first rule that fits it, and what goes
to one rule is one row. Shares of a payment are rounded so that they add up to it exactly; the commission of a
row is rounded half up. A refund takes back the same share of each row, counted on what has been taken back in
all: when the whole payment is given back, exactly nothing is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from vernost.core.searching import folded

MARGIN, ORDER, SELLER = "margin", "order", "seller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A version of a rule as it is reckoned with. ``percent`` in hundredths of one per cent."""

    pk: int | None
    percent: int
    base: str = "revenue"
    whose: str = ORDER
    role: str = ""
    employee: int | None = None
    age_from: int | None = None
    age_to: int | None = None
    classes: str = ""
    words: tuple[str, ...] = ()
    since: date = date.min
    until: date = date.max

    @property
    def asks_age(self) -> bool:
        return self.age_from is not None or self.age_to is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A payment and what is known of it. ``whose``: way → employee; ``roles``: employee → role; ``lines``:
    what was bought, folded, with its sum; ``margin``: of the whole order, None where nobody knows it."""

    pk: int
    day: date
    amount: int
    whose: Mapping[str, int | None]
    roles: Mapping[int, str]
    lines: Sequence[tuple[str, int]] = ()
    order_amount: int = 0
    margin: int | None = None
    age: int | None = None
    client_class: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    rule: int | None
    employee: int
    percent: int
    base: int
    sum: int


def half_up(numerator: int, denominator: int) -> int:
    """Of numbers that are not negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def parts(paid: Paid, rules: Sequence[Said], margin_share: Decimal) -> list[Part]:
    """``rules`` in their order; ``margin_share``: of one, where the order carries no margin."""
    groups: dict[int, int] = {}
    for words, amount in paid.lines or (("", 1),):
        place = next((n for n, rule in enumerate(rules) if fits(rule, paid, words)), len(rules))
        groups[place] = groups.get(place, 0) + amount
    whole = sum(groups.values())
    if not whole:  # lines that cost nothing
        groups, whole = {min(groups): 1}, 1
    found, gone, told = [], 0, 0
    for place in sorted(groups):
        gone += groups[place]
        upto = half_up(paid.amount * gone, whole)
        share, told = upto - told, upto
        if place < len(rules):
            found.append(_part(rules[place], paid, share, margin_share))
    return found


def _part(rule: Said, paid: Paid, share: int, margin_share: Decimal) -> Part:
    base = share if rule.base != MARGIN else _margin(paid, share, margin_share)
    employee = paid.whose[rule.whose]
    assert employee is not None, "a rule that fits pays somebody"
    return Part(rule.pk, employee, rule.percent, base, half_up(base * rule.percent, 10_000))


def _margin(paid: Paid, share: int, margin_share: Decimal) -> int:
    """Of an order sold at a loss nothing is earned, and nothing is owed."""
    if paid.margin is None:
        return half_up(share * int(margin_share * 10_000), 10_000)
    if not paid.order_amount:
        return 0
    return half_up(share * max(0, paid.margin), paid.order_amount)


def fits(rule: Said, paid: Paid, words: str) -> bool:
    employee = paid.whose.get(rule.whose)
    return (
        employee is not None
        and rule.since <= paid.day <= rule.until
        and rule.employee in (None, employee)
        and rule.role in ("", paid.roles.get(employee))
        and _within(paid.age, rule)
        and (not rule.classes or (paid.client_class != "" and paid.client_class in rule.classes))
        and all(word in words for word in rule.words)
    )


def _within(age: int | None, rule: Said) -> bool:
    if not rule.asks_age:
        return True
    low, high = rule.age_from or 0, rule.age_to
    return age is not None and age >= low and (high is None or age <= high)


def words_of(text: str) -> tuple[str, ...]:
    return tuple(folded(text).split())


def back(value: int, taken: int, amount: int) -> int:
    """Of ``value``, what goes with the ``taken`` part of a payment of ``amount``."""
    return half_up(value * taken, amount)


@dataclass(frozen=True, slots=True)
class In:
    """A payment as refunds see it; ``at``: when it was written down."""

    pk: int
    order: int
    day: date
    amount: int
    at: object


@dataclass(frozen=True, slots=True)
class Out:
    pk: int
    order: int | None
    day: date
    amount: int
    at: object


def taken_back(
    payments: Sequence[In], refunds: Sequence[Out], before: Mapping[tuple[int, int], int]
) -> list[tuple[int, int, int]]:
    """What refunds of one client still take: (refund, payment, kopecks). ``before``: what is written already.

    A refund takes what was paid up to its day: of its own order where it names one, else of any; the latest
    first (rule 2.1). Payments that were written down after it come last, as they came. So it does not matter
    in which order, or in how many runs, all this is read.
    """
    left = {one.pk: one.amount for one in payments}
    owed = {one.pk: one.amount for one in refunds}
    for (out, into), amount in before.items():
        left[into] = left.get(into, 0) - amount
        owed[out] = owed.get(out, 0) - amount
    found = []
    for refund in sorted(refunds, key=lambda one: one.pk):
        for payment in _in_turn(payments, refund):
            amount = min(left[payment.pk], owed[refund.pk])
            if amount > 0 and (refund.pk, payment.pk) not in before:
                left[payment.pk] -= amount
                owed[refund.pk] -= amount
                found.append((refund.pk, payment.pk, amount))
    return found


def _in_turn(payments: Sequence[In], refund: Out) -> list[In]:
    rows = [one for one in payments if one.day <= refund.day and refund.order in (None, one.order)]
    known = [one for one in rows if one.at <= refund.at]  # type: ignore[operator]
    later = [one for one in rows if not one.at <= refund.at]  # type: ignore[operator]
    known.sort(key=lambda one: (one.day, one.pk), reverse=True)
    return known + sorted(later, key=lambda one: one.pk)


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return month_of(month.replace(day=28) + timedelta(days=4))


def open_month(day: date, closed_until: date | None) -> date:
    """The month of the day, or the first that is still open."""
    month = month_of(day)
    return month if closed_until is None or month > closed_until else next_month(closed_until)
