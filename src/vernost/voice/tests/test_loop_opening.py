"""Each counted answer of a client we know starts its own path; a guess, a poll, a stranger none (4.4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda.selectors import today
from vernost.clients import services as clients
from vernost.clients.tests.factories import make
from vernost.core import terms
from vernost.core.errors import NotAllowed
from vernost.core.worktime import calendar
from vernost.post.models import Letter
from vernost.staff.services.terms import terms_change
from vernost.voice import loop_rules, services
from vernost.voice.models import Loop, Path, Response
from vernost.voice.tests.factories import answered, survey_of
from vernost.voice.tests.loops import closed, every_loop, opened

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("score", "path"),
    [(0, "critic"), (6, "critic"), (7, "passive"), (8, "passive"), (9, "promoter"), (10, "promoter")],
)
def test_it_works(cast: Cast, score: int, path: str) -> None:
    loop = opened(cast, score)
    assert (loop.path, loop.whose_id, loop.is_open) == (path, cast.owner.pk, True)
    assert (loop.due_at is not None) == (path == Path.CRITIC)


def test_a_working_day_is_nine_working_hours() -> None:
    """Said on Friday at 17:50 before a holiday on Monday: till Tuesday at 17:50."""
    week = calendar("1-5 09:00-13:00 14:00-18:00", "2026-03-09", MOSCOW)
    friday = datetime(2026, 3, 6, 17, 50, tzinfo=MOSCOW)
    assert week.add(friday, timedelta(hours=8)) == datetime(2026, 3, 10, 17, 50, tzinfo=MOSCOW)
    assert loop_rules.took(week, friday, datetime(2026, 3, 10, 12, 50, tzinfo=MOSCOW)) == 240


def test_a_guess_a_poll_and_a_stranger_start_nothing(cast: Cast) -> None:
    client = make(cast)
    guess = answered(cast, 2, client=client, is_guess=True)
    csat = answered(cast, 1, client=client, survey=survey_of(cast, kind="csat"))
    survey = survey_of(cast)
    nobody = services.response_take(services.answerer(), survey=survey, channel="link", score=1)
    for response in (guess, csat, nobody):
        assert services.loop_open(SYSTEM, response_id=response.pk) is None
    assert services.loop_open(SYSTEM, response_id=10**9) is None
    assert not every_loop()


def test_seen_twice_it_is_one(cast: Cast) -> None:
    loop = opened(cast)
    assert services.loop_open(SYSTEM, response_id=loop.response_id) == loop
    assert len(every_loop()) == 1


def test_nobody_begins_one_by_hand(cast: Cast) -> None:
    response = answered(cast, 3)
    with pytest.raises(NotAllowed):
        services.loop_open(cast.actor("director"), response_id=response.pk)


def test_nobodys_client_is_the_directors_and_of_one_who_left_the_heads(cast: Cast) -> None:
    client = make(cast)
    response = answered(cast, 3, client=client)
    cast.owner.is_active = False
    cast.owner.save(update_fields=["is_active"])
    loop = services.loop_open(SYSTEM, response_id=response.pk)
    assert loop is not None and loop.whose_id == cast.head.pk
    Loop.objects.unscoped(reason="test").all().delete()
    type(client).objects.unscoped(reason="test").filter(pk=client.pk).update(owner=None)
    loop = services.loop_open(SYSTEM, response_id=response.pk)
    assert loop is not None and loop.whose_id == cast.director.pk
    assert [line.ref for line in today(cast.actor("director")).lines if line.kind == "critic"] == [loop.pk]


def test_a_closed_client_is_left_alone(cast: Cast) -> None:
    client = make(cast)
    response = answered(cast, 3, client=client)
    clients.client_close(cast.actor("owner"), client_id=client.pk, reason="bankrupt")
    assert services.loop_open(SYSTEM, response_id=response.pk) is None


def correct(cast: Cast, response: Response, score: int) -> Any:
    services.response_correct(cast.actor("owner"), response_id=response.pk, score=score)
    return services.loop_open(SYSTEM, response_id=response.pk)


def kinds(cast: Cast, name: str = "owner") -> list[str]:
    return [line.kind for line in today(cast.actor(name)).lines]


def test_a_corrected_answer_moves_the_path_and_doubles_nothing(cast: Cast) -> None:
    loop = opened(cast, 3)
    assert kinds(cast) == ["critic"]
    moved = correct(cast, loop.response, 9)
    assert (moved.pk, moved.path, moved.due_at, moved.moves) == (loop.pk, "promoter", None, 1)
    assert kinds(cast) == ["promoter"]
    again = correct(cast, loop.response, 2)
    assert (again.path, again.moves) == ("critic", 2) and again.due_at is not None
    assert kinds(cast) == ["critic"] and len(every_loop()) == 1


def test_a_path_that_was_walked_stays_unless_they_are_a_critic_now(cast: Cast) -> None:
    loop = closed(cast, opened(cast, 3))
    assert correct(cast, loop.response, 8).outcome == "mended"
    thanked = services.loop_close(cast.actor("owner"), loop_id=opened(cast, 10).pk, outcome="thanked")
    anew = correct(cast, thanked.response, 0)
    assert (anew.path, anew.is_open, anew.outcome) == ("critic", True, "")


@given(st.lists(st.integers(0, 10), min_size=1, max_size=6))
def test_the_path_is_always_that_of_the_last_mark(marks: list[int]) -> None:
    assert loop_rules.path_of(marks[-1]) in Path
    assert (loop_rules.path_of(marks[-1]) is Path.CRITIC) == (marks[-1] <= 6)


def test_in_today_the_deputy_sees_it_and_a_stranger_does_not(cast: Cast) -> None:
    opened(cast, 3)
    assert kinds(cast) == kinds(cast, "deputy") == ["critic"]
    assert kinds(cast, "stranger") == kinds(cast, "teammate") == kinds(cast, "head") == []
    line = today(cast.actor("owner")).lines[0]
    assert line.until is not None and line.moment == "critic" and line.script is not None
    assert "Ждал курьера" in line.why and not line.acts


def test_where_the_firm_wishes_it_a_promoter_is_thanked_by_a_letter(cast: Cast) -> None:
    terms_change(cast.actor("director"), values={"nps.thanks_letter": "on"})
    terms.refresh()
    loop = opened(cast, 10, client=make(cast, emails=["petr@example.org"], language="ru"))
    letter = Letter.objects.unscoped(reason="test").get()
    assert (loop.outcome, loop.closed_by_id) == ("letter", None)
    assert not letter.is_advertising and "Спасибо" in letter.subject
    without = opened(cast, 10, client=make(cast, "Без адреса"))
    assert without.is_open
    assert correct(cast, loop.response, 1).is_open
    assert Letter.objects.unscoped(reason="test").filter(client=loop.client_id).count() == 1
