"""What orders/ keeps. Import from here."""

from vernost.orders.models.imports import ColumnMap, ImportKind, ImportRun, ImportState
from vernost.orders.models.money import Payment, Refund
from vernost.orders.models.order import GONE, Order, OrderLine, State

__all__ = [
    "GONE", "ColumnMap", "ImportKind", "ImportRun", "ImportState", "Order", "OrderLine", "Payment", "Refund",
    "State",
]  # fmt: skip
