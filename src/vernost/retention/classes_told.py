"""The class of clients (ABC) for the commission of managers (rule 7.5): out of the facts."""

from __future__ import annotations

from collections.abc import Collection

from vernost.retention.models import ClientFacts
from vernost.team import worth


def classes_of(client_ids: Collection[int]) -> dict[int, str]:
    rows = ClientFacts._base_manager.filter(client__in=client_ids).exclude(abc="")
    return dict(rows.values_list("client_id", "abc"))


def register_own() -> None:
    worth.known_by(classes_of)
