"""Orders, as programs read and write them. Sums are decimal numbers written as text: nothing is rounded."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AwareDatetime, Field, PlainSerializer, WithJsonSchema

from vernost.core.rest import BIGGEST_ID, In, Out, Text
from vernost.orders.models import Order, State

Money = Annotated[
    Decimal,
    Field(ge=0, max_digits=14, decimal_places=2),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,12}(\.\d{1,2})?$", "examples": ["1500.50"]}),
]
Quantity = Annotated[
    Decimal,
    Field(gt=0, max_digits=14, decimal_places=3),
    WithJsonSchema({"type": "string", "pattern": r"^[1-9]\d{0,9}(\.\d{1,3})?$", "examples": ["2"]}),
]


class LineIn(In):
    product: Text = Field(min_length=1, max_length=300)
    sku: Text = Field("", max_length=60)
    quantity: Quantity = Decimal(1)
    price: Money | None = None
    amount: Money | None = None


class OrderIn(In):
    client_id: int = Field(ge=1, le=BIGGEST_ID)
    number: Text = Field("", max_length=60)
    amount: Money | None = None
    placed_at: AwareDatetime | None = None
    promised_on: date | None = None
    address: Text = Field("", max_length=300)
    note: Text = Field("", max_length=500)
    lines: list[LineIn] = Field(default_factory=list, max_length=300)


class OrderOut(Out):
    id: int
    number: str
    client_id: int
    state: State
    amount: Money
    refunded: Money
    placed_at: datetime
    promised_on: date | None
    delivered_on: date | None
    sold_by: str | None


def shown(one: Order) -> OrderOut:
    return OrderOut(
        id=one.pk,
        number=one.number,
        client_id=one.client_id,
        state=State(one.state),
        amount=one.amount,
        refunded=one.refunded,
        placed_at=one.placed_at,
        promised_on=one.promised_on,
        delivered_on=one.delivered_on,
        sold_by=one.manager.name if one.manager else None,
    )
