"""One chunk of orders or refunds into the base: everything of it, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from vernost.access.actor import Actor
from vernost.clients.services import clients_bought
from vernost.core import clock, money
from vernost.core.searching import folded
from vernost.journal.write import draft, record_many
from vernost.orders import after, kinds
from vernost.orders.importing import finding, staging, writing
from vernost.orders.importing.correcting import Correcting
from vernost.orders.importing.finding import Reader
from vernost.orders.importing.staging import Staged
from vernost.orders.importing.writing import Moments, among, rows_of
from vernost.orders.models import ImportRun, Order, OrderLine, Refund, State

CHUNK = 10_000
Record = dict[str, Any]
_ORDER = (
    "id", "client_id", "number", "source", "external_id", "placed_at", "day", "state", "amount", "margin",
    "paid",
    "refunded", "manager_id", "address", "note", "version", "created_at", "run_id", "said",
)  # fmt: skip
_LINE = ("order_id", "product", "sku", "quantity", "price", "amount")
_REFUND = (
    "client_id", "order_id", "amount", "day", "given_at", "reason", "number", "source", "external_id",
    "created_at", "created_by_id", "run_id",
)  # fmt: skip


class OrdersImport:
    """What one run knows while it works; nothing in it is needed to go on after a kill."""

    def __init__(self, run: ImportRun, actor: Actor, staged: Staged) -> None:
        self.run, self.actor, self.staged = run, actor, staged
        self.reader = Reader(staged.log.shape.choice.get("client", ""))
        self.moments = Moments()
        # Files count in hundredths; the firm's currency may have other parts.
        self.scale = Decimal(10) ** (money.exponent() - 2)
        self.managers = finding.managers_by_name()
        self.correcting = Correcting(run, actor, staged, self._minor, self.moments)

    def write(self, start: int, counts: Counter[str]) -> int:
        """The records from ``start`` on, one chunk; how many. Orders first, then refunds."""
        size = CHUNK
        if start < self.staged.orders:
            size = min(size, self.staged.orders - start)
            self._orders(start, size, counts)
        else:
            size = min(size, self.staged.total - start)
            self._refunds(start, size, counts)
        return size

    def try_out(self, start: int, counts: Counter[str], seen: set[str]) -> int:
        """What ``write`` would do, counted only. ``seen``: clients counted already (the last of a chunk)."""
        table = "sales" if start < self.staged.orders else "backs"
        end = self.staged.orders if table == "sales" else self.staged.total
        size = min(CHUNK, end - start)
        records = staging.chunk(self.staged, table, start, size)
        unmet = [record for record in records if not record.get("met")]
        hints = [hint for hint in self._hints(unmet) if hint.key not in seen]
        found = finding.find(self.actor, self.run.source, hints)
        missing = finding.strangers(hints, found)
        gone = finding.erased(self.run.source, missing)
        records = [record for record in records if self.reader.hint(record).key not in gone]
        known = _known(Order if table == "sales" else Refund, self.run.source, records)
        word = "orders" if table == "sales" else "refunds"
        counts[f"{word}_known"] += len(known)
        counts[f"{word}_new"] += len(records) - len(known)
        for one in records:
            mark = one["said"] if table == "sales" else self._minor(one["amount"])
            counts[f"{word}_changed"] += known.get(one["key"], mark) != mark
        self._count(hints, found, [hint for hint in missing if hint.key not in gone], counts)
        seen.clear()
        seen.update(hint.key for hint in hints[-1:])
        return size

    def _hints(self, records: Sequence[Record]) -> list[finding.Hint]:
        """One a client: records of a client lie together, and the first that says a thing is believed."""
        said: dict[str, Record] = {}
        for record in records:
            kept = said.setdefault(record["client"], record)
            if kept is not record:
                for name in ("client_name", "phone", "email", "inn", "segment"):
                    kept[name] = kept[name] or record[name]
        return [self.reader.hint(record) for record in said.values()]

    def _clients(self, records: Sequence[Record], counts: Counter[str]) -> dict[str, int]:
        """What the file calls them → client; those who are not in the base are made, but for those who were
        erased: they are left out."""
        hints = self._hints(records)
        keys = {record["client"]: None for record in records}
        found = finding.find(self.actor, self.run.source, hints)
        missing = finding.strangers(hints, found)
        gone = finding.erased(self.run.source, missing)
        missing = [hint for hint in missing if hint.key not in gone]
        hints_here = [hint for hint in hints if hint.key not in gone]
        owner = self.run.owner_id or self.run.created_by_id
        made = finding.create(missing, owner_id=owner, by=self.run.created_by_id)
        met = {record["client"] for record in records if record.get("met")}
        unmet = [hint for key, hint in zip(keys, hints, strict=True) if key not in met]
        self._count(unmet, found, missing, counts)
        found |= made
        finding.name_by(self.run.source, ((hint.key, found[hint.key]) for hint in hints_here))
        pairs = zip(keys, hints, strict=True)
        return {key: found[hint.key] for key, hint in pairs if hint.key not in gone}

    def _count(
        self,
        hints: Sequence[finding.Hint],
        found: Mapping[str, int],
        missing: Sequence[object],
        counts: Counter[str],
    ) -> None:
        """Clients by whether the base had them; one whose orders lie in two chunks is found in the second."""
        counts["clients_found"] += len({hint.key for hint in hints} & found.keys())
        counts["clients_new"] += len(missing)

    def _orders(self, start: int, size: int, counts: Counter[str]) -> None:
        records = staging.chunk(self.staged, "sales", start, size)
        known = _known(Order, self.run.source, records)
        new = [record for record in records if record["key"] not in known]
        clients = self._clients(new, counts) if new else {}
        new = [record for record in new if record["client"] in clients]
        moved = self.correcting.moved(new, clients)
        others = [one for one in records if one["key"] in known and known[one["key"]] != one["said"]]
        pairs = [(record, moved[record["n"]]) for record in new if record["n"] in moved]
        pairs += zip(others, _keys_of(self.run.source, [one["key"] for one in others]), strict=True)
        after.tell(self.correcting.orders(pairs, counts))
        new = [record for record in new if record["n"] not in moved]
        counts["orders_known"] += len(known) + len(moved)
        counts["orders_new"] += len(new)
        if not new:
            return
        for record, key in zip(new, writing.reserve(Order, len(new)), strict=True):
            record["id"] = key
        now = self.moments.now_text(clock.now())
        writing.insert(Order, _ORDER, (self._order(record, clients, now) for record in new))
        if self.staged.lines:
            keys = {record["n"]: record["id"] for record in new}
            goods = staging.chunk(self.staged, "goods", start, size)
            writing.insert(OrderLine, _LINE, self._lines(goods, keys, counts))
        counts["amount"] += sum(record["amount"] for record in new)
        clients_bought(self.actor, {clients[record["client"]] for record in new})
        self._tell(Counter(clients[record["client"]] for record in new))

    def _order(self, record: Record, clients: Mapping[str, int], now: str) -> tuple[Any, ...]:
        """A sale out of another system's books is a paid one: its payments are not known one by one."""
        amount, margin = self._minor(record["amount"]), record["margin"]
        return (
            record["id"], clients[record["client"]], (record["number"] or "")[:60], self.run.source,
            record["key"],
            self.moments.text(record["moment"]), record["day"].isoformat(), State.PAID.value, amount,
            None if margin is None else self._minor(margin), amount, 0,
            self.managers.get(folded(record["manager"] or "")), (record["address"] or "")[:300], "", 1,
            now, self.run.pk, record["said"],
        )  # fmt: skip

    def _lines(
        self, goods: Sequence[Record], keys: Mapping[int, int], counts: Counter[str]
    ) -> Iterator[tuple[Any, ...]]:
        for line in goods:
            if line["n"] not in keys:
                continue
            counts["lines_new"] += 1
            quantity = abs(line["quantity"])
            price = None if line["price"] is None else self._minor(abs(line["price"]))
            quantity = quantity if 0.0005 <= quantity < 1e10 else 1.0
            yield (
                keys[line["n"]], line["product"][:300], line["sku"][:60], f"{quantity:.3f}", price,
                self._minor(line["amount"]),
            )  # fmt: skip

    def _refunds(self, start: int, size: int, counts: Counter[str]) -> None:
        records = staging.chunk(self.staged, "backs", start, size)
        known = _known(Refund, self.run.source, records)
        new = [record for record in records if record["key"] not in known]
        changed = self.correcting.refunds(records, known)
        counts["refunds_known"] += len(known)
        counts["refunds_changed"] += len(changed)
        clients = self._clients([*new, *changed], counts) if new or changed else {}
        counts["refunds_new"] += sum(record["client"] in clients for record in new)
        new = [record for record in [*new, *changed] if record["client"] in clients]
        if not new:
            return
        orders = _taken_back(new, clients, {record["n"]: self._minor(record["amount"]) for record in new})
        counts["refunds_loose"] += len(new) - len(orders)
        now, by = self.moments.now_text(clock.now()), self.run.created_by_id
        rows = (
            (
                clients[record["client"]], orders.get(record["n"]), self._minor(record["amount"]),
                record["day"].isoformat(), self._given_at(record["moment"]), "",
                (record["number"] or "")[:60], self.run.source, record["key"], now, by,
                self.run.pk,
            )
            for record in new
        )  # fmt: skip
        writing.insert(Refund, _REFUND, rows)
        counts["refunded"] += sum(record["amount"] for record in new)
        after.tell(clients.values())

    def _given_at(self, moment: date) -> str | None:
        """None where the file tells days only."""
        return (
            self.moments.text(moment) if isinstance(moment, datetime) and moment.time() != time.min else None
        )

    def _minor(self, hundredths: int) -> int:
        return hundredths if self.scale == 1 else int((hundredths * self.scale).to_integral_value())

    def _tell(self, orders: Counter[int]) -> None:
        name = self.run.file_name
        record_many(
            draft(self.actor, kinds.CAME, client_id=client, data={"n": n, "file": name, "run": self.run.pk})
            for client, n in orders.items()
        )
        after.tell(orders)


