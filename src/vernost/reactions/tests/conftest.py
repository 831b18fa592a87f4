"""A reaction for tests: its effect is a row a call, so a doubled one shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vernost.clients import kinds
from vernost.core.models import TermValue
from vernost.journal.models import Entry
from vernost.reactions import declaring, reading

Act = Callable[[Entry], object]


def effect(entry: Entry) -> None:
    TermValue.objects.create(name=f"test {TermValue.objects.count()}", value=entry.pk)


def effects() -> list[int]:
    return list(
        TermValue.objects.filter(name__startswith="test ").order_by("name").values_list("value", flat=True)
    )


@pytest.fixture
def alone(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``alone(act)``: the one reaction there is, installed by now, answers to «client.noted»."""
    monkeypatch.setattr(declaring, "_REACTIONS", {})

    def declare(act: Act = effect, name: str = "noted") -> None:
        declaring.reaction(name, on=(kinds.NOTED,), rule="1.1", does="A test.")(act)
        reading.read()

    return declare
