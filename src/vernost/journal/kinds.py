"""Kinds of entries. A context declares its own in its kinds.py:

    HANDED_OVER = kind(
        "client.handed_over",
        N_("{actor} handed the client over to {successor}"),
        erasure=NothingPersonal("names of employees only"),
        timeline=True, audit=True,
    )

A kind says what it tells people, where it shows, and how a person's data leaves it when they ask to be erased
(152-FZ, GDPR): without the last it cannot be declared.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext


def N_(message: str) -> str:
    return message


@dataclass(frozen=True, slots=True)
class NothingPersonal:
    """The entry holds no data of a client as a person. ``why`` is read by whoever audits us."""

    why: str


@dataclass(frozen=True, slots=True)
class Blank:
    """These keys of data, and these fields of changes, are personal; the rest stays."""

    keys: frozenset[str]

    def __init__(self, *keys: str) -> None:
        object.__setattr__(self, "keys", frozenset(keys))


@dataclass(frozen=True, slots=True)
class BlankAll:
    """Everything in it may be personal: only that it happened, when and by whom, stays."""


Erasure = NothingPersonal | Blank | BlankAll
OF_THE_ENTRY = frozenset({"actor"})  # placeholders that every text may use


@dataclass(frozen=True, slots=True)
class EntryKind:
    name: str
    text: str
    erasure: Erasure
    timeline: bool
    audit: bool

    @property
    def needs(self) -> frozenset[str]:
        """Keys of data without which the text cannot be said."""
        named = {name for _, name, _, _ in string.Formatter().parse(self.text) if name}
        return frozenset(named) - OF_THE_ENTRY

    def say(self, actor: str, data: Mapping[str, Any]) -> str:
        """The sentence in the reader's language. What has been erased reads as «…»."""
        return gettext(self.text).format_map(_Said({**data, "actor": actor}))


class _Said(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return pgettext("erased value", "…")


_KINDS: dict[str, EntryKind] = {}


def kind(name: str, text: str, *, erasure: Erasure, timeline: bool = False, audit: bool = False) -> EntryKind:
    if not isinstance(erasure, NothingPersonal | Blank | BlankAll):
        raise TypeError(f"{name}: say how personal data is erased from it")
    if name in _KINDS:
        raise ValueError(f"the kind {name} is declared twice")
    if not (timeline or audit):
        raise ValueError(f"{name}: nobody would ever read it; say timeline=True or audit=True")
    _KINDS[name] = EntryKind(name, text, erasure, timeline, audit)
    return _KINDS[name]


def known(name: str) -> EntryKind | None:
    return _KINDS.get(name)


def every_kind() -> Iterator[EntryKind]:
    yield from sorted(_KINDS.values(), key=lambda one: one.name)
