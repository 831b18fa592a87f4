"""What each context adds to the client list and card: filter fields, columns, presets, panels.

The list asks across contexts in ONE query and knows none of them. A context registers its facet in
AppConfig.ready:

    register(Facet(
        name="orders",
        label=_("Orders"),
        fields=(
            Field(name="orders.at", label=_("bought"), kind=Kind.DATE, path="at",
                  rows=lambda actor: Order.objects.visible_to(actor)),
            Field(name="facts.stands", label=_("stands"), kind=Kind.CHOICE, path="facts__stands", choices=…),
        ),
        columns=(Column(name="last_purchase", label=_("Last purchase"), path="facts__last", nullable=True),),
        presets=(Preset(name="bought", label=_("Bought"), phrase=_("bought in the last year"), where=…),),
        panels=(Panel(name="orders", title=_("Orders"), template="orders/panel.html", load=…),),
    ))

``path`` starts at Client and follows keys forward or one-to-one backward; ``rows`` are many rows with a
key to Client, and ``path`` then starts at the row. Columns that text filters look in hold folded text
(core.searching).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.clients.filters import Condition, Op
from vernost.core.errors import Text


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"  # a day
    TIME = "time"  # a moment; compared by the firm's days
    CHOICE = "choice"
    FLAG = "flag"


OPS: dict[Kind, tuple[Op, ...]] = {
    Kind.TEXT: (Op.CONTAINS, Op.BEGINS, Op.IS, Op.EMPTY, Op.FILLED),
    Kind.NUMBER: (Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN, Op.IS, Op.EMPTY, Op.FILLED),
    Kind.MONEY: (Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN, Op.EMPTY, Op.FILLED),
    Kind.DATE: (
        Op.WITHIN_LAST,
        Op.LONGER_AGO,
        Op.WITHIN_NEXT,
        Op.SINCE,
        Op.UNTIL,
        Op.BETWEEN,
        Op.EMPTY,
        Op.FILLED,
    ),
    Kind.TIME: (Op.WITHIN_LAST, Op.LONGER_AGO, Op.SINCE, Op.UNTIL, Op.BETWEEN, Op.EMPTY, Op.FILLED),
    Kind.CHOICE: (Op.ANY_OF, Op.NONE_OF, Op.EMPTY, Op.FILLED),
    Kind.FLAG: (Op.YES, Op.NO),
}
Choices: TypeAlias = Sequence[tuple[str, Text]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """``choices``: (value, label) of a choice. ``convert``: the value as the column has it (``int`` for
    keys). ``condition``: where neither path nor rows will do. ``ops``: fewer or more than the kind has.
    ``verb``: who may filter by it at all; else everybody who sees the client. ``prose``: free text, not
    folded."""

    name: str
    label: Text
    kind: Kind
    path: str = ""
    rows: Callable[[Actor], QuerySet[Any]] | None = None
    key: str = "client"
    choices: Callable[[Actor], Choices] | None = None
    convert: Callable[[str], Any] | None = None
    condition: Callable[[Actor, Condition], Q] | None = None
    ops: tuple[Op, ...] = ()
    unit: Text = ""
    verb: str = ""
    prose: bool = False

    @property
    def allowed_ops(self) -> tuple[Op, ...]:
        return self.ops or OPS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the list. ``sort``: the path it is sorted by (an index should have it), none if empty.
    ``nullable``: whether the sort path may be null; such rows stand at the end whichever way it is sorted."""

    name: str
    label: Text
    path: str = ""
    sort: str = ""
    nullable: bool = False
    kind: Kind = Kind.TEXT
    value: Callable[[Any], Any] | None = None  # out of the row, instead of the path
    many: Callable[[Actor, Sequence[int]], Mapping[int, Any]] | None = (
        None  # one query for the rows of a page
    )
    usual: bool = False  # shown until the employee chooses otherwise
    template: str = ""  # draws the cell; gets ``client`` and ``value``
    verb: str = ""

    @property
    def is_figure(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.MONEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A question with one click. ``label`` on the chip, ``phrase`` inside the sentence; presets combine
    by «and». ``question``: one of the three of rule 1.1, which stand first."""

    name: str
    label: Text
    phrase: Text
    where: Callable[[Actor], Q]
    question: bool = False


class Place(StrEnum):
    STANDING = "standing"  # under the name: one sentence, rhythm, worth
    MAIN = "main"
    SIDE = "side"
    DOSSIER = "dossier"  # the page of a key client, not the card


CARD = (Place.STANDING, Place.MAIN, Place.SIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of the card. ``load`` gives the template's context, or None where there is nothing to show.
    ``lazy``: the card asks for it once it is scrolled to, so that a card costs the same however many
    contexts there are."""

    name: str
    title: Text
    template: str
    load: Callable[[Actor, Any], Mapping[str, Any] | None]
    place: Place = Place.MAIN
    rank: int = 100
    verb: str = ""
    lazy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """``more_fields``: fields that depend on the firm's data (its own fields), one query."""

    name: str
    label: Text
    fields: tuple[Field, ...] = ()
    columns: tuple[Column, ...] = ()
    presets: tuple[Preset, ...] = ()
    panels: tuple[Panel, ...] = ()
    more_fields: Callable[[Actor], Sequence[Field]] | None = None
    joined: tuple[str, ...] = ()  # one-to-one rows that the list and the card read along (select_related)


_FACETS: dict[str, Facet] = {}


def register(facet: Facet) -> None:
    if facet.name in _FACETS:
        raise ValueError(f"the facet {facet.name} is registered twice")
    for kind in ("fields", "columns", "presets", "panels"):
        taken = {one.name for other in _FACETS.values() for one in getattr(other, kind)}
        doubled = sorted(one.name for one in getattr(facet, kind) if one.name in taken)
        if doubled:
            raise ValueError(f"{kind} of these names are there already: {', '.join(doubled)}")
    _FACETS[facet.name] = facet


def unregister(name: str) -> None:
    """For tests."""
    _FACETS.pop(name, None)


def facets() -> Iterator[Facet]:
    yield from _FACETS.values()


def fields(actor: Actor) -> dict[str, Field]:
    """Every field the actor may filter by: of the contexts, of the firm, and each preset as yes or no."""
    found: dict[str, Field] = {}
    for facet in facets():
        more = facet.more_fields(actor) if facet.more_fields else ()
        found |= {field.name: field for field in (*facet.fields, *more)}
    found |= {f"preset.{preset.name}": _as_field(preset) for preset in presets()}
    return {name: field for name, field in found.items() if not field.verb or may(actor, field.verb)}


def _as_field(preset: Preset) -> Field:
    def condition(actor: Actor, asked: Condition) -> Q:
        return preset.where(actor) if asked.op is Op.YES else ~preset.where(actor)

    return Field(name=f"preset.{preset.name}", label=preset.phrase, kind=Kind.FLAG, condition=condition)


def columns(actor: Actor) -> dict[str, Column]:
    every = (column for facet in facets() for column in facet.columns)
    return {column.name: column for column in every if not column.verb or may(actor, column.verb)}


def presets() -> list[Preset]:
    return sorted(
        (preset for facet in facets() for preset in facet.presets), key=lambda one: not one.question
    )


def panels(actor: Actor, place: Place) -> list[Panel]:
    every = (panel for facet in facets() for panel in facet.panels if panel.place is place)
    seen = [panel for panel in every if not panel.verb or may(actor, panel.verb)]
    return sorted(seen, key=lambda one: one.rank)


def joined() -> list[str]:
    return [name for facet in facets() for name in facet.joined]
