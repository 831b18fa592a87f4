"""What hangs on a client: the contract of every context with merging, handing over, erasing and exporting.

A context registers each model that has a key to Client, in its AppConfig.ready:

    register(Rows(Order, label=_("orders"), erasing=Keep("sums without a name")))
    register(Rows(Subscription, same=("list",), label=_("subscriptions"), erasing=Delete()))
    class Tasks(Rows):
        def hand_over(self, handover): ...          # open tasks go to the successor

Handing over, merging, undoing a merge, erasing and a person's export are one walk over this registry, in one
transaction. A model with a key to Client that nobody registered fails test_belongings.py (see ``uncovered``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Count, Exists, ForeignKey, Model, OuterRef, Q, QuerySet

from vernost.access.actor import Actor
from vernost.clients.models import Client
from vernost.core.errors import Text

BATCH = 500


@dataclass(frozen=True, slots=True)
class Delete:
    """The rows themselves go."""


@dataclass(frozen=True, slots=True)
class Keep:
    """The rows hold no personal data, and are needed for sums. ``why`` is read by whoever audits us."""

    why: str


@dataclass(frozen=True, slots=True)
class Overwrite:
    """The rows stay, with these columns overwritten."""

    values: Mapping[str, Any]


Erasing: TypeAlias = Delete | Keep | Overwrite


@dataclass(frozen=True, slots=True)
class HandOver:
    """These clients go from their managers to ``successor_id``. The clients' own rows are changed already.

    Of a whole handover (rule 1.3): ``handover_id``, and the day of the first call to each client that gets
    one. Its letters are written later, out of the plan itself (``HandoverClient.mail``).
    """

    actor: Actor
    client_ids: Sequence[int]
    successor_id: int
    handover_id: int | None = None
    first_calls: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakeBack:
    """These clients of a handover go back from ``successor_id`` to ``leaver_id``; their own rows are changed
    already."""

    actor: Actor
    handover_id: int
    client_ids: Sequence[int]
    successor_id: int
    leaver_id: int


class Rows:
    """The rows of one model that name a client by ``key``. Override what is otherwise for them.

    ``same``: columns by which two clients' rows are duplicates of each other; the absorbed client's row
    then stays with it, out of sight, and is there again when the merge is undone. ``private``: columns that a
    person's own export leaves out (secrets, internal marks). ``waiting``: which of the rows somebody has
    still to deal with; they are counted as ``waiting_label`` before a handover.
    """

    def __init__(
        self,
        model: type[Model],
        *,
        label: Text,
        erasing: Erasing,
        key: str = "client",
        same: Sequence[str] = (),
        private: Sequence[str] = (),
        waiting: Q | None = None,
        waiting_label: Text = "",
    ) -> None:
        self.model, self.key, self.label, self.erasing = model, key, label, erasing
        self.waiting, self.waiting_label = waiting, waiting_label or label
        self.same, self.private = tuple(same), frozenset(private)

    @property
    def name(self) -> str:
        """How its part of a merge's record is found again: never changes once merges were made."""
        return f"{self.model._meta.label_lower}.{self.key}"

    def of(self, client_ids: Sequence[int]) -> QuerySet[Any]:
        """Unscoped on purpose: the walk is over everything, whoever may see it; the caller asked the
        policy."""
        return self.model._base_manager.filter(**{f"{self.key}__in": client_ids})

    def count(self, client_ids: Sequence[int]) -> dict[int, int]:
        rows = self.of(client_ids).values_list(f"{self.key}_id").annotate(n=Count("pk")).order_by()
        return dict(rows)

    def waits(self, client_ids: Sequence[int]) -> dict[int, int]:
        if self.waiting is None:
            return {}
        rows = self.of(client_ids).filter(self.waiting)
        return dict(rows.values_list(f"{self.key}_id").annotate(n=Count("pk")).order_by())

    def owned_by(self, client_ids: Sequence[int], owner_id: int) -> None:
        """What only repeats whose the clients are follows them at once, there and back."""

    def hand_over(self, handover: HandOver) -> Any:
        """What must change with the manager: nothing, unless overridden. The answer (JSON) is given back to
        ``take_back``: whoever overrides one overrides both."""
        return None

    def take_back(self, back: TakeBack, record: Any) -> Sequence[Text]:
        """Undo what ``hand_over`` did for these clients, unless it was changed meanwhile; the answer says in
        sentences what cannot be undone."""
        return ()

    def assign(self, client_ids: Sequence[int], column: str, to: int | None, among: Q) -> list[list[Any]]:
        """Set ``column`` of those rows; what it was of each that changed, for ``assign_back``."""
        before: list[list[Any]] = []
        for start in range(0, len(client_ids), BATCH):
            rows = self.of(client_ids[start : start + BATCH]).filter(among)
            told = [[pk, was] for pk, was in rows.values_list("pk", column).order_by("pk") if was != to]
            for place in range(0, len(told), BATCH):
                part = [pk for pk, _was in told[place : place + BATCH]]
                self.model._base_manager.filter(pk__in=part).update(**{column: to})
            before += told
        return before

    def assign_back(self, back: TakeBack, column: str, to: int | None, record: Any) -> None:
        """What ``assign`` set to ``to`` and nobody has changed since is as it was."""
        by_value: dict[Any, list[int]] = {}
        for pk, was in record:
            by_value.setdefault(was, []).append(pk)
        for was, pks in by_value.items():
            for start in range(0, len(pks), BATCH):
                rows = self.of(back.client_ids).filter(pk__in=pks[start : start + BATCH], **{column: to})
                rows.update(**{column: was})

    def merge(self, *, survivor_id: int, absorbed_id: int) -> Any:
        """Move the rows; the answer (JSON) is given back to ``undo``."""
        moved = list(self.movable(survivor_id, absorbed_id).values_list("pk", flat=True))
        self._move(moved, source=absorbed_id, target=survivor_id)
        return moved

    def movable(self, survivor_id: int, absorbed_id: int) -> QuerySet[Any]:
        rows = self.of([absorbed_id])
        if self.same:
            same = {column: OuterRef(column) for column in self.same}
            rows = rows.exclude(Exists(self.of([survivor_id]).filter(**same)))
        return rows.order_by("pk")

    def undo(self, *, survivor_id: int, absorbed_id: int, record: Any) -> None:
        """Move back what is still there; what came to the survivor later stays with the survivor."""
        self._move(record or [], source=survivor_id, target=absorbed_id)

    def _move(self, pks: Sequence[Any], *, source: int, target: int) -> None:
        for start in range(0, len(pks), BATCH):
            rows = self.model._base_manager.filter(pk__in=pks[start : start + BATCH], **{self.key: source})
            rows.update(**{self.key: target})

    def erase(self, client_ids: Sequence[int]) -> None:
        if isinstance(self.erasing, Delete):
            self.of(client_ids).delete()
        elif isinstance(self.erasing, Overwrite):
            self.of(client_ids).update(**self.erasing.values)

    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        """Everything the rows say, in plain values, for the person they are about."""
        columns = [
            one for one in self.model._meta.concrete_fields if one.name not in {*self.private, self.key, "id"}
        ]
        rows = self.of(client_ids).order_by("pk")
        return [{one.name: getattr(row, one.attname) for one in columns} for row in rows.iterator(BATCH)]


