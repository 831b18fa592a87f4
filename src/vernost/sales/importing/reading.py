"""The rows of a file as deals, or why one cannot be taken."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.money import BIGGEST, from_minor
from vernost.core.searching import folded
from vernost.files.columns import key
from vernost.files.dates import text_dates
from vernost.files.shape import FileShape, inspect_table
from vernost.files.sums import minor, sum_form
from vernost.orders.importing.clients import people
from vernost.orders.importing.finding import LONGEST_KEY, Hint, Reader
from vernost.orders.importing.staging import engine
from vernost.sales.importing.columns import is_lost, is_won
from vernost.sales.models import State

N_ = str
REASONS = {
    "nameless": N_("No client is named."),
    "stage": N_("The row does not say on which stage the deal is."),
    "day": N_("A day cannot be read."),
    "no_end": N_("The deal has ended, and no day says when."),
    "ends_first": N_("The deal ends before it begins."),
    "future": N_("The deal ended on a day that has not come yet."),
    "sum": N_("The sum cannot be read."),
    "negative": N_("The sum is below zero."),
    "twice": N_("The same number stands in an earlier row."),
    "erased": N_("The person's data was erased on request; they are not brought back."),
}
DAYS = ("opened", "expected", "closed")


@dataclass(slots=True)
class Said:
    """What a row says of a deal. ``mark`` tells one state of it from another."""

    number: str
    hint: Hint
    title: str
    state: str
    stage: str
    pipeline: str
    amount: Decimal | None
    opened: date
    expected: date | None
    closed: date | None
    seller: str
    reason: str
    note: str
    mark: str = ""


@dataclass(slots=True)
class Rows:
    """The file's rows, each a deal or the reason why it is none."""

    fields: tuple[str, ...]
    rows: list[tuple[int, dict[str, Any]]]
    spelled: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)


@contextmanager
def rows_of(shape: FileShape, names: Path | None = None) -> Iterator[Rows]:
    """Days and sums told over their whole columns, as in any file of ours; the rest is text."""
    with engine() as connection, people(connection, shape, None) as texts:
        listed = ["place", *(f'"{one}"' for one in texts.fields)]
        for one in DAYS:
            if one in texts.fields:
                form = text_dates(connection, "people", f'"{one}"', shape.choice[one])
                listed.append(f'CAST({form.expression} AS DATE) AS "read_{one}"')
        if "amount" in texts.fields:
            form_of_sums = sum_form(connection, "people", '"amount"', "VARCHAR", shape.choice["amount"])
            listed.append(f'{minor(form_of_sums)} AS "read_amount"')
        cursor = connection.execute(f"SELECT {', '.join(listed)} FROM people ORDER BY place")
        heads = [str(one[0]) for one in cursor.description or ()]
        rows = [(row[0] + texts.first_row, dict(zip(heads, row, strict=True))) for row in cursor.fetchall()]
    yield Rows(texts.fields, rows, {**_usual(rows), **(_names(names) if names else {})})


def _usual(rows: list[tuple[int, dict[str, Any]]]) -> dict[str, str]:
    """«GTXPro» and «GTX Pro» are one name, spelled as most rows do."""
    counted = Counter(tidy(row["title"]) for _n, row in rows if row.get("title"))
    found: dict[str, str] = {}
    for title, _many in counted.most_common():
        found.setdefault(key(title), title)
    return found


def _names(path: Path) -> dict[str, str]:
    """The right spelling of names out of a list of products: every text of it."""
    shape = inspect_table(path)
    told: dict[str, str] = {}
    with engine() as connection:
        every = {f"c{place}": place for place in range(len(shape.headers))}
        whole = FileShape(**{name: getattr(shape, name) for name in shape.__slots__} | {"places": every})
        with people(connection, whole, None) as texts:
            for _number, row in texts.chunk(0, texts.total):
                told |= {key(text): text for text in row.values() if key(text) and not text.isdigit()}
    return told


class DealReader:
    """``unnamed``: whose a deal is where the row names nobody; "" refuses such rows."""

    def __init__(self, shape: FileShape, rows: Rows, unnamed: str = "") -> None:
        self.clients = Reader(shape.choice["client"])
        self.rows, self.unnamed, self.today = rows, unnamed, clock.today()
        self.numbers: set[str] = set()
        self.alike: Counter[str] = Counter()

    def read(self, row: dict[str, Any]) -> Said | str | None:
        """The deal of a row; a reason why it cannot be taken; None of a blank row."""
        if not any(row.get(name) for name in self.rows.fields):
            return None
        client = tidy(row.get("client") or "") or tidy(row.get("person") or "") or self.unnamed
        stage = tidy(row.get("stage") or "")
        if not client:
            return "nameless"
        if not stage:
            return "stage"
        state = State.WON if is_won(stage) else State.LOST if is_lost(stage) else State.OPEN
        amount = self._amount(row)
        if isinstance(amount, str):
            return amount
        days = self._days(row, state)
        if isinstance(days, str):
            return days
        opened, expected, closed = days
        title = tidy(row.get("title") or "") or client
        said = Said(
            number=tidy(row.get("number") or "")[:LONGEST_KEY],
            hint=self._hint(row, client),
            title=self.rows.spelled.get(key(title), title)[:200],
            state=state, stage=stage[:60], pipeline=tidy(row.get("pipeline") or "")[:60], amount=amount,
            opened=opened, expected=expected, closed=closed, seller=tidy(row.get("seller") or "")[:120],
            reason=tidy(row.get("reason") or "")[:120], note=tidy(row.get("note") or "", lines=True)[:2000],
        )  # fmt: skip
        return self._numbered(said)

    def _numbered(self, said: Said) -> Said | str:
        """Without a number of its own: by what it is, and which of such in the file."""
        if not said.number:
            base = _hash(said.hint.key, said.title, said.opened, said.seller)
            self.alike[base] += 1
            said.number = f"{base}-{self.alike[base]}"
        elif said.number in self.numbers:
            return "twice"
        self.numbers.add(said.number)
        said.mark = _hash(
            said.hint.key, said.title, said.state, said.stage, said.amount, said.opened, said.expected,
            said.closed, said.seller, said.reason, said.note,
        )  # fmt: skip
        return said

    def _hint(self, row: dict[str, Any], client: str) -> Hint:
        told = {"client": client, "client_name": client, "phone": row.get("phone"), "email": row.get("email")}
        return self.clients.hint(told | {"inn": row.get("inn")})

    def _amount(self, row: dict[str, Any]) -> Decimal | str | None:
        if not tidy(row.get("amount") or ""):
            return None
        if row["read_amount"] is None:
            return "sum"
        amount = from_minor(row["read_amount"])
        return "negative" if amount < 0 else "sum" if amount > BIGGEST else amount

    def _days(self, row: dict[str, Any], state: str) -> tuple[date, date | None, date | None] | str:
        for name in DAYS:
            if tidy(row.get(name) or "") and row[f"read_{name}"] is None:
                return "day"
        opened, expected, closed = (row.get(f"read_{name}") for name in DAYS)
        if state == State.OPEN:
            # In many systems the day of closing is the expected one while a deal is open.
            return opened or self.today, expected or closed, None
        ended = closed or expected or opened
        if ended is None:
            return "no_end"
        if ended > self.today:
            return "future"
        if opened is not None and opened > ended:
            return "ends_first"
        return opened or ended, expected, ended


def _hash(*values: Any) -> str:
    text = "\x1f".join(folded(str(one)) if isinstance(one, str) else str(one) for one in values)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
