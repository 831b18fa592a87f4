"""What the words in a status or type column say of a row: sold, taken back, or never sold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Beginnings of words, in lower case with е for ё.
_LOST = (
    "не реализован",
    "проигран",
    "closed lost",
    "lost",
    "провал",
    "сделка проиграна",
    "закрыто и не реализовано",
    "failed",
    "не состоял",
    "отказ клиента от сделки",
    "unsuccessful",
)
_WON = (
    "успешно реализован",
    "сделка успешна",
    "closed won",
    "won",
    "выиграна",
    "сделка выиграна",
    "успех",
)
_REFUNDED = (
    "refund",
    "return",
    "cancel",
    "void",
    "chargeback",
    "возврат",
    "возвращен",
    "отмен",
    "аннулир",
    "отказ",
    "сторно",
    "credit note",
    "credit memo",
    "reversed",
    "reversal",
    "снят с проведения",
    "удален",
)
_KEPT = (
    "partially refunded",
    "partially_refunded",
    "частичный возврат",
    "не отмен",
    "без возврат",
    "not cancel",
    "not refund",
    "non refund",
    "nonrefund",
    "returning customer",
)
_NEVER = ("draft", "черновик", "failed", "не оплачен", "unpaid", "abandoned", "брошен", "expired")


@dataclass(frozen=True, slots=True)
class Statuses:
    """The values of a column by what they mean. ``never`` are rows that never were a sale."""

    cancelled: tuple[str, ...]
    never: tuple[str, ...]


def told(values: Iterable[str]) -> Statuses:
    """Sort the distinct values of a status column.

    Where one value says a deal was won, the column holds the stages of deals: only won deals are sales,
    a lost one never was a sale and nothing is taken back. Elsewhere a cancelled order is a sale taken back.
    """
    distinct = sorted(set(values))
    if any(_says(value, _WON) and not _says(value, _LOST) for value in distinct):
        never = [value for value in distinct if not _says(value, _WON) or _says(value, _LOST)]
        return Statuses((), tuple(never))
    cancelled = [value for value in distinct if is_taken_back(value)]
    never = [value for value in distinct if value not in cancelled and _says(value, _NEVER)]
    return Statuses(tuple(cancelled), tuple(never))


def is_taken_back(value: str) -> bool:
    """Whether the word says a refund, a return or a cancellation."""
    return _says(value, _REFUNDED) and not _says(value, _KEPT)


def _says(value: str, words: Iterable[str]) -> bool:
    plain = re.sub(r"\s+", " ", value.lower().replace("ё", "е").replace("-", " "))
    return any(re.search(rf"(?<!\w){re.escape(word)}", plain) for word in words)
