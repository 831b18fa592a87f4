"""The ways in which rows belong to somebody.

A scoped model declares one: ``scope = OwnerScope("client__owner")``.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import Model, Q

from vernost.access.actor import Actor, Kind
from vernost.access.policies import may

NOTHING = Q(pk__in=())
EVERYTHING = Q()


class Scope(Protocol):
    def rows(self, actor: Actor) -> Q:
        """The rows this actor sees, as a filter that an index answers."""
        ...

    def holds(self, actor: Actor, row: Any) -> bool:
        """The same question of one row in hand."""
        ...

    def owner_of(self, row: Any) -> int | None:
        """The employee the row belongs to."""
        ...

    def beside(self, rows: Q) -> Q:
        """The same rows, found by another index than the owner's."""
        ...


class OwnerScope:
    """Rows of an employee: seen by them, their deputy, the head of their team, whoever sees all (rule 1.2).

    ``path`` leads to the owner, ``client`` to the client, for links that open one client's rows without
    sign-in. Rows without an owner are seen only by whoever sees all.
    """

    def __init__(self, path: str, *, client: str | None = None) -> None:
        self.path = path
        self.client = client

    def rows(self, actor: Actor) -> Q:
        if actor.sees_all:
            return EVERYTHING
        if actor.kind is Kind.TOKEN and self.client:
            return Q(**{self._column(self.client): actor.client_id})
        if actor.kind is Kind.EMPLOYEE and actor.owners:
            return self._of(actor.owners)
        return NOTHING

    def holds(self, actor: Actor, row: Model) -> bool:
        if actor.sees_all:
            return True
        if actor.kind is Kind.TOKEN and self.client:
            return actor.client_id is not None and _walk(row, self._column(self.client)) == actor.client_id
        return actor.kind is Kind.EMPLOYEE and self.owner_of(row) in actor.owners

    def owner_of(self, row: Model) -> int | None:
        return _walk(row, self._column(self.path))

    def _of(self, owners: frozenset[int]) -> Q:
        column = self._column(self.path)
        if len(owners) == 1:
            return Q(**{column: next(iter(owners))})
        return Q(**{f"{column}__in": sorted(owners)})

    def beside(self, rows: Q) -> Q:
        """The same rows of ``rows()``, the owner compared only where another index has found them."""
        column = self._column(self.path)
        kept = Q(_connector=rows.connector, _negated=rows.negated)
        for part in rows.children:
            if isinstance(part, Q):
                kept.children.append(self.beside(part))
            elif isinstance(part, tuple) and part[0] in (column, f"{column}__in"):
                values = part[1] if part[0] != column else [part[1]]
                kept.children.append((f"{column}__beside", values))
            else:
                kept.children.append(part)
        return kept

    @staticmethod
    def _column(path: str) -> str:
        """The key's own column («owner_id»), so that nobody is joined only to be compared."""
        return path if path == "pk" else f"{path}_id"


class SelfScope(OwnerScope):
    """Rows of one's own alone: a session, a saved view. Neither head nor deputy; who sees all clients does
    not see these. ``also`` is the verb by which a role sees them all."""

    def __init__(self, path: str, *, also: str = "") -> None:
        super().__init__(path)
        self.also = also

    def rows(self, actor: Actor) -> Q:
        if self._sees_all(actor):
            return EVERYTHING
        return self._of(frozenset({actor.employee_id})) if actor.employee_id else NOTHING

    def holds(self, actor: Actor, row: Model) -> bool:
        return self._sees_all(actor) or actor.is_self(self.owner_of(row))

    def _sees_all(self, actor: Actor) -> bool:
        return actor.kind is Kind.SYSTEM or (bool(self.also) and may(actor, self.also))


class EveryoneScope:
    """Rows that every employee may read (price lists, scripts, the firm's own lists), and nobody outside."""

    def rows(self, actor: Actor) -> Q:
        return EVERYTHING if self.holds(actor) else NOTHING

    def holds(self, actor: Actor, row: Any = None) -> bool:
        return actor.kind in (Kind.EMPLOYEE, Kind.SYSTEM)

    def owner_of(self, row: Any) -> int | None:
        return None

    def beside(self, rows: Q) -> Q:
        return rows


def _walk(row: Any, path: str) -> int | None:
    for name in path.split("__"):
        if row is None:
            return None
        row = getattr(row, name)
    return row if isinstance(row, int) else None
