"""The filter of a client list: a typed tree, kept as JSON, shown as a sentence, run as one query.

    {"all": [{"field": "client.owner", "op": "any_of", "value": ["3"]},
             {"any": [{"field": "facts.silence", "op": "at_least", "value": "40"},
                      {"not": {"field": "client.tag", "op": "any_of", "value": ["7"]}}]}]}

Values are kept as text (or lists of texts), as a form sends them; the field reads them when the filter
is run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from vernost.clients.errors import BadFilter

DEEPEST, MOST_CONDITIONS, MOST_VALUES, LONGEST_VALUE = 4, 40, 200, 300


class Op(StrEnum):
    ANY_OF = "any_of"
    NONE_OF = "none_of"
    IS = "is"
    CONTAINS = "contains"
    BEGINS = "begins"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    SINCE = "since"
    UNTIL = "until"
    WITHIN_LAST = "within_last"
    LONGER_AGO = "longer_ago"
    WITHIN_NEXT = "within_next"
    YEARLY_WITHIN = "yearly_within"
    YES = "yes"
    NO = "no"
    EMPTY = "empty"
    FILLED = "filled"


WITHOUT_VALUE = frozenset({Op.YES, Op.NO, Op.EMPTY, Op.FILLED})
OF_TWO = frozenset({Op.BETWEEN})
OF_MANY = frozenset({Op.ANY_OF, Op.NONE_OF})


class Join(StrEnum):
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Condition:
    field: str
    op: Op
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    join: Join
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Tree


Tree: TypeAlias = "Condition | Group | Not"
_OPS, _JOINS = frozenset(op.value for op in Op), frozenset(join.value for join in Join)
EVERYBODY = Group(Join.ALL, ())


def all_of(*parts: Tree) -> Tree:
    """Several filters at once; groups of no part say nothing and are left out."""
    said = [part for part in parts if part != EVERYBODY]
    return said[0] if len(said) == 1 else Group(Join.ALL, tuple(said))


def conditions(tree: Tree) -> Iterator[Condition]:
    match tree:
        case Condition():
            yield tree
        case Group(parts=parts):
            for part in parts:
                yield from conditions(part)
        case Not(part=part):
            yield from conditions(part)


def to_json(tree: Tree) -> dict[str, Any]:
    match tree:
        case Condition(field=field, op=op, values=values):
            value: Any = list(values) if op in OF_MANY | OF_TWO else (values[0] if values else None)
            return {"field": field, "op": op.value} | ({} if op in WITHOUT_VALUE else {"value": value})
        case Group(join=join, parts=parts):
            return {join.value: [to_json(part) for part in parts]}
        case Not(part=part):
            return {"not": to_json(part)}


def from_json(data: Any) -> Tree:
    """The tree out of what was stored or sent; BadFilter for whatever is none. Fields are not looked up
    here."""
    tree = _read(data, DEEPEST)
    if sum(1 for _one in conditions(tree)) > MOST_CONDITIONS:
        raise BadFilter
    return tree


def _read(data: Any, depth: int) -> Tree:
    if not isinstance(data, Mapping) or depth < 0:
        raise BadFilter
    if not data:
        return EVERYBODY
    if "field" in data:
        return _read_condition(data)
    if len(data) != 1:
        raise BadFilter
    ((word, inner),) = data.items()
    if word == "not":
        return Not(_read(inner, depth - 1))
    if word not in _JOINS or not isinstance(inner, list) or len(inner) > MOST_CONDITIONS:
        raise BadFilter
    return Group(Join(word), tuple(_read(part, depth - 1) for part in inner))


def _read_condition(data: Mapping[str, Any]) -> Condition:
    field, op, value = data.get("field"), data.get("op"), data.get("value")
    if not isinstance(field, str) or not isinstance(op, str) or op not in _OPS or len(field) > 80:
        raise BadFilter
    values = value if isinstance(value, list) else [] if value is None else [value]
    if len(values) > MOST_VALUES or not all(isinstance(one, str | int | float) for one in values):
        raise BadFilter
    texts = tuple(_text(one) for one in values)
    wanted = 0 if op in WITHOUT_VALUE else 2 if op in OF_TWO else None if op in OF_MANY else 1
    if (wanted is not None and len(texts) != wanted) or (wanted is None and not texts):
        raise BadFilter
    return Condition(field, Op(op), texts)


def _text(value: Any) -> str:
    text = str(value).strip()
    if len(text) > LONGEST_VALUE or "\x00" in text:
        raise BadFilter
    return text


def mapped(tree: Tree, change: Callable[[Condition], Tree]) -> Tree:
    """The same tree with each condition replaced."""
    match tree:
        case Condition():
            return change(tree)
        case Group(join=join, parts=parts):
            return Group(join, tuple(mapped(part, change) for part in parts))
        case Not(part=part):
            return Not(mapped(part, change))
