"""Scoped models: their managers refuse to run a query that does not say for whom it is.

    Client.objects.filter(name="…")                              builds, but running it raises UnscopedQuery
    Client.objects.visible_to(actor).filter(name="…")            only what the actor sees
    Client.objects.unscoped(reason="nightly refresh").filter(…)  everybody's, and says why

Creating rows needs no scope. ``order.client`` (a key forward) is free: who sees the order may see whose it
is; ``client.orders`` (backward) is scoped again. ``prefetch_related`` takes a ``Prefetch`` with a scoped
queryset.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.core import checks
from django.db import models

from vernost.access.actor import Actor
from vernost.access.errors import UnscopedQuery
from vernost.access.scopes import Scope

M_co = TypeVar("M_co", bound=models.Model, covariant=True)
_lifted: ContextVar[str] = ContextVar("vernost_scoping_lifted", default="")


@contextmanager
def lifted(reason: str) -> Iterator[None]:
    """For machinery of Django that queries on its own (uniqueness, deletion). Not for selectors."""
    token = _lifted.set(reason)
    try:
        yield
    finally:
        _lifted.reset(token)


class ScopedQuerySet(models.QuerySet[M_co]):
    """``_scope_said`` travels with every clone; each way of reaching the database asks for it first."""

    _scope_said: str = ""

    def visible_to(self, actor: Actor, *, beside: bool = False) -> ScopedQuerySet[M_co]:
        """``beside``: the rows are found by another index than the owner's (see ``lookups.Beside``)."""
        scope = _scope_of(self.model)
        rows = scope.rows(actor)
        return self._said(self.filter(scope.beside(rows) if beside else rows), "visible_to")

    def unscoped(self, *, reason: str) -> ScopedQuerySet[M_co]:
        if not reason.strip():
            raise ValueError("say why everybody's rows are read")
        return self._said(self.all(), reason)

    @staticmethod
    def _said(rows: Any, how: str) -> ScopedQuerySet[M_co]:
        rows._scope_said = how
        said: ScopedQuerySet[M_co] = rows
        return said

    def _clone(self) -> ScopedQuerySet[M_co]:
        clone: ScopedQuerySet[M_co] = super()._clone()  # type: ignore[misc]  # Django's own way to carry a mark along
        clone._scope_said = self._scope_said
        return clone

    def _demand(self, act: str) -> None:
        if not self._scope_said and not _lifted.get():
            raise UnscopedQuery(self.model.__name__, act)

    def _demand_of_both(self, other: Any) -> None:
        self._demand("combining")
        if isinstance(other, ScopedQuerySet):
            other._demand("combining")

    # Every door to the database, by name. tests/test_scoped_refuses.py counts them against Django's own list.
    def _fetch_all(self) -> None:
        self._demand("reading")
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[M_co]:
        self._demand("reading")
        return super().iterator(chunk_size)

    def count(self) -> int:
        self._demand("counting")
        return super().count()

    def exists(self) -> bool:
        self._demand("looking whether there is any")
        return super().exists()

    def contains(self, obj: models.Model) -> bool:
        self._demand("looking whether there is any")
        return super().contains(obj)

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._demand("aggregating")
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._demand("updating")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._demand("deleting")
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        self._demand("deleting")
        return super()._raw_delete(using)

    def explain(self, *args: Any, **kwargs: Any) -> str:
        self._demand("explaining")
        return super().explain(*args, **kwargs)

    def in_bulk(self, *args: Any, **kwargs: Any) -> dict[Any, M_co]:
        self._demand("reading")
        return super().in_bulk(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        self._demand("updating")
        return super().bulk_update(*args, **kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        self._demand("raw SQL")
        return super().raw(*args, **kwargs)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """As a part of another query: ``filter(client__in=Client.objects…)``."""
        self._demand("a subquery")
        return super().resolve_expression(*args, **kwargs)

    def _combinator_query(self, combinator: str, *others: Any, all: bool = False) -> Any:  # noqa: A002 - Django's own name
        for other in others:
            self._demand_of_both(other)
        return super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc]

    def __and__(self, other: Any) -> Any:
        self._demand_of_both(other)
        return super().__and__(other)

    def __or__(self, other: Any) -> Any:
        self._demand_of_both(other)
        return super().__or__(other)

    def __xor__(self, other: Any) -> Any:
        self._demand_of_both(other)
        return super().__xor__(other)

    # Django reads these marks: templates must not call what changes data, managers offer queries only.
    update.alters_data = delete.alters_data = bulk_update.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = resolve_expression.queryset_only = True  # type: ignore[attr-defined]


if TYPE_CHECKING:

    class ScopedManager(models.Manager[M_co], ScopedQuerySet[M_co]):  # type: ignore[misc]
        ...

else:

    class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):
        # The manager's own raw(), which from_queryset does not replace.
        def raw(self, *args: Any, **kwargs: Any) -> Any:
            return self.get_queryset().raw(*args, **kwargs)


def _scope_of(model: type[models.Model]) -> Scope:
    scope: Scope = model.scope  # type: ignore[attr-defined]
    return scope


class ScopedModel(models.Model):
    """Base of every model whose rows are somebody's. Declare ``scope``."""

    scope: ClassVar[Scope]
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if not hasattr(cls, "scope"):
            found.append(
                checks.Error(f"{cls.__name__} must say to whom its rows belong: scope = OwnerScope(…)")
            )
        if not isinstance(cls._default_manager, ScopedManager):
            found.append(
                checks.Error(f"{cls.__name__}: the default manager of a scoped model is a ScopedManager")
            )
        return found

    def validate_unique(self, exclude: Any = None) -> None:
        # Uniqueness is over the whole table, whoever asks; the message must not say whose the other row is.
        with lifted("uniqueness is of the whole table"):
            super().validate_unique(exclude)

    def validate_constraints(self, exclude: Any = None) -> None:
        with lifted("uniqueness is of the whole table"):
            super().validate_constraints(exclude)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        # What hangs on the row goes with it, whoever sees it.
        with lifted("deletion follows keys"):
            return super().delete(*args, **kwargs)
