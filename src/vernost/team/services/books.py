"""Reading payments and refunds into the ledger (rule 7.5): chunk by chunk, under one lock, safe to kill.

A payment is reckoned once, whole: which rules were valid on its day, whose the client was. What is written
stays, whatever is changed later; a refund writes rows of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min

from vernost.core import clock
from vernost.core.money import from_minor
from vernost.orders.models import Payment, Refund
from vernost.team import rules
from vernost.team.models import Accrual, Books, Kind
from vernost.team.reckoning import CHUNK, Row, Ruling, known, payments_after, ruling
from vernost.team.services.refunds import give_back

# On PostgreSQL a payment of a lower number may end its transaction later: the place moves on only past
# those that are so old; what is read meanwhile again is known by its rows.
SETTLED_AFTER = timedelta(minutes=10)


def locked_books() -> Books:
    books = Books.objects.select_for_update().filter(pk=1).first()
    if books is None:
        Books.objects.bulk_create([Books(pk=1)], ignore_conflicts=True)
        books = Books.objects.select_for_update().get(pk=1)
    return books


def read_books() -> int:
    """Everything that has come since, to the end; how many payments and refunds were looked at."""
    by = ruling()
    if not by.rules and not Accrual.objects.unscoped(reason="is there anything").exists():
        _pass_all()
        return 0
    looked, payment, refund = 0, 0, 0
    while True:
        payment, refund, number = read_chunk(by, payment, refund)
        looked += number
        if not number:
            return looked


@transaction.atomic
def read_chunk(by: Ruling, after_payment: int = 0, after_refund: int = 0) -> tuple[int, int, int]:
    """Where to go on, and how many were looked at: 0 at the end."""
    books = locked_books()
    payments = payments_after(max(after_payment, books.payment_id))
    refunds = list(
        Refund.objects.unscoped(reason="the books of everybody")
        .filter(pk__gt=max(after_refund, books.refund_id))
        .order_by("pk")
        .values_list("pk", "client_id", "created_at")[:CHUNK]
    )
    _earn(by, payments, books.closed_until)
    clients = {one.client for one in payments}
    given = Refund.objects.unscoped(reason="the books of everybody").filter(client__in=clients)
    touched = {client for _pk, client, _at in refunds}
    touched.update(given.order_by().values_list("client", flat=True).distinct())
    give_back(touched, books.closed_until)
    settled = clock.now() - (SETTLED_AFTER if connection.vendor == "postgresql" else timedelta(0))
    books.payment_id = max([books.payment_id, *(one.pk for one in payments if one.created_at <= settled)])
    books.refund_id = max([books.refund_id, *(pk for pk, _client, at in refunds if at <= settled)])
    books.save(update_fields=["payment_id", "refund_id"])
    return (
        payments[-1].pk if payments else after_payment,
        refunds[-1][0] if refunds else after_refund,
        len(payments) + len(refunds),
    )


def _earn(by: Ruling, payments: Sequence[Row], closed_until: date | None) -> None:
    if not payments:
        return
    done = set(
        Accrual.objects.unscoped(reason="the books of everybody")
        .filter(kind__literally=Kind.EARNED.value, payment__gte=payments[0].pk, payment__lte=payments[-1].pk)
        .values_list("payment_id", flat=True)
    )
    new = [one for one in payments if one.pk not in done]
    rows = [
        Accrual(
            employee_id=part.employee,
            month=rules.open_month(paid.day, closed_until),
            day=paid.day,
            kind=Kind.EARNED,
            payment_id=paid.pk,
            part=place,
            rule_id=part.rule,
            percent=Decimal(part.percent) / 100,
            **_sums(part),
        )
        for paid in known(by, new)
        for place, part in enumerate(rules.parts(paid, by.rules, by.margin_share))
    ]
    Accrual.objects.bulk_create(rows, batch_size=CHUNK)


def _sums(part: rules.Part) -> dict[str, Any]:
    return {"base": from_minor(part.base), "sum": from_minor(part.sum)}


@transaction.atomic
def _pass_all() -> None:
    """Nobody earns commission here: what came so far is nothing to read again."""
    books = locked_books()
    newest = Payment.objects.unscoped(reason="the books").aggregate(pk=Max("pk"))["pk"] or 0
    returned = Refund.objects.unscoped(reason="the books").aggregate(pk=Max("pk"))["pk"] or 0
    if (books.payment_id, books.refund_id) != (newest, returned):
        books.payment_id, books.refund_id = newest, returned
        books.save(update_fields=["payment_id", "refund_id"])


def read_again(since: date) -> None:
    """Payments from that day on are looked at again, those without rows reckoned by the rules of now. Inside
    the transaction of the change."""
    books = locked_books()
    begin = max(since, rules.next_month(books.closed_until)) if books.closed_until else since
    rows = Payment.objects.unscoped(reason="the books of everybody").filter(day__gte=begin)
    first = rows.aggregate(pk=Min("pk"))["pk"]
    if first is not None and first <= books.payment_id:
        books.payment_id = first - 1
        books.save(update_fields=["payment_id"])
