"""Documents that came before and say something else now: the order follows its source.

``said`` on an order is a mark of what the source told of it last: day, sum, margin, lines, and what was given
back where the file tells that in the order's own row. The same mark: nothing is touched, so what people
changed here by hand stays, and a file may come as often as it likes. Another mark: the order is made to say
what the file says, and the journal tells what it was before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from vernost.access.actor import Actor
from vernost.core import clock
from vernost.core.money import from_minor
from vernost.journal.write import record
from vernost.orders import kinds
from vernost.orders.importing import staging
from vernost.orders.importing.staging import Staged
from vernost.orders.importing.writing import Moments, among, rows_of
from vernost.orders.models import ImportRun, Order, OrderLine, Refund

Record = dict[str, Any]
# A number that comes again later than this, of the same client, is another year's order.
MOVED_AT_MOST = timedelta(days=60)


class Correcting:
    def __init__(
        self, run: ImportRun, actor: Actor, staged: Staged, minor: Callable[[int], int], moments: Moments
    ) -> None:
        self.run, self.actor, self.staged, self.minor, self.moments = run, actor, staged, minor, moments
        others = Order._base_manager.filter(source=run.source).exclude(run=run)
        self.came_before = others.exists()

    def moved(self, records: Sequence[Record], clients: dict[str, int]) -> dict[int, int]:
        """n → the order that has the same number and client but another day, where only one can be meant."""
        numbers = sorted({one["number"][:60] for one in records if one["number"]})
        if not (self.came_before and numbers):
            return {}
        asked, parameters = among("number", numbers)
        sql = (
            f"SELECT id, client_id, number, day, external_id FROM orders_order WHERE source = %s AND {asked}"
        )
        known = rows_of(sql, [self.run.source, *parameters])
        here = staging.keys_among(self.staged, "sales", [row[4] for row in known])
        mine: dict[tuple[int, str], list[tuple[int, date]]] = {}
        for pk, client, number, day, key in known:
            if key not in here:
                mine.setdefault((client, number), []).append((pk, date.fromisoformat(str(day))))
        once = staging.numbered_once(self.staged, [number for _client, number in mine])
        found = {}
        for told in records:
            fits = mine.get((clients[told["client"]], (told["number"] or "")[:60]), [])
            if len(fits) == 1 and (told["client"], told["number"]) in once:
                pk, day = fits[0]
                if abs(told["day"] - day) <= MOVED_AT_MOST:
                    found[told["n"]] = pk
        return found

    def orders(self, pairs: Sequence[tuple[Record, int]], counts: Counter[str]) -> set[int]:
        """Each order made to say what its record says; whose orders were changed."""
        if not pairs:
            return set()
        pks = [pk for _record, pk in pairs]
        orders = Order._base_manager.select_for_update().in_bulk(pks)
        lines = self._lines([record["n"] for record, _pk in pairs])
        refunds: dict[int, list[Refund]] = {}
        for refund in Refund._base_manager.filter(order__in=pks, source=self.run.source):
            refunds.setdefault(refund.order_id or 0, []).append(refund)
        keys = [refund.external_id or "" for given in refunds.values() for refund in given]
        backs = staging.amounts_of(self.staged, keys)
        touched = set()
        for told, pk in pairs:
            if self._one(orders[pk], told, lines.get(told["n"], []), refunds.get(pk, []), backs):
                touched.add(orders[pk].client_id)
                counts["orders_changed"] += 1
            elif orders[pk].said != told["said"]:
                counts["orders_unsettled"] += 1
        return touched

    def _one(
        self, order: Order, told: Record, lines: list[tuple[Any, ...]], refunds: list[Refund],
        backs: dict[str, int],
    ) -> bool:  # fmt: skip
        """Whether anything was changed. What no longer holds of the refunds goes; what the file tells of them
        comes with the file's own refunds."""
        gone = [refund for refund in refunds if self._is_over(refund, order, backs)]
        left = order.refunded - sum(refund.amount for refund in gone)
        amount = from_minor(self.minor(told["amount"]))
        if left > amount:
            return False  # somebody gave back more than this by hand: for a person to settle
        changes = self._values(order, told, amount)
        if gone:
            now = left + sum(
                from_minor(self.minor(backs[refund.external_id]))
                for refund in gone
                if refund.external_id in backs
            )
            changes["refunded"] = (order.refunded, now)
            order.refunded = left
            Refund._base_manager.filter(pk__in=[refund.pk for refund in gone]).delete()
        changes |= self._replaced(order, lines) if self.staged.lines else {}
        order.said, order.external_id = told["said"], told["key"]
        order.version += bool(changes)
        order.save()
        if changes:
            data = {"order": str(order), "file": self.run.file_name}
            record(
                self.actor, kinds.CORRECTED, subject=order, client_id=order.client_id, changes=changes,
                data=data,
            )  # fmt: skip
        return bool(changes)

    def _is_over(self, refund: Refund, order: Order, backs: dict[str, int]) -> bool:
        told = backs.get(refund.external_id or "")
        if told is None:
            return self.staged.tells_refunds and refund.number == order.number
        return bool(from_minor(self.minor(told)) != refund.amount)

    def _values(self, order: Order, told: Record, amount: Any) -> dict[str, Any]:
        margin = None if told["margin"] is None else from_minor(self.minor(told["margin"]))
        moment = self.moments.text(told["moment"]).removesuffix("+00")
        wanted: dict[str, Any] = {"amount": amount, "margin": margin, "day": told["day"]}
        wanted["placed_at"] = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        if order.paid == order.amount:  # paid in full, as sales out of another system's books are
            wanted["paid"] = amount
        if told["address"]:
            wanted["address"] = told["address"][:300]
        before = {name: getattr(order, name) for name in wanted}
        for name, value in wanted.items():
            setattr(order, name, value)
        hidden = ("paid", "placed_at") if before["day"] != told["day"] else ("paid",)
        return {
            name: (was, wanted[name])
            for name, was in before.items()
            if was != wanted[name] and name not in hidden
        }

    def _replaced(self, order: Order, lines: list[tuple[Any, ...]]) -> dict[str, Any]:
        rows = OrderLine._base_manager.filter(order=order)
        before = [(row.product, row.sku, f"{row.quantity:.3f}", row.price, row.amount) for row in rows]
        if before == lines:
            return {}
        rows.delete()
        OrderLine._base_manager.bulk_create(
            OrderLine(order=order, product=product, sku=sku, quantity=quantity, price=price, amount=amount)
            for product, sku, quantity, price, amount in lines
        )
        return {"lines": ([_plain(line) for line in before], [_plain(line) for line in lines])}

    def _lines(self, numbers: Iterable[int]) -> dict[int, list[tuple[Any, ...]]]:
        found: dict[int, list[tuple[Any, ...]]] = {}
        for line in staging.goods_of(self.staged, numbers) if self.staged.lines else ():
            found.setdefault(line["n"], []).append(self.line(line))
        return found

    def line(self, line: Record) -> tuple[Any, ...]:
        """``product, sku, quantity, price, amount`` as the base keeps them."""
        price = None if line["price"] is None else from_minor(self.minor(abs(line["price"])))
        quantity = abs(line["quantity"])
        quantity = quantity if 0.0005 <= quantity < 1e10 else 1.0
        amount = from_minor(self.minor(line["amount"]))
        return (line["product"][:300], line["sku"][:60], f"{quantity:.3f}", price, amount)

    def refunds(self, records: Sequence[Record], known: dict[str, int]) -> list[Record]:
        """Those of the known whose sum is another now: the old refund goes, the record is to come anew."""
        changed = {
            record["key"]: record for record in records if known.get(record["key"], -1) != self._sum(record)
        }
        changed = {key: one for key, one in changed.items() if key in known}
        if not changed:
            return []
        rows = Refund._base_manager.filter(source=self.run.source, external_id__in=list(changed))
        for refund in rows.select_related("order"):
            order, now = refund.order, changed[refund.external_id or ""]
            changes = {"refunded": (refund.amount, from_minor(self._sum(now)))}
            if order is not None:
                Order._base_manager.filter(pk=order.pk).update(refunded=order.refunded - refund.amount)
            data = {"order": str(order or refund.number or "—"), "file": self.run.file_name}
            record(
                self.actor, kinds.CORRECTED, subject=order, client_id=refund.client_id, changes=changes,
                data=data, at=clock.now(),
            )  # fmt: skip
            refund.delete()
        return list(changed.values())

    def _sum(self, record: Record) -> int:
        return self.minor(record["amount"])


def _plain(line: tuple[Any, ...]) -> list[str]:
    return [str(part) for part in line]
