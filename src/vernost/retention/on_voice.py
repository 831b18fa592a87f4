"""The ABC class of whoever answers a survey, as it is on that day (rule 4.3)."""

from __future__ import annotations

from collections.abc import Sequence

from vernost.retention.models import ClientFacts
from vernost.voice import classes


def abc_of(client_ids: Sequence[int]) -> dict[int, str]:
    rows = ClientFacts.objects.unscoped(reason="kept with the answer, whoever takes it")
    return dict(rows.filter(client__in=client_ids).exclude(abc="").values_list("client", "abc"))


def register_own() -> None:
    classes.told_by(abc_of)
