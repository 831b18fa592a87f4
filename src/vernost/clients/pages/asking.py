"""A request turned into what is asked of the list."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from vernost.access.actor import Actor
from vernost.access.fetch import key
from vernost.clients import facets
from vernost.clients.errors import BadFilter
from vernost.clients.filters import EVERYBODY, Tree, from_json, to_json
from vernost.clients.selectors import Asked
from vernost.core import columns as choices

LIST_NAME = "clients"
LONGEST_FILTER = 20_000


def asked_of(request: HttpRequest, *, columns: tuple[str, ...] = ()) -> Asked:
    query = request.GET if request.method == "GET" else request.POST
    segment = query.get("segment", "")
    return Asked(
        text=query.get("text", "")[:200],
        presets=_presets(query),
        segment_id=key(segment) if segment else None,
        tree=tree_of(query.get("filter", "")),
        sort=query.get("order", "") or "name",
        after=query.get("after", ""),
        columns=columns,
    )


def _presets(query: QueryDict) -> tuple[str, ...]:
    """Of a release that has gone, or mistyped: left out."""
    known = {preset.name for preset in facets.presets()}
    return tuple(name for name in dict.fromkeys(query.getlist("preset")) if name in known)


def tree_of(text: str) -> Tree:
    if not text:
        return EVERYBODY
    if len(text) > LONGEST_FILTER:
        raise BadFilter
    try:
        return from_json(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise BadFilter from error


def query_of(asked: Asked) -> str:
    """The same question as a query string: for the export, the builder and changing many."""
    return urlencode(pairs_of(asked))


def pairs_of(asked: Asked) -> list[tuple[str, str]]:
    """The same question as fields of a form."""
    pairs: list[tuple[str, str]] = [("preset", name) for name in asked.presets]
    if asked.text:
        pairs.append(("text", asked.text))
    if asked.segment_id:
        pairs.append(("segment", str(asked.segment_id)))
    if asked.tree != EVERYBODY:
        pairs.append(("filter", json.dumps(to_json(asked.tree), ensure_ascii=False, separators=(",", ":"))))
    return pairs


def choice_of(request: HttpRequest, actor: Actor) -> choices.Choice:
    """The columns of all contexts, as the shell offers them."""
    offered: list[Any] = [
        choices.Column(
            column.name,
            column.label,
            figure=column.kind in (facets.Kind.NUMBER, facets.Kind.MONEY),
            always=column.name == "name",
            usual=column.usual,
        )
        for column in facets.columns(actor).values()
    ]
    return choices.chosen(request, LIST_NAME, offered)
