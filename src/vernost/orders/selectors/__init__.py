"""Every read of orders/, actor first. Import from here."""

from vernost.orders.selectors.delays import (
    board,
    causes_ranked,
    delay_causes,
    late_to_tell,
    weeks,
)
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
    return_list,
    sums_since,
)

__all__ = [
    "Asked", "board", "bought_since", "causes_ranked", "client_orders", "days_late", "delay_causes",
    "import_get", "import_list", "late_to_tell", "order_card", "order_count", "order_list", "refund_list",
    "return_list",
    "sums_since", "weeks",
]  # fmt: skip
