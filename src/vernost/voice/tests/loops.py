"""Paths of answers for tests, by the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients.models import Client
from vernost.core import clock
from vernost.voice import services
from vernost.voice.models import Cause, Loop, Response, Theme
from vernost.voice.tests.factories import answered, survey_of

WORDS = "Ждал курьера три часа"


def opened(cast: Cast, score: int = 3, *, client: Client | None = None, **values: Any) -> Loop:
    """The path of an answer, as the reaction begins it."""
    response = answered(cast, score, client=client, **{"comment": WORDS, **values})
    loop = services.loop_open(SYSTEM, response_id=response.pk)
    assert loop is not None
    return loop


def cause(name: str = "Доставка") -> Cause:
    return Cause._base_manager.get_or_create(name=name)[0]


def closed(cast: Cast, loop: Loop, *, whose: str = "owner", **values: Any) -> Loop:
    said = {"outcome": "mended", "causes": [cause().pk], "did": "Привезли сами и извинились"}
    return services.loop_close(cast.actor(whose), loop_id=loop.pk, **(said | values))


def now(loop: Loop) -> Loop:
    found: Loop = Loop.objects.unscoped(reason="test").get(pk=loop.pk)
    return found


def late(loop: Loop) -> Loop:
    before = clock.now() - timedelta(hours=1)
    Loop.objects.unscoped(reason="test").filter(pk=loop.pk).update(due_at=before)
    return now(loop)


def every_loop() -> list[Loop]:
    return list(Loop.objects.unscoped(reason="test").order_by("pk"))


def named(cast: Cast, number: int, of: int, *, days_ago: int = 1) -> Cause:
    """``number`` of ``of`` answers name the cause."""
    survey, what = survey_of(cast), cause()
    at = clock.now() - timedelta(days=days_ago)
    rows = [
        Response(survey=survey, channel="link", score=5, day=at.date(), answered_at=at) for _ in range(of)
    ]
    made = Response.objects.bulk_create(rows)
    Theme.objects.bulk_create([Theme(response=one, cause=what) for one in made[:number]])
    return what
