"""Which columns of a list a person has chosen to see; remembered for them while they are signed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from vernost.core.errors import Text

KEPT = "columns"
MOST = 60


@dataclass(frozen=True, slots=True)
class Column:
    """``figure``: right-aligned. ``always``: cannot be hidden. ``usual``: shown until somebody chooses."""

    name: str
    label: Text
    figure: bool = False
    always: bool = False
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """What the template needs: ``shown`` to draw, ``offered`` for the menu of columns."""

    list_name: str
    shown: tuple[Column, ...]
    offered: tuple[tuple[Column, bool], ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(column.name for column in self.shown)


def chosen(request: HttpRequest, list_name: str, columns: Sequence[Column]) -> Choice:
    kept = request.session.get(KEPT, {}).get(list_name)
    names = {column.name for column in columns if column.usual} if kept is None else set(kept)
    shown = tuple(column for column in columns if column.always or column.name in names)
    offered = tuple((column, column in shown) for column in columns if not column.always)
    return Choice(list_name, shown, offered)


def choose(request: HttpRequest, list_name: str, names: Iterable[str]) -> None:
    """Names that no column has are harmless: ``chosen`` shows what exists."""
    kept = dict(request.session.get(KEPT, {}))
    kept[list_name[:60]] = [name[:60] for name in list(names)[:MOST]]
    request.session[KEPT] = dict(list(kept.items())[-MOST:])
