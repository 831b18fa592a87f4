"""The longest silence of a class: who is past it, in the list and in Today, and what ends it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from vernost.agenda import selectors, services
from vernost.agenda.silence import past
from vernost.agenda.tests.test_today import NOON, TODAY, day, lines, quiet
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[Any]:
    with clock.stopped(NOON) as moment:
        yield moment


def names(cast: Cast, who: str = "owner") -> list[str]:
    rows = Client.objects.visible_to(cast.actor(who)).filter(past(TODAY))
    return sorted(client.name for client in rows)


def talked(cast: Cast, client: Client, days: int, **values: Any) -> None:
    services.contact_log(cast.actor("owner"), client_id=client.pk, at=NOON - timedelta(days=days), **values)


def test_each_class_has_its_own_longest_silence(cast: Cast) -> None:
    for letter, days in (("A", 30), ("A", 31), ("B", 60), ("B", 61), ("C", 120), ("C", 121)):
        client = make(cast, f"{letter}{days}")
        quiet(client, letter)
        talked(cast, client, days)
    quiet(make(cast, "of no class"), "")
    assert names(cast) == ["A31", "B61", "C121"]
    assert names(cast, "stranger") == []
    assert lines(cast) == [("silent", "A31"), ("silent", "B61"), ("silent", "C121")]
    (line, *_rest) = selectors.today(cast.actor("owner")).lines
    assert line.why == "not talked to for 31 days; class A allows 30"


def test_a_call_that_nobody_answered_is_no_talk_a_letter_of_theirs_is(cast: Cast) -> None:
    one, other = make(cast, "one"), make(cast, "other")
    for client in (one, other):
        quiet(client)
    talked(cast, one, 1, outcome="no_answer")
    talked(cast, other, 1, outcome="no_answer", began="they")
    assert names(cast) == ["one"]


def test_whoever_has_a_next_step_is_not_forgotten(cast: Cast) -> None:
    client = make(cast, "one")
    quiet(client)
    services.step_set(cast.actor("owner"), client_id=client.pk, due_on=day(5))
    assert names(cast) == ["one"]
    assert lines(cast) == []


def test_an_answer_lasts_until_the_next_talk(cast: Cast, at_noon: Any) -> None:
    client = make(cast, "one")
    quiet(client)
    (line,) = selectors.today(cast.actor("owner")).lines
    said: dict[str, Any] = {"client_id": client.pk, "cause": "silent", "of": line.of}
    services.cause_answer(cast.actor("owner"), how="dropped", **said)
    assert lines(cast) == []
    talked(cast, client, 0)
    at_noon.pass_by(days=31)
    assert lines(cast) == [("silent", "one")]


def test_the_preset_is_on_the_list(cast: Cast) -> None:
    quiet(make(cast, "Молчун"))
    make(cast, "Новенький")
    page = cast.browser("owner").get("/clients/?preset=silent").content.decode()
    assert "have not heard from us for longer" in page
    assert "Молчун" in page and "Новенький" not in page
