"""Finding a client by whatever one remembers: a name, the end of a phone, an e-mail, a tax number."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.access.scoping import ScopedQuerySet
from vernost.clients.models import Client, Phone
from vernost.clients.search_index import first_holding, held_by_many, holding
from vernost.core.searching import digits, folded, is_phone_like, without_form

LONGEST, MOST_WORDS, LONGEST_WORD = 200, 8, 60
FEW = 1000
LAST_SIGN = "\U0010ffff"
NOBODY = Q(pk__in=())


def client_find(actor: Actor, *, text: str, limit: int = 10) -> list[Client]:
    """The quick search: those whose name begins so first. Three queries at most, four for a phone."""
    require(actor, "client.see")
    if not folded(text[:LONGEST]):
        return []
    limit = max(1, min(limit, 50))
    rows: ScopedQuerySet[Client] = Client.objects.visible_to(actor).filter(matching(actor, text))
    ordered = rows.order_by("name_key", "id").select_related("owner")
    found: list[Client] = []
    if not is_phone_like(text[:LONGEST]):
        found = list(ordered.filter(begins("name_key", without_form(text[:LONGEST])))[:limit])
    if len(found) < limit:
        rest = ordered.exclude(pk__in=[client.pk for client in found])
        found += rest[: limit - len(found)]
    return found


def matching(actor: Actor, text: str, *, in_order: bool = True) -> Q:
    """A filter of clients by text. May ask the database beforehand for a few keys, of what the actor
    sees only. ``in_order``: the rows are walked in some order; else they are counted."""
    given = text[:LONGEST]
    if is_phone_like(given):
        by_number = _by_number(actor, digits(given))
        if by_number is not None:
            return by_number
    words = [_national(digits(given))] if is_phone_like(given) else _words(given)
    return _by_words(words, in_order)


def is_common(text: str) -> bool:
    """Whether so many clients hold the words that a walk in any order soon meets some of them (SQLite)."""
    needles = _needles(_words(text[:LONGEST]))
    return bool(needles) and not is_phone_like(text[:LONGEST]) and held_by_many(needles)


def _words(given: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in without_form(given).split()][:MOST_WORDS]


def _needles(words: list[str]) -> list[str]:
    """A word of two letters is looked for at the beginning of words, after a space: three signs."""
    return [word if len(word) > 2 else f" {word}" for word in words if len(word) > 1]


def _by_words(words: list[str], in_order: bool) -> Q:
    if not words:
        return NOBODY
    needles = _needles(words)
    if not needles:
        return begins("name_key", words[0])
    few = first_holding(needles, FEW)
    return Q(pk__in=few) if few is not None else holding(needles, in_order=in_order)


def _by_number(actor: Actor, number: str) -> Q | None:
    """By the last digits of a phone or the first of a tax number; None where neither is found."""
    ending = _national(number)[::-1][:15]
    phones = Phone.objects.visible_to(actor, beside=True).filter(
        begins("backwards", ending), client__is_live=True
    )
    found = set(phones.values_list("client", flat=True)[:FEW])
    if 4 <= len(number) <= 12:
        by_inn = Client.objects.visible_to(actor, beside=True).filter(begins("inn", number))
        found.update(by_inn.values_list("pk", flat=True)[:FEW])
    return Q(pk__in=found) if found else None


def _national(number: str) -> str:
    """The digits without the code that people leave out or write as 8."""
    return number[1:] if len(number) == 11 and number[0] in "78" else number


def begins(column: str, text: str) -> Q:
    """A beginning that a plain index answers. Digits as a range, which is the same in every collation;
    other signs by the binary order of SQLite, and by LIKE on PostgreSQL, whose order of letters may be
    any."""
    if text.isascii() and text.isdigit():
        bound = text.rstrip("9")
        end = {f"{column}__lt": bound[:-1] + chr(ord(bound[-1]) + 1)} if bound else {}
        return Q(**{f"{column}__gte": text, **end})
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + LAST_SIGN})
    return Q(**{f"{column}__startswith": text})
