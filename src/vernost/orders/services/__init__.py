"""Every write of orders/. Import from here."""

from vernost.orders.services.money import order_refund, payment_add, refund_add
from vernost.orders.services.orders import (
    EDITABLE,
    order_add,
    order_cancel,
    order_change,
    order_delay,
    order_deliver,
    order_restore,
)

__all__ = [
    "EDITABLE", "order_add", "order_cancel", "order_change", "order_delay", "order_deliver", "order_refund",
    "order_restore", "payment_add", "refund_add",
]  # fmt: skip
