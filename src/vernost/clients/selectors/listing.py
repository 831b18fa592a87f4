"""The client list: filtered, counted, sorted and paged, with the columns that contexts have registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.access.scoping import ScopedQuerySet
from vernost.clients import facets
from vernost.clients.conditions import compiled
from vernost.clients.errors import BadFilter
from vernost.clients.facets import Column, Field
from vernost.clients.filters import EVERYBODY, Condition, Op, Tree, all_of, from_json
from vernost.clients.models import Client, Segment
from vernost.clients.selectors.searching import is_common, matching
from vernost.clients.sentences import sentence
from vernost.core.paging import LIMIT, Page, keyset_page

COUNTED_TO = 10_000
# So many are fetched by their keys and sorted; more lie close enough to be met on a walk in order. Those who
# hold a text stand together in the order of names, perhaps all at its end: there a walk is the last resort.
# (SQLite reads its search index once more instead: that is sooner than a list of keys.)
FEW, FEW_WITH_TEXT = 1_000, 30_000
USUAL_SORT = "name"
MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to see. ``sort`` is a column's name, with a minus the other way round."""

    text: str = ""
    presets: tuple[str, ...] = ()
    segment_id: int | None = None
    tree: Tree = EVERYBODY
    sort: str = USUAL_SORT
    after: str = ""
    limit: int = LIMIT
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    client: Client
    cells: tuple[Any, ...]
    columns: tuple[Column, ...] = ()

    @property
    def pairs(self) -> list[tuple[Column, Any]]:
        """Column and value, without the name, which the list draws itself."""
        return list(zip(self.columns, self.cells, strict=False))[1:]


@dataclass(frozen=True, slots=True)
class Counted:
    number: int
    more: bool = False  # there are more than were counted


