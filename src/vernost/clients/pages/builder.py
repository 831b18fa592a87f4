"""The visual filter: groups of conditions, each group all or any, and all or any of the groups.

Works as a plain form too: «add» and «remove» are buttons that send it and get it back. A filter that is
deeper than this (made through the API) is shown as a sentence and replaced as a whole.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from vernost.access.actor import Actor
from vernost.clients.facets import Choices, Field, Kind
from vernost.clients.filters import (
    EVERYBODY,
    OF_MANY,
    OF_TWO,
    WITHOUT_VALUE,
    Condition,
    Group,
    Join,
    Not,
    Op,
    Tree,
    from_json,
    to_json,
)
from vernost.clients.pages.words import OP_WORDS
from vernost.core.errors import Text
from vernost.core.typed import read_day, read_number

MOST_GROUPS, MOST_IN_GROUP, FEW = 8, 12, 8
BEGINS_WITH = "facts.lifecycle"
IN_DAYS = frozenset({Op.WITHIN_LAST, Op.LONGER_AGO, Op.WITHIN_NEXT, Op.YEARLY_WITHIN})


@dataclass(slots=True)
class Line:
    """One condition as the form shows it; it may be half-filled."""

    field: str
    op: str
    values: list[str] = dataclasses.field(default_factory=list)
    wrong: bool = False  # something in it is no day, or no number


@dataclass(slots=True)
class Block:
    join: str = Join.ALL.value
    negated: bool = False
    lines: list[Line] = dataclasses.field(default_factory=list)


@dataclass(slots=True)
class Built:
    join: str = Join.ALL.value
    blocks: list[Block] = dataclasses.field(default_factory=list)


def read(data: QueryDict, known: Mapping[str, Field]) -> Built:
    """The form as it was sent, with what its button asked for done."""
    built = Built(join=_join(data.get("join", "")))
    for place in range(MOST_GROUPS):
        if f"g{place}" not in data:
            continue
        block = Block(join=_join(data.get(f"g{place}.join", "")), negated=bool(data.get(f"g{place}.not")))
        for line in range(MOST_IN_GROUP):
            name = data.get(f"g{place}.c{line}.field")
            if name is not None and name in known:
                block.lines.append(_line(data, f"g{place}.c{line}", known[name]))
        built.blocks.append(block)
    _act(built, data.get("act", ""), known)
    if not built.blocks:
        built.blocks.append(Block())
    return built


def begin(built: Built, known: Mapping[str, Field]) -> None:
    """A new filter shows its first condition at once: nobody has to guess which button comes first."""
    if len(built.blocks) == 1 and not built.blocks[0].lines:
        first = known.get(BEGINS_WITH) or next(iter(known.values()))
        built.blocks[0].lines.append(Line(first.name, first.allowed_ops[0].value))


def _line(data: QueryDict, prefix: str, chosen: Field) -> Line:
    op = data.get(f"{prefix}.op", "")
    if op not in [one.value for one in chosen.allowed_ops]:
        op = chosen.allowed_ops[0].value
    values = [value.strip() for value in data.getlist(f"{prefix}.value") if value.strip()]
    reads = _reader(chosen, Op(op))
    try:
        return Line(chosen.name, op, [reads(value) for value in values])
    except ValueError:
        return Line(chosen.name, op, values, wrong=True)


def _reader(chosen: Field, op: Op) -> Callable[[str], str]:
    """How what was typed becomes what is kept: days as ISO, numbers with a point."""
    if op in OF_MANY:
        return str
    if op in IN_DAYS:
        return lambda text: str(int(text))
    if chosen.kind in (Kind.DATE, Kind.TIME):
        return lambda text: read_day(text).isoformat()
    if chosen.kind in (Kind.NUMBER, Kind.MONEY):
        return lambda text: f"{read_number(text):f}"
    return str


def _join(text: str) -> str:
    return Join.ANY.value if text == Join.ANY.value else Join.ALL.value


def _act(built: Built, act: str, known: Mapping[str, Field]) -> None:
    """«group», «add:0», «drop:0:2»; anything else is left as it is."""
    what, *places = act.split(":")
    numbers = [int(one) for one in places if one.isascii() and one.isdigit() and len(one) < 3]
    if what == "group" and len(built.blocks) < MOST_GROUPS:
        built.blocks.append(Block())
    if not numbers or numbers[0] >= len(built.blocks):
        return
    block = built.blocks[numbers[0]]
    if what == "add" and len(block.lines) < MOST_IN_GROUP:
        first = next(iter(known.values()))
        block.lines.append(Line(first.name, first.allowed_ops[0].value))
    if what == "drop" and len(numbers) == 2 and numbers[1] < len(block.lines):
        del block.lines[numbers[1]]
    if what == "drop" and len(numbers) == 1:
        del built.blocks[numbers[0]]


def tree_of(built: Built) -> Tree:
    """The filter, without what is not filled in yet."""
    parts: list[Tree] = []
    for block in built.blocks:
        lines: list[Tree] = [one for one in map(_condition, block.lines) if one is not None]
        if not lines:
            continue
        group: Tree = lines[0] if len(lines) == 1 else Group(Join(block.join), tuple(lines))
        parts.append(Not(group) if block.negated else group)
    if not parts:
        return EVERYBODY
    tree = parts[0] if len(parts) == 1 else Group(Join(built.join), tuple(parts))
    return from_json(to_json(tree))  # the same limits as for whatever is sent


def _condition(line: Line) -> Condition | None:
    if line.wrong:
        return None
    op = Op(line.op)
    wanted = 0 if op in WITHOUT_VALUE else 2 if op in OF_TWO else 1
    if len(line.values) < wanted:
        return None
    return Condition(line.field, op, tuple(line.values if op in OF_MANY else line.values[:wanted]))


def built_of(tree: Tree) -> Built | None:
    """The form of a filter; None for one that is deeper than the form."""
    if tree == EVERYBODY:
        return Built(blocks=[Block()])
    if not isinstance(tree, Group) or all(isinstance(part, Condition) for part in tree.parts):
        block = _block(tree)
        return Built(blocks=[block]) if block else None
    blocks = [_block(part) for part in tree.parts]
    known = [block for block in blocks if block is not None]
    return Built(join=tree.join.value, blocks=known) if len(known) == len(blocks) else None


def _block(tree: Tree) -> Block | None:
    negated = isinstance(tree, Not)
    inner = tree.part if isinstance(tree, Not) else tree
    parts: Sequence[Tree] = inner.parts if isinstance(inner, Group) else (inner,)
    join = inner.join if isinstance(inner, Group) else Join.ALL
    lines = [
        Line(part.field, part.op.value, list(part.values)) for part in parts if isinstance(part, Condition)
    ]
    return Block(join.value, negated, lines) if len(lines) == len(parts) else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with what its template needs: names of inputs, what may be chosen, and which kind of input."""

    prefix: str
    act: str
    field: str
    op: str
    ops: list[tuple[str, Text]]
    values: list[str]
    choices: Choices
    input: str
    unit: Text
    low: str
    high: str
    wrong: bool

    @property
    def few(self) -> bool:
        return len(self.choices) <= FEW


