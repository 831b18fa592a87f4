"""Where the orders say that they changed."""

from __future__ import annotations


def listen() -> None:
    """orders/after.py calls every listener in the transaction of the change, with the clients' numbers."""
    try:
        from vernost.orders import after
    except ImportError:  # the hook comes with the orders' services
        return
    from vernost.retention.services import orders_changed

    after.listen(orders_changed)