@dataclass(frozen=True, slots=True)
class Listed:
    rows: list[Row]
    columns: list[Column]
    next: str
    sort: str
    sentence: str = ""
    filter_said: str = ""
    presets: tuple[str, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    counted: Counted | None = None  # of the first page only


def client_list(actor: Actor, asked: Asked) -> Listed:
    """One page: how many there are in one query, the rows in one (two at the seam of a sort whose column may
    be empty), and one for each column that is gathered from many rows.

    Rows in an order are met on a walk along its index, which is long where hardly anybody fits. So those
    who fit are asked for first, in no order: a handful is then fetched by key, and of many the walk soon
    meets a page. Neither depends on how well the planner guesses.
    """
    known = facets.fields(actor)
    columns = _columns(actor, asked.columns)
    sort, by = _sort(actor, asked.sort)
    tree = whole_tree(actor, asked)
    rows = _matching(actor, asked.text, tree, known)
    fitting = _matching(actor, asked.text, tree, known, in_order=False) if asked.text.strip() else rows
    counted, keys = _measured(
        actor, fitting, asked, narrowed=bool(asked.text.strip()) or tree != EVERYBODY, by=by
    )
    if keys is not None:
        rows = Client.objects.visible_to(actor).filter(pk__in=keys)
    elif connection.vendor == "sqlite" and _to_walk(actor, asked.text.strip(), tree, by):
        rows = _walked(actor, rows, by)
    page = _page(rows, sort, by, asked, by_key=keys is not None)
    return Listed(
        rows=_rows(actor, page.rows, columns),
        columns=columns,
        next=page.next,
        sort=sort,
        sentence=sentence(actor, tree, known),
        filter_said=sentence(actor, asked.tree, known),
        presets=tuple(name for name in asked.presets if f"preset.{name}" in known),
        fields=known,
        counted=None if asked.after else counted,
    )


def whole_tree(actor: Actor, asked: Asked) -> Tree:
    """Filter, presets and saved segment at once."""
    parts: list[Tree] = [Condition(f"preset.{name}", Op.YES) for name in dict.fromkeys(asked.presets)]
    if asked.segment_id is not None:
        parts.append(from_json(fetch(actor, Segment, asked.segment_id).tree))
    return all_of(*parts, asked.tree)


def clients_of(actor: Actor, asked: Asked) -> ScopedQuerySet[Client]:
    """Everybody the filter means, of those the actor sees: for counting, exporting and changing many."""
    require(actor, "client.see")
    return _matching(actor, asked.text, whole_tree(actor, asked), facets.fields(actor), in_order=False)


def _matching(
    actor: Actor, text: str, tree: Tree, known: Mapping[str, Field], *, in_order: bool = True
) -> ScopedQuerySet[Client]:
    require(actor, "client.see")
    rows: ScopedQuerySet[Client] = Client.objects.visible_to(actor)
    if text.strip():
        rows = rows.filter(matching(actor, text, in_order=in_order))
    return rows.filter(compiled(actor, tree, known))


def _to_walk(actor: Actor, text: str, tree: Tree, by: Column) -> bool:
    """A rare text has an index that is better than any walk; everybody's list is one by itself."""
    if text:
        return tree != EVERYBODY and is_common(text)
    return tree != EVERYBODY or not _own_order(actor, by)


def _walked(actor: Actor, rows: ScopedQuerySet[Client], by: Column) -> ScopedQuerySet[Client]:
    """The same rows, met along the order's index: each is looked at by itself, by its key.

    PostgreSQL counts what is spread how and finds that way alone; SQLite begins with whatever is compared
    with a constant, and sorts half the base.
    """
    mine = Client.objects.visible_to(actor, beside=not _own_order(actor, by))
    return mine.filter(Exists(rows.filter(pk=OuterRef("pk"))))


def _measured(
    actor: Actor, rows: ScopedQuerySet[Client], asked: Asked, *, narrowed: bool, by: Column
) -> tuple[Counted | None, list[int] | None]:
    """How many there are, up to the bound, and their keys if they are few; one query or, where nothing is
    to be counted and the order has an index of the actor's own clients, none."""
    if not narrowed and _own_order(actor, by):
        return (None if asked.after else _everybody(rows)), None
    few = FEW_WITH_TEXT if asked.text.strip() and connection.vendor == "postgresql" else FEW
    bound = few if asked.after else max(few, COUNTED_TO)
    keys = list(rows.order_by().values_list("pk", flat=True)[: bound + 1])
    counted = Counted(min(len(keys), COUNTED_TO), len(keys) > COUNTED_TO)
    return counted, keys if len(keys) <= few else None


def _own_order(actor: Actor, by: Column) -> bool:
    """Whether an index holds just what the actor sees in this order: everybody's, or one owner's."""
    return actor.sees_all or (len(actor.owners) == 1 and "__" not in by.sort)


def _everybody(rows: ScopedQuerySet[Client]) -> Counted:
    number = rows.order_by()[: COUNTED_TO + 1].count()
    return Counted(min(number, COUNTED_TO), number > COUNTED_TO)


def client_count(actor: Actor, asked: Asked) -> Counted:
    """Exact to ten thousand; beyond, «more than»: counting a million rows of a filter tells nobody
    more."""
    return _everybody(clients_of(actor, asked))


def _sort(actor: Actor, asked: str) -> tuple[str, Column]:
    known = facets.columns(actor)
    column = known.get(asked.removeprefix("-"))
    if column is None or not column.sort:
        return USUAL_SORT, known[USUAL_SORT]
    return asked, column


def _page(
    rows: ScopedQuerySet[Client], sort: str, by: Column, asked: Asked, *, by_key: bool = False
) -> Page[Client]:
    """By key. Where the column may be empty, those with a value come first, then the others by number:
    two walks along two indices, and never a sort of everybody."""
    sign = "-" if sort.startswith("-") else ""
    # Joined, the few employees would be where SQLite begins, and all their clients be sorted.
    rows = rows.prefetch_related("owner")
    if facets.joined():
        rows = rows.select_related(*facets.joined())
    order = (f"{sign}sort_value", f"{sign}id")
    # Rows found by their keys are to be sorted: PostgreSQL would rather walk the order's index past them all.
    apart = by_key and connection.vendor == "postgresql"
    valued: Any = rows.annotate(sort_value=Coalesce(by.sort, by.sort) if apart else F(by.sort))
    if not by.nullable:
        return keyset_page(valued, order=order, after=asked.after, limit=asked.limit)
    part, mark = asked.after[:1], asked.after[1:]
    found: list[Client] = []
    if part != "e":
        page = keyset_page(
            valued.filter(**{f"{by.sort}__isnull": False}),
            order=order,
            after=mark if part == "v" else "",
            limit=asked.limit,
        )
        if page.next:
            return Page(page.rows, f"v{page.next}")
        found, mark = page.rows, ""
        if len(found) >= asked.limit:
            return Page(found, "e")
    rest = keyset_page(
        rows.filter(**{f"{by.sort}__isnull": True}), order=("id",), after=mark, limit=asked.limit - len(found)
    )
    return Page([*found, *rest.rows], f"e{rest.next}" if rest.next else "")


def _columns(actor: Actor, names: Sequence[str]) -> list[Column]:
    """The name first, always."""
    known = facets.columns(actor)
    chosen = [known[name] for name in dict.fromkeys(names) if name in known][:MOST_COLUMNS]
    if not chosen:
        chosen = [column for column in known.values() if column.usual]
    return [known[USUAL_SORT], *(column for column in chosen if column.name != USUAL_SORT)]


def _rows(actor: Actor, clients: Sequence[Client], columns: Sequence[Column]) -> list[Row]:
    ids = [client.pk for client in clients]
    gathered = {column.name: column.many(actor, ids) for column in columns if column.many} if ids else {}
    shown = tuple(columns)
    return [Row(one, tuple(cell(one, column, gathered) for column in shown), shown) for one in clients]


def cell(client: Client, column: Column, gathered: Mapping[str, Mapping[int, Any]]) -> Any:
    if column.many:
        return gathered[column.name].get(client.pk)
    if column.value:
        return column.value(client)
    value: Any = client
    for name in column.path.split("__"):
        value = getattr(value, name, None)  # a one-to-one row that is not there yet
    return value


def segments_of(actor: Actor) -> list[Segment]:
    return list(Segment.objects.visible_to(actor).select_related("owner")[:200])


def segment_sentence(actor: Actor, segment: Segment) -> str:
    return sentence(actor, from_json(segment.tree), facets.fields(actor))


def segment_said(actor: Actor, segment: Segment) -> str:
    """The same for a list of them: of a field that is no more, nothing is said."""
    try:
        return segment_sentence(actor, segment)
    except BadFilter:
        return ""


def asked_said(actor: Actor, asked: Asked) -> str:
    """The sentence of a filter that may be half-filled; empty while it cannot be run."""
    known = facets.fields(actor)
    try:
        tree = whole_tree(actor, asked)
        compiled(actor, tree, known)
        return sentence(actor, tree, known)
    except BadFilter:
        return ""
