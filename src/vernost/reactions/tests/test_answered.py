"""An answer goes its way once, and so does what follows: the complaint, its end, the repeated question."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from vernost.clients.services import client_close
from vernost.clients.tests.factories import make
from vernost.complaints import links
from vernost.complaints import services as complaints
from vernost.core import clock
from vernost.reactions.tests.reacting import react, settle_in
from vernost.voice import services
from vernost.voice.models import Loop
from vernost.voice.tests.factories import answered, survey_of


def loops() -> list[Loop]:
    return list(Loop.objects.unscoped(reason="test").order_by("pk"))


@pytest.fixture(autouse=True)
def settled(cast: Cast) -> None:
    settle_in()


def test_it_works(cast: Cast) -> None:
    answered(cast, 3)
    answered(cast, 10)
    react()
    assert [(one.path, one.is_open) for one in loops()] == [("critic", True), ("promoter", True)]


def test_a_corrected_answer_is_moved(cast: Cast) -> None:
    response = answered(cast, 3)
    react()
    services.response_correct(cast.actor("owner"), response_id=response.pk, score=9)
    react()
    assert [(one.path, one.moves) for one in loops()] == [("promoter", 1)]


def test_corrected_before_anybody_looked_it_begins_as_it_is_by_now(cast: Cast) -> None:
    response = answered(cast, 3)
    services.response_correct(cast.actor("owner"), response_id=response.pk, score=8)
    react()
    assert [(one.path, one.moves) for one in loops()] == [("passive", 0)]


def test_a_guess_and_a_closed_client_start_nothing(cast: Cast) -> None:
    answered(cast, 2, is_guess=True)
    response = answered(cast, 2, client=make(cast, "Закрытый"))
    client_close(cast.actor("owner"), client_id=response.client_id or 0, reason="bankrupt")
    react()
    assert not loops()


def test_an_old_answer_that_is_written_down_now_is_no_news(cast: Cast) -> None:
    survey = survey_of(cast)
    answered(cast, 2, survey=survey, at=clock.now() - timedelta(days=10))
    react()
    assert not loops()


def opened(cast: Cast) -> Loop:
    answered(cast, 3, comment="Не тот помол", client=make(cast, emails=["petr@example.org"]))
    react()
    return loops()[0]


def complaint(cast: Cast, loop: Loop, **values: Any) -> Any:
    key = f"loop:{loop.pk}:{loop.client_id}"
    said: dict[str, Any] = {
        "client_id": loop.client_id,
        "text": "Не тот помол",
        "channel": "survey",
        "key": key,
    }
    return complaints.complaint_take(cast.actor("owner"), **(said | values))


def test_a_complaint_of_an_answer_ends_its_path_and_its_end_asks_again(cast: Cast) -> None:
    loop, actor = opened(cast), cast.actor("owner")
    case = complaint(cast, loop)
    react()
    led = loops()[0]
    assert (led.outcome, led.about_type, led.about_id) == ("complaint", "complaints.complaint", case.pk)
    assert led.closed_by_id == cast.owner.pk and led.repeat_at is None
    complaints.complaint_facts(actor, complaint_id=case.pk, facts="Перепутали")
    complaints.complaint_agree(actor, complaint_id=case.pk, measures="Заменить", by=clock.today())
    complaints.complaint_carry_out(actor, complaint_id=case.pk)
    follower, _case = links.opened(links.token_of(case))
    complaints.client_confirms(follower, complaint_id=case.pk, settled=True, text="")
    react()
    assert loops()[0].repeat_at is not None
    complaints.complaint_reopen(actor, complaint_id=case.pk, text="Опять")
    react()
    assert loops()[0].repeat_at is None


def test_a_made_up_key_of_another_client_changes_nothing(cast: Cast) -> None:
    loop, other = opened(cast), make(cast, "Другой")
    complaint(cast, loop, client_id=other.pk, key=f"loop:{loop.pk}:{other.pk}")
    complaint(cast, loop, client_id=other.pk, key="loop:x:1")
    react()
    assert loops()[0].is_open
