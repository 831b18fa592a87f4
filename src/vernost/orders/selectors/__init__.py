"""Every read of orders/, actor first. Import from here."""

from vernost.orders.selectors.imports import import_get, import_list
from vernost.orders.selectors.orders import (
    Asked,
    bought_since,
    client_orders,
    days_late,
    order_card,
    order_count,
    order_list,
    refund_list,
    sums_since,
)

__all__ = [
    "Asked", "bought_since", "client_orders", "days_late", "import_get", "import_list", "order_card",
    "order_count",
    "order_list", "refund_list", "sums_since",
]  # fmt: skip
