"""What orders add to the shell."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, entry, pages, part, source
from vernost.access.policies import may
from vernost.orders.models import Order

PAGES = (
    ("client.import", _("Import orders or clients"), "imports", "upload"),
    ("order.see", _("Refunds"), "refunds", "undo-2"),
)


def _orders(actor: Actor, text: str) -> Sequence[Found]:
    """By its number, whole: one look into an index."""
    wanted = text.strip()
    if not wanted or not may(actor, "order.see"):
        return []
    rows = Order.objects.visible_to(actor).filter(number=wanted).select_related("client").order_by("-id")
    return [
        Found(f"{order} · {order.client}", reverse("order", args=[order.pk]), "shopping-cart")
        for order in rows[:6]
    ]


entry(
    "orders", pgettext_lazy("menu", "Orders"), icon="shopping-cart", to="orders", verb="order.see", place=40,
    also=("imports", "delay_causes"),
)  # fmt: skip
part("orders", pgettext_lazy("orders", "Orders"), to="orders", verb="order.see", place=10)
part("orders", pgettext_lazy("orders", "On time"), to="delays", verb="order.see", place=20)
part("orders", pgettext_lazy("orders", "Returns"), to="returns", verb="order.see", place=30)
part("orders", pgettext_lazy("orders", "Money given back"), to="refunds", verb="order.see", place=35)
source("orders", pgettext_lazy("menu", "Orders"), _orders, place=20)
pages("orders_pages", _("What can be done with orders"), PAGES, place=45)