class Stays(Rows):
    """Rows about two clients, or about the past: a merge leaves them as they are."""

    def merge(self, *, survivor_id: int, absorbed_id: int) -> Any:
        return []

    def undo(self, *, survivor_id: int, absorbed_id: int, record: Any) -> None:
        return None

    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        return []


_REGISTRY: dict[str, Rows] = {}


def register(*belongings: Rows) -> None:
    for one in belongings:
        if one.name in _REGISTRY:
            raise ValueError(f"{one.name} is registered twice")
        _REGISTRY[one.name] = one


def every() -> Iterator[Rows]:
    yield from _REGISTRY.values()


def known(name: str) -> Rows | None:
    return _REGISTRY.get(name)


def uncovered() -> list[str]:
    """Keys to Client, in any model, that no context has spoken for."""
    found = []
    for relation in Client._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if not relation.auto_created or not isinstance(field, ForeignKey):
            continue
        name = f"{field.model._meta.label_lower}.{field.name}"
        if name not in _REGISTRY:
            found.append(name)
    return sorted(found)


def counts(client_ids: Sequence[int]) -> list[tuple[Text, int]]:
    """«What would be lost»: label → how many rows, of those that have any."""
    found = [(one.label, sum(one.count(client_ids).values())) for one in every()]
    return [(label, number) for label, number in found if number]


def waiting(client_ids: Sequence[int]) -> dict[int, list[tuple[Text, int]]]:
    """What somebody has still to deal with, of each client that has any: a query a model."""
    found: dict[int, list[tuple[Text, int]]] = {}
    for one in every():
        for client_id, number in one.waits(client_ids).items():
            found.setdefault(client_id, []).append((one.waiting_label, number))
    return found


def owned_by(client_ids: Sequence[int], owner_id: int) -> None:
    for start in range(0, len(client_ids), BATCH):
        for one in every():
            one.owned_by(client_ids[start : start + BATCH], owner_id)


def hand_over(handover: HandOver) -> dict[str, Any]:
    """The walk; what is to be remembered for taking it back."""
    told = {one.name: one.hand_over(handover) for one in every()}
    return {name: record for name, record in told.items() if record}


def take_back(back: TakeBack, record: Mapping[str, Any]) -> list[Text]:
    stays: list[Text] = []
    for name, told in record.items():
        if (one := known(name)) is not None:
            stays += one.take_back(back, told)
    return stays
