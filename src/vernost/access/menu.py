"""What a context adds to the shell: entries of the menu, sources of the palette, what is new.

    # clients/menu.py, imported from AppConfig.ready()
    entry("clients", _("Clients"), icon="users", to="clients", verb="client.see", place=20)
    source("clients", _("Clients"), client_search, place=10)      # client_search(actor, text) → [Found(…), …]

The shell asks all of them with the actor in hand, so nobody is shown, or finds, what is not theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.core.errors import Text

MOST_ENTRIES = 9
MOST_FOUND = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the sidebar. ``count`` says how much waits there; nothing is shown for 0 and None."""

    name: str
    label: Text
    icon: str
    to: str
    verb: str = ""
    place: int = 100
    count: Callable[[Actor], int | None] | None = None
    also: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return reverse(self.to)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the entry is lit; those below them too."""
        return (self.address, *(reverse(name) for name in self.also))

    def is_for(self, actor: Actor) -> bool:
        if not actor.is_employee or (self.verb and not may(actor, self.verb)):
            return False
        try:
            return bool(self.address)
        except NoReverseMatch:
            return False  # a page that another release brings


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of the palette. ``post`` for what is done rather than opened."""

    title: Text
    address: str
    icon: str = "arrow-right"
    note: Text = ""
    post: bool = False


Search = Callable[[Actor, str], Sequence[Found]]


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    label: Text
    search: Search
    place: int = 100


_entries: dict[str, Entry] = {}
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
    _entries[name] = Entry(name, label, icon, to, verb, place, count, also)
    return _entries[name]


def source(name: str, label: Text, search: Search, *, place: int = 100) -> Source:
    """``search(actor, text)`` answers by one query with a handful; an empty text asks for the usual."""
    if name in _sources:
        raise ValueError(f"the palette has the source {name} already")
    _sources[name] = Source(name, label, search, place)
    return _sources[name]


def news(name: str, label: Text, search: Search, *, place: int = 100) -> Source:
    """What is new for the actor, behind the bell; ``text`` is always empty."""
    if name in _news:
        raise ValueError(f"news of {name} are told already")
    _news[name] = Source(name, label, search, place)
    return _news[name]


def entries(actor: Actor) -> list[Entry]:
    return [one for one in sorted(_entries.values(), key=_by_place) if one.is_for(actor)]


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
