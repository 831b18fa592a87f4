"""Kinds of letters. Each context declares its own, once, beside what it writes about:

    DELAYED = letter_kind("order.delayed", _("Delay of an order"))
    BIRTHDAY = letter_kind("birthday", _("Birthday letter"), advertising=True)

A service letter answers something the client did or is waiting for; an advertising one needs their consent,
keeps to their hours, and is asked about by every guard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.mime.base import MIMEBase
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.clients.models import Purpose
from vernost.core.errors import Text


@dataclass(frozen=True, slots=True)
class LetterKind:
    """``needs``: the consent without which it is not sent. ``by_hand``: written by a person, not by us.
    ``parts``: what goes with the letter (pictures that its HTML shows, files), made when it leaves.
    ``asks``: it asks what the client thinks; whoever has just been asked is not asked by another context."""

    name: str
    title: Text
    advertising: bool
    needs: Purpose | None
    by_hand: bool
    parts: Callable[[Any], Iterable[MIMEBase]] | None = None
    asks: bool = False


_KINDS: dict[str, LetterKind] = {}


def letter_kind(
    name: str,
    title: Text,
    *,
    advertising: bool = False,
    needs: Purpose | None = None,
    by_hand: bool = False,
    parts: Callable[[Any], Iterable[MIMEBase]] | None = None,
    asks: bool = False,
) -> LetterKind:
    if name in _KINDS:
        raise ValueError(f"the kind of letters {name} is declared twice")
    if advertising and needs is None:
        needs = Purpose.LETTERS
    _KINDS[name] = LetterKind(name, title, advertising, needs, by_hand, parts, asks)
    return _KINDS[name]


def known(name: str) -> LetterKind:
    """The kind as declared; of a release that is gone: a service letter, for nobody is to be pestered by
    it."""
    return _KINDS.get(name) or LetterKind(name, name, False, None, False)


def every() -> list[LetterKind]:
    return list(_KINDS.values())


BY_HAND = letter_kind("by_hand", _("Letter of an employee"), by_hand=True)
OFFER = letter_kind("offer", _("Letter with an offer"), advertising=True, by_hand=True)
