"""Refunds take commission back: in the month in which they happen, whatever became of the month before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import BigIntegerField
from django.db.models.functions import Cast

from vernost.core.money import from_minor, to_minor
from vernost.orders.models import Payment, Refund
from vernost.team import rules
from vernost.team.models import Accrual, Kind, TakenBack

AT_ONCE = 500


def give_back(client_ids: Collection[int], closed_until: date | None) -> None:
    """What refunds of these clients take of their payments, and the rows that follow: only what is not there
    yet. Under the lock of the books."""
    ids = sorted(client_ids)
    for start in range(0, len(ids), AT_ONCE):
        _some(ids[start : start + AT_ONCE], closed_until)


def _some(ids: list[int], closed_until: date | None) -> None:
    payments: dict[int, list[rules.In]] = defaultdict(list)
    refunds: dict[int, list[rules.Out]] = defaultdict(list)
    for client, *row in _payments(ids):
        payments[client].append(rules.In(*row))
    for client, *row in _refunds(ids):
        refunds[client].append(rules.Out(*row))
    before: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    taken = TakenBack.objects.filter(refund__client__in=ids)
    columns = ("refund__client_id", "refund_id", "payment_id", Cast("amount", BigIntegerField()))
    for client, refund, payment, amount in taken.values_list(*columns):
        before[client][refund, payment] = amount
    TakenBack.objects.bulk_create(
        TakenBack(refund_id=refund, payment_id=payment, **_sums(amount=amount))
        for client in ids
        for refund, payment, amount in rules.taken_back(payments[client], refunds[client], before[client])
    )
    days = {one.pk: one.day for rows in refunds.values() for one in rows}
    amounts = {one.pk: one.amount for rows in payments.values() for one in rows}
    _rows(ids, days, amounts, closed_until)


def _payments(ids: list[int]) -> Any:
    rows = Payment.objects.unscoped(reason="the books of everybody").filter(order__client__in=ids)
    return rows.order_by("pk").values_list(
        "order__client_id", "pk", "order_id", "day", Cast("amount", BigIntegerField()), "created_at"
    )


def _refunds(ids: list[int]) -> Any:
    rows = Refund.objects.unscoped(reason="the books of everybody").filter(client__in=ids)
    return rows.order_by("pk").values_list(
        "client_id", "pk", "order_id", "day", Cast("amount", BigIntegerField()), "created_at"
    )


def _rows(ids: list[int], days: dict[int, date], amounts: dict[int, int], closed_until: date | None) -> None:
    """For each part of each payment of which something was taken back, the row that is not there yet."""
    taken = TakenBack.objects.filter(refund__client__in=ids).order_by("pk")
    takings: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for payment, refund, amount in taken.values_list(
        "payment_id", "refund_id", Cast("amount", BigIntegerField())
    ):
        takings[payment].append((refund, amount))
    if not takings:
        return
    ledger = Accrual.objects.unscoped(reason="the books of everybody").filter(payment__in=takings)
    there = set(ledger.filter(kind=Kind.RETURNED).values_list("payment_id", "part", "refund_id"))
    new = [
        _row(earned, refund, days[refund], base, total, closed_until)
        for earned in ledger.filter(kind=Kind.EARNED).order_by("payment", "part")
        for refund, base, total in _shares(earned, takings[earned.payment_id or 0], amounts)
        if (earned.payment_id, earned.part, refund) not in there
    ]
    Accrual.objects.bulk_create(new)


def _shares(
    earned: Accrual, takings: list[tuple[int, int]], amounts: dict[int, int]
) -> list[tuple[int, int, int]]:
    """Refund → what it takes of this row, in kopecks: counted on all that has been taken back so far."""
    whole, gone, found = amounts[earned.payment_id or 0], 0, []
    base, total = to_minor(earned.base), to_minor(earned.sum)
    for refund, amount in takings:
        was, gone = gone, gone + amount
        found.append(
            (
                refund,
                rules.back(base, gone, whole) - rules.back(base, was, whole),
                rules.back(total, gone, whole) - rules.back(total, was, whole),
            )
        )
    return found


def _row(
    earned: Accrual, refund: int, day: date, base: int, total: int, closed_until: date | None
) -> Accrual:
    return Accrual(
        employee_id=earned.employee_id,
        month=rules.open_month(day, closed_until),
        day=day,
        kind=Kind.RETURNED,
        payment_id=earned.payment_id,
        refund_id=refund,
        part=earned.part,
        rule_id=earned.rule_id,
        percent=earned.percent,
        **_sums(base=-base, sum=-total),
    )


def _sums(**kopecks: int) -> dict[str, Any]:
    return {name: from_minor(value) for name, value in kopecks.items()}
