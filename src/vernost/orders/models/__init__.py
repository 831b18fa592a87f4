"""What orders/ keeps. Import from here."""

from vernost.orders.models.delivery import (
    ENDED,
    Delay,
    DelayCause,
    Return,
    ReturnStep,
    Stage,
    Told,
    Wish,
)
from vernost.orders.models.imports import ColumnMap, ImportKind, ImportRun, ImportState
from vernost.orders.models.money import Payment, Refund
from vernost.orders.models.order import GONE, OPEN, Order, OrderLine, State

__all__ = [
    "ENDED", "GONE", "OPEN", "ColumnMap", "Delay", "DelayCause", "ImportKind", "ImportRun", "ImportState",
    "Order", "OrderLine", "Payment", "Refund", "Return", "ReturnStep", "Stage", "State", "Told", "Wish",
]  # fmt: skip