def _known(model: type[Order | Refund], source: str, records: Sequence[Record]) -> dict[str, Any]:
    """Key → what was told of it last: the mark of an order, the sum of a refund."""
    asked, parameters = among("external_id", [record["key"] for record in records])
    mark = "said" if model is Order else "amount"
    sql = f"SELECT external_id, {mark} FROM {model._meta.db_table} WHERE source = %s AND {asked}"
    return dict(rows_of(sql, [source, *parameters]))


def _keys_of(source: str, keys: Sequence[str]) -> list[int]:
    """The orders of those keys, in their order."""
    if not keys:
        return []
    asked, parameters = among("external_id", keys)
    found = dict(
        rows_of(
            f"SELECT external_id, id FROM orders_order WHERE source = %s AND {asked}", [source, *parameters]
        )
    )
    return [found[key] for key in keys]


def _taken_back(
    records: Sequence[Record], clients: Mapping[str, int], amounts: Mapping[int, int]
) -> dict[int, int]:
    """n of a refund → the order it takes back, where the file names one and that much is left of it."""
    numbers = sorted({record["refund_of"][:60] for record in records if record["refund_of"]})
    if not numbers:
        return {}
    asked, parameters = among("number", numbers)
    columns = "client_id, number, id, day, amount - refunded"
    sql = f"SELECT {columns} FROM orders_order WHERE number <> '' AND {asked}"
    found: dict[tuple[int, str], list[list[Any]]] = {}
    for client, number, pk, day, left in rows_of(f"{sql} ORDER BY day DESC, id DESC", parameters):
        found.setdefault((client, number), []).append([pk, str(day), left, 0])
    taken: dict[int, int] = {}
    for record in records:
        amount = amounts[record["n"]]
        for order in found.get((clients[record["client"]], (record["refund_of"] or "")[:60]), []):
            if order[1] <= record["day"].isoformat() and amount <= order[2]:
                order[2], order[3] = order[2] - amount, order[3] + amount
                taken[record["n"]] = order[0]
                break
    moved = [(order[3], order[0]) for orders in found.values() for order in orders if order[3]]
    writing.add_to(Order, "refunded", moved)
    return taken
