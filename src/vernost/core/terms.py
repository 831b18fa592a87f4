"""The firm's terms: every threshold of the practice, with its rule, default and limits. One readable table.

    LOST_LINE_FLOOR.value()   →  14, or what the director set on the page

Read in services and selectors, never at import. Values are read from the database once per request or job.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vernost.core.errors import Invalid, Text
from vernost.core.typed import read_number, typed_number

T = TypeVar("T")


class Group(Enum):
    FIRM = gettext_lazy("The firm")
    HOURS = gettext_lazy("Working hours")
    RHYTHM = gettext_lazy("Rhythm and lifecycle")
    WORTH = gettext_lazy("Worth")
    VOICE = gettext_lazy("Voice of the client")
    CARE = gettext_lazy("Care")
    WINBACK = gettext_lazy("Winning back")
    SELLING = gettext_lazy("Selling")
    LETTERS = gettext_lazy("Letters")
    SAFETY = gettext_lazy("Safety of the base")


@dataclass(frozen=True, slots=True)
class Term(Generic[T]):
    name: str
    group: Group
    label: Text
    default: T
    read: Callable[[Any], T]
    rule: str = ""
    unit: Text = ""
    low: Decimal | None = None
    high: Decimal | None = None

    def value(self) -> T:
        set_otherwise = _overrides()
        return self.checked(set_otherwise[self.name]) if self.name in set_otherwise else self.default

    def checked(self, given: Any) -> T:
        """The value if it may be set; Invalid with a sentence if not."""
        try:
            value = self.read(given)
        except (ValueError, TypeError, InvalidOperation, OverflowError) as error:
            raise Invalid(**{self.name: _("This value cannot be understood.")}) from error
        for limit, broken in ((self.low, "low"), (self.high, "high")):
            if limit is not None and _outside(value, limit, broken):
                text = _("No less than {limit}.") if broken == "low" else _("No more than {limit}.")
                raise Invalid(**{self.name: text.format(limit=typed_number(limit))})
        return value

    def typed(self, value: Any) -> str:
        """The value as a person of this language would type it; a flag as a word."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return typed_number(value) if isinstance(value, int | Decimal) else str(value)

    def stored(self, value: T) -> Any:
        return str(value) if isinstance(value, Decimal) else value


def _outside(value: Any, limit: Decimal, way: str) -> bool:
    return bool(value < limit if way == "low" else value > limit)


TERMS: dict[str, Term[Any]] = {}


def _declare(term: Term[T]) -> Term[T]:
    if term.name in TERMS:
        raise ValueError(f"the term {term.name} is declared twice")
    TERMS[term.name] = term
    return term


def _whole(given: Any) -> int:
    value = read_number(str(given))
    if isinstance(given, bool) or value != int(value):
        raise ValueError
    return int(value)


def _number(given: Any) -> Decimal:
    return given if isinstance(given, Decimal) and given.is_finite() else read_number(given)


def _flag(given: Any) -> bool:
    if given in (True, "true", "on", "1"):
        return True
    if given in (False, "false", "off", "0", "", None):
        return False
    raise ValueError


def _line(given: Any) -> str:
    value = str(given).strip()
    if "\x00" in value or len(value) > 2000:
        raise ValueError
    return value


def whole(
    name: str,
    group: Group,
    label: Text,
    default: int,
    low: int,
    high: int,
    *,
    rule: str = "",
    unit: Text = "",
) -> Term[int]:
    return _declare(Term(name, group, label, default, _whole, rule, unit, Decimal(low), Decimal(high)))


def number(
    name: str,
    group: Group,
    label: Text,
    default: str,
    low: str,
    high: str,
    *,
    rule: str = "",
    unit: Text = "",
) -> Term[Decimal]:
    return _declare(
        Term(name, group, label, Decimal(default), _number, rule, unit, Decimal(low), Decimal(high))
    )


def flag(name: str, group: Group, label: Text, default: bool, *, rule: str = "") -> Term[bool]:
    return _declare(Term(name, group, label, default, _flag, rule))


def line(
    name: str,
    group: Group,
    label: Text,
    default: str,
    *,
    rule: str = "",
    read: Callable[[Any], str] = _line,
) -> Term[str]:
    return _declare(Term(name, group, label, default, read, rule))


_WATCHERS: list[Callable[[frozenset[str]], object]] = []


def watch(watcher: Callable[[frozenset[str]], object]) -> None:
    """A floor above wants to know which terms were changed: it must be quick (wake a sweep) and may fail."""
    if watcher not in _WATCHERS:
        _WATCHERS.append(watcher)


def tell(names: Iterable[str]) -> None:
    """Inside the transaction of the change; what fails is logged and breaks nothing."""
    changed = frozenset(names)
    for watcher in _WATCHERS:
        transaction.on_commit(lambda heard=watcher: heard(changed), robust=True)  # type: ignore[misc]


# Values the firm has set, for the length of a request or a job. None: not read yet.
_snapshot: ContextVar[dict[str, Any] | None] = ContextVar("vernost_terms", default=None)


def refresh() -> None:
    """Forget what was read: at the start of each request and job, and after a change."""
    _snapshot.set(None)


def _overrides() -> dict[str, Any]:
    known = _snapshot.get()
    if known is None:
        from vernost.core.models import TermValue

        known = dict(TermValue.objects.values_list("name", "value"))
        _snapshot.set(known)
    return known
