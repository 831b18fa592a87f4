"""Every write of orders/. Import from here."""

from vernost.orders.services.delays import (
    delay_cause_save,
    delay_cause_use,
    delay_tell,
    delay_told,
    delay_told_undo,
)
from vernost.orders.services.exporting import orders_to_csv, orders_to_xlsx
from vernost.orders.services.imports import (
    import_by_command,
    import_go,
    import_look,
    import_settle,
    import_start,
    import_unfinished,
    said,
    trouble_of,
)
from vernost.orders.services.money import order_refund, payment_add, refund_add
from vernost.orders.services.orders import (
    EDITABLE,
    order_add,
    order_cancel,
    order_change,
    order_deliver,
    order_restore,
)
from vernost.orders.services.returns import (
    return_ask,
    return_redo,
    return_refund,
    return_refuse,
    return_step,
)

__all__ = [
    "EDITABLE", "delay_cause_save", "delay_cause_use", "delay_tell", "delay_told", "delay_told_undo",
    "import_by_command", "import_go", "import_look", "import_settle", "import_start",
    "import_unfinished", "order_add", "order_cancel", "order_change", "order_deliver",
    "order_refund",
    "order_restore", "orders_to_csv",
    "orders_to_xlsx", "payment_add", "refund_add", "return_ask", "return_redo", "return_refund",
    "return_refuse", "return_step", "said", "trouble_of",
]  # fmt: skip
