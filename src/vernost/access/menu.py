"""What a context adds to the shell: entries of the menu, sources of the palette, what is new.

    # clients/menu.py, imported from AppConfig.ready()
    entry("clients", _("Clients"), icon="users", to="clients", verb="client.see", place=20)
    part("deals", _("Requests"), to="requests", verb="request.see", place=10)   # one of its pages
    source("clients", _("Clients"), client_search, place=10)      # client_search(actor, text) → [Found(…), …]

The shell asks all of them with the actor in hand, so nobody is shown, or finds, what is not theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Count, QuerySet, Value
from django.urls import NoReverseMatch, reverse

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.core.errors import Text
from vernost.core.searching import folded

MOST_ENTRIES = 9
MOST_FOUND = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the sidebar. ``waits`` says what waits there, as rows; nothing is shown for none. ``count``:
    how much, where it is no rows."""

    name: str
    label: Text
    icon: str
    to: str
    verb: str = ""
    place: int = 100
    waits: Callable[[Actor], QuerySet[Any] | None] | None = None
    count: Callable[[Actor], int | None] | None = None
    also: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return reverse(self.to)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the entry is lit; those below them too."""
        parts = [one.to for one in _parts if one.of == self.name]
        return (self.address, *(reverse(name) for name in (*self.also, *parts)))

    def is_for(self, actor: Actor) -> bool:
        if not actor.is_employee or (self.verb and not may(actor, self.verb)):
            return False
        try:
            return bool(self.address)
        except NoReverseMatch:
            return False  # a page that another release brings


@dataclass(frozen=True, slots=True)
class Part:
    """One page of several behind an entry: a line of tabs at its top."""

    of: str
    label: Text
    to: str
    verb: str = ""
    place: int = 100

    @property
    def address(self) -> str:
        return reverse(self.to)


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of the palette. ``post`` for what is done rather than opened."""

    title: Text
    address: str
    icon: str = "arrow-right"
    note: Text = ""
    post: bool = False


Search = Callable[[Actor, str], Sequence[Found]]
Page: TypeAlias = tuple[str, Text, str, str]  # verb, title, name of the address, icon


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    label: Text
    search: Search
    place: int = 100


_entries: dict[str, Entry] = {}
_parts: list[Part] = []
_sources: dict[str, Source] = {}
_news: dict[str, Source] = {}


def entry(
    name: str,
    label: Text,
    *,
    icon: str,
    to: str,
    verb: str = "",
    place: int = 100,
    waits: Callable[[Actor], QuerySet[Any] | None] | None = None,
    count: Callable[[Actor], int | None] | None = None,
    also: tuple[str, ...] = (),
) -> Entry:
    """``to``: the name of an address without arguments; ``also``: more that belong here."""
    if name in _entries:
        raise ValueError(f"the menu has the entry {name} already")
    if len(_entries) >= MOST_ENTRIES:
        raise ValueError(
            f"the menu has {MOST_ENTRIES} entries, and no more: {name} belongs inside one of them"
        )
    _entries[name] = Entry(name, label, icon, to, verb, place, waits, count, also)
    return _entries[name]


def part(of: str, label: Text, *, to: str, verb: str = "", place: int = 100) -> Part:
    """A page behind the entry ``of``, whichever context declares that: «Requests» stand with «Deals»."""
    if any(one.to == to for one in _parts):
        raise ValueError(f"{to} is a part already")
    _parts.append(Part(of, label, to, verb, place))
    return _parts[-1]


def source(name: str, label: Text, search: Search, *, place: int = 100) -> Source:
    """``search(actor, text)`` answers by one query with a handful; an empty text asks for the usual."""
    if name in _sources:
        raise ValueError(f"the palette has the source {name} already")
    _sources[name] = Source(name, label, search, place)
    return _sources[name]


def pages(name: str, label: Text, rows: Sequence[Page], *, place: int = 100) -> Source:
    """Pages and acts of a context as answers of the palette: each word typed begins a word of the title."""

    def search(actor: Actor, text: str) -> list[Found]:
        wanted = folded(text).split()
        return [
            Found(title, reverse(to), icon)
            for verb, title, to, icon in rows
            if may(actor, verb) and all(f" {word}" in f" {folded(str(title))}" for word in wanted)
        ]

    return source(name, label, search, place=place)


def news(name: str, label: Text, search: Search, *, place: int = 100) -> Source:
    """What is new for the actor, behind the bell; ``text`` is always empty."""
    if name in _news:
        raise ValueError(f"news of {name} are told already")
    _news[name] = Source(name, label, search, place)
    return _news[name]


def entries(actor: Actor) -> list[Entry]:
    return [one for one in sorted(_entries.values(), key=_by_place) if one.is_for(actor)]


def parts(actor: Actor, of: str) -> list[Part]:
    theirs = [one for one in _parts if one.of == of and (not one.verb or may(actor, one.verb))]
    return sorted(theirs, key=lambda one: one.place)


def waiting(actor: Actor, shown: Sequence[Entry]) -> dict[str, int]:
    """How much waits behind each entry: one query for all that are rows."""
    counted = {one.name: one.count(actor) or 0 for one in shown if one.count is not None}
    asked = [(one.name, one.waits(actor)) for one in shown if one.waits is not None]
    each = [_counted(name, rows) for name, rows in asked if rows is not None]
    every = each[0].union(*each[1:], all=True) if len(each) > 1 else each[0] if each else []
    return counted | dict(every)


def _counted(name: str, rows: Any) -> Any:
    named = rows.order_by().annotate(what=Value(name)).values("what")
    return named.annotate(n=Count("pk")).values_list("what", "n")


def found(actor: Actor, text: str) -> Iterator[tuple[Source, list[Found]]]:
    """The answers of every source, in order, none of them long."""
    for one in sorted(_sources.values(), key=_by_place):
        answers = list(one.search(actor, text))[:MOST_FOUND]
        if answers:
            yield one, answers


def whats_new(actor: Actor) -> Iterator[tuple[Source, list[Found]]]:
    for one in sorted(_news.values(), key=_by_place):
        answers = list(one.search(actor, ""))[:MOST_FOUND]
        if answers:
            yield one, answers


def tells_news() -> bool:
    return bool(_news)


def _by_place(one: Entry | Source) -> tuple[int, str]:
    return one.place, one.name