def shown(actor: Actor, built: Built, known: Mapping[str, Field]) -> list[dict[str, Any]]:
    blocks = []
    for place, block in enumerate(built.blocks):
        lines = [
            _shown(actor, line, known[line.field], f"g{place}.c{number}", f"drop:{place}:{number}")
            for number, line in enumerate(block.lines)
            if line.field in known
        ]
        blocks.append({"place": place, "join": block.join, "negated": block.negated, "lines": lines})
    return blocks


def _shown(actor: Actor, line: Line, chosen: Field, prefix: str, act: str) -> Shown:
    op = Op(line.op)
    values = [*line.values, "", ""]
    return Shown(
        prefix=prefix,
        act=act,
        field=line.field,
        op=line.op,
        ops=[(one.value, OP_WORDS[one]) for one in chosen.allowed_ops],
        values=line.values,
        choices=chosen.choices(actor) if chosen.choices and op in OF_MANY else (),
        input=_input(chosen, op),
        unit=chosen.unit,
        low=values[0],
        high=values[1],
        wrong=line.wrong,
    )


def _input(chosen: Field, op: Op) -> str:
    if op in WITHOUT_VALUE:
        return "none"
    if op in OF_MANY:
        return "many"
    if op in IN_DAYS:
        return "days"
    kind = "date" if chosen.kind in (Kind.DATE, Kind.TIME) else "text"
    return f"two {kind}" if op in OF_TWO else kind


def grouped(known: Mapping[str, Field], named: Mapping[str, Text]) -> list[tuple[Text, list[Field]]]:
    """Fields under the names of their contexts, for the select."""
    found: dict[str, list[Field]] = {}
    for one in known.values():
        found.setdefault(one.name.split(".")[0], []).append(one)
    return [(named.get(prefix, prefix), fields) for prefix, fields in found.items()]
