"""What of this context hangs on a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import BATCH, Overwrite, Rows, register
from vernost.orders import after
from vernost.orders.models import Delay, Order, OrderLine, Refund, Return

PRIVATE = ("version", "run", "replaces", "manager", "created_by", "source", "external_id")


class Orders(Rows):
    """Handing over changes nothing: orders follow their client, and who sold them stays."""

    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        told = super().export(client_ids)
        lines: dict[int, list[dict[str, Any]]] = {}
        rows = OrderLine._base_manager.filter(order__client__in=client_ids).order_by("pk")
        for line in rows.iterator(BATCH):
            said = {"product": line.product, "quantity": line.quantity, "amount": line.amount}
            lines.setdefault(line.order_id, []).append(said)
        keys = self.of(client_ids).order_by("pk").values_list("pk", flat=True)
        return [one | {"lines": lines.get(key, [])} for one, key in zip(told, keys, strict=True)]

    def erase(self, client_ids: Sequence[int]) -> None:
        """Words about the person go; days, causes and sums stay."""
        super().erase(client_ids)
        Delay._base_manager.filter(order__client__in=client_ids).update(note="")
        Return._base_manager.filter(order__client__in=client_ids).update(reason="…", outcome="")

    def merge(self, *, survivor_id: int, absorbed_id: int) -> Any:
        after.tell([survivor_id, absorbed_id])
        return super().merge(survivor_id=survivor_id, absorbed_id=absorbed_id)

    def undo(self, *, survivor_id: int, absorbed_id: int, record: Any) -> None:
        after.tell([survivor_id, absorbed_id])
        super().undo(survivor_id=survivor_id, absorbed_id=absorbed_id, record=record)


def register_own() -> None:
    nameless = {"address": "", "note": ""}
    register(
        Orders(Order, label=_("orders"), erasing=Overwrite(nameless), private=PRIVATE),
        Rows(Refund, label=_("refunds"), erasing=Overwrite({"reason": ""}), private=(*PRIVATE, "order")),
    )
