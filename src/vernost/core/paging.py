"""Pages by key: page 1000 costs what page 1 costs, and a row that appears meanwhile shifts nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model, Q, QuerySet

M = TypeVar("M", bound=Model)
T = TypeVar("T")
LIMIT, BIGGEST_LIMIT = 50, 500


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``next`` is what to pass as ``after`` for the rows that follow; empty at the end."""

    rows: list[T]
    next: str


def keyset_page(
    rows: QuerySet[M, M], *, order: Sequence[str], after: str = "", limit: int = LIMIT
) -> Page[M]:
    """``order`` as in order_by, e.g. ("-at", "-id"): columns that are never null, the last one unique."""
    limit = max(1, min(limit, BIGGEST_LIMIT))
    ordered = rows.order_by(*order)
    values = _read(rows.model, order, after)
    if values is not None:
        ordered = ordered.filter(_beyond(order, values))
    found = list(ordered[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], _written(order, found[limit - 1]) if more else "")


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """(a, b) < (x, y), spelled so that both databases walk the index from the first column on."""
    steps = [(name.lstrip("-"), "lt" if name.startswith("-") else "gt") for name in order]
    beyond = Q(**{f"{steps[-1][0]}__{steps[-1][1]}": values[-1]})
    for (column, way), value in zip(reversed(steps[:-1]), reversed(values[:-1]), strict=True):
        beyond = Q(**{f"{column}__{way}e": value}) & (Q(**{f"{column}__{way}": value}) | beyond)
    return beyond


def _written(order: Sequence[str], row: Model) -> str:
    values = []
    for name in order:
        value: Any = row
        for part in name.lstrip("-").split("__"):
            value = getattr(value, part)
        values.append(value)
    text = json.dumps(values, cls=_Exact, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(model: type[Model], order: Sequence[str], after: str) -> list[Any] | None:
    """A mark that is damaged, or of another order, is as good as none: the list begins anew."""
    if not after or len(after) > 2000:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            return None
        return [_value(model, name, value) for name, value in zip(order, values, strict=True)]
    except (ValueError, TypeError, OverflowError, binascii.Error, ValidationError, RecursionError):
        return None


def _value(model: type[Model], name: str, value: Any) -> Any:
    if isinstance(value, list | dict) or value is None or (isinstance(value, str) and "\x00" in value):
        raise ValueError(name)
    column = name.lstrip("-")
    if column not in {one.name for one in model._meta.fields}:
        return value  # an annotation, or a column of a joined table
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError(name)
    field: Field[Any, Any] = next(one for one in model._meta.fields if one.name == column)
    return field.to_python(value)


class _Exact(DjangoJSONEncoder):
    """Django's own cuts times to milliseconds, and so would lose or repeat rows at the seam."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)
