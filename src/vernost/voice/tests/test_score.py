"""The page of the score: golden figures, no number out of no answers, periods that make no sense."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.costs import SHELL
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.voice.models import Answer, Invitation, InvitationState, Question, Response, Survey
from vernost.voice.periods import period_of
from vernost.voice.selectors.score import AskedScore, score
from vernost.voice.services.tallies import days_tally
from vernost.voice.tests.factories import survey_of

NOON = datetime(2026, 11, 30, 9, tzinfo=clock.firm_zone())
TODAY = date(2026, 11, 30)
SCORE = SHELL + 14


@pytest.fixture(autouse=True)
def _still() -> Any:
    with clock.stopped(NOON):
        yield


def put(survey: Survey, scores: Sequence[int | None], *, days_ago: int = 1, **values: Any) -> None:
    """Answers as the table has them."""
    at = clock.now() - timedelta(days=days_ago)
    Response.objects.bulk_create(
        Response(
            survey=survey, score=one, answered_at=at, day=at.astimezone(clock.firm_zone()).date(),
            **{"channel": "letter", **values},
        )
        for one in scores
    )  # fmt: skip


def page(cast: Cast, name: str = "director", **query: Any) -> str:
    answer = cast.browser(name).get(reverse("voice"), query)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_the_golden_firm_stands_at_the_threshold(cast: Cast) -> None:
    put(survey_of(cast), [10] * 60 + [8] * 25 + [3] * 15)
    text = page(cast)
    assert "+45.0" in text and "At the threshold of loyalty" in text
    assert "Of 100 clients who answered, 60 would recommend us and 15 would not." in text


def test_the_golden_interval_stands_on_the_page(cast: Cast) -> None:
    """462, 176, 362 of 1 000 → +10.0 and [4.39, 15.55]; the same from tallies as from answers."""
    put(survey_of(cast), [9] * 462 + [7] * 176 + [0] * 362)
    for _turn in range(2):
        text = page(cast)
        assert "+10.0" in text and "between 4.39 and 15.55" in text
        assert "We are known" in text
        assert days_tally() == 1 - _turn


def test_of_no_answers_there_is_no_number(cast: Cast) -> None:
    assert "Clients have not been asked yet." in page(cast)
    survey_of(cast)
    text = page(cast)
    assert "No answers, so no number" in text
    assert 'class="value"' not in text


def test_a_guess_is_told_apart_and_counted_nowhere(cast: Cast) -> None:
    survey = survey_of(cast)
    put(survey, [10])
    put(survey, [0, 0], is_guess=True, entered_by=cast.owner)
    text = page(cast)
    assert "+100.0" in text and "2 guesses of employees" in text


def test_the_change_says_whether_it_is_chance(cast: Cast) -> None:
    survey = survey_of(cast)
    put(survey, [10] * 60 + [3] * 40, days_ago=120)
    put(survey, [10] * 62 + [3] * 38)
    assert "The difference may be chance." in page(cast)
    put(survey, [10] * 300)
    assert "The difference is greater than chance." in page(cast)


def test_filters_combine_and_reach_the_answers(cast: Cast) -> None:
    survey = survey_of(cast)
    put(survey, [10, 10], segment="HoReCa", channel="site", owner=cast.owner)
    put(survey, [0], segment="HoReCa", channel="letter", owner=cast.stranger)
    put(survey, [0], segment="", channel="letter", owner=cast.owner, abc="A", product="Кофе")
    days_tally()

    def found(**query: Any) -> tuple[int, Any]:
        answer = cast.browser("director").get(reverse("voice"), query).context["found"]
        return answer.sum.number, answer.nps.score

    assert found() == (4, 0.0)
    assert found(segment="HoReCa") == (3, pytest.approx(100 / 3))
    assert found(segment="-") == (1, -100.0)
    assert found(segment="HoReCa", channel="site") == (2, 100.0)
    assert found(manager=cast.owner.pk) == (3, pytest.approx(100 / 3))
    assert found(manager=cast.owner.pk, product="Кофе", abc="A") == (1, -100.0)
    text = page(cast, segment="HoReCa")
    assert "/voice/answers/?segment=HoReCa" in text


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-11-30", "until": "2026-01-01"},
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"since": "2031-01-01"},
        {"until": "1999-01-01"},
        {"since": "\x00", "until": "вчера"},
        {"survey": "99999999999999999999", "manager": "-1", "segment": "\x00", "channel": "smoke"},
        {"period": "never", "product": "x" * 5000, "abc": "'"},
    ],
)
def test_what_makes_no_sense_still_gives_a_page(cast: Cast, query: dict[str, str]) -> None:
    put(survey_of(cast), [9, 3])
    page(cast, **query)
    assert cast.browser("director").get(reverse("voice_answers"), query).status_code == 200
    assert cast.browser("director").get(reverse("voice_training"), query).status_code == 200


def test_an_end_before_the_beginning_changes_places() -> None:
    asked = {"since": "2026-11-30", "until": "2026-11-01"}
    period = period_of(asked, today=TODAY, first=date(2026, 1, 1))
    assert (period.since, period.until, period.days) == (date(2026, 11, 1), TODAY, 30)
    assert period.earlier == (date(2026, 10, 2), date(2026, 10, 31))


def test_a_period_before_the_first_answer_has_no_number(cast: Cast) -> None:
    put(survey_of(cast), [9])
    text = page(cast, since="2020-01-01", until="2020-02-01")
    assert "Nobody answered in this period." in text and 'class="value"' not in text


def test_asked_and_answered_are_told(cast: Cast) -> None:
    survey = survey_of(cast)
    for number in range(4):
        client = make(cast, f"Клиент {number}")
        asked = Invitation.objects.create(
            survey=survey, client=client, key=f"k{number}", state=InvitationState.ASKED,
            due_at=clock.now(), asked_at=clock.now() - timedelta(days=2),
        )  # fmt: skip
        if number == 0:
            put(survey, [9], client=client, owner=cast.owner, invitation=asked)
    for name in ("director", "owner"):
        for _turn in range(2):
            found = score(cast.actor(name), AskedScore(survey=survey.pk))
            assert (found.asked, found.sum.number, found.rate) == (4, 1, 0.25)
            days_tally()
    assert score(cast.actor("stranger"), AskedScore(survey=survey.pk)).asked == 0


def test_content_ease_and_polls_have_their_page(cast: Cast) -> None:
    content = survey_of(cast, kind="csat", name="Content")
    put(content, [5, 4, 1, 3])
    text = page(cast, survey=content.pk)
    assert "Of 4 clients who answered, 2 are content." in text and "3.25 of 5 on average" in text
    poll = survey_of(
        cast, kind="poll", name="Poll",
        questions=[
            {"kind": "choice", "text_en": "Which day?", "options": [{"en": "Monday"}, {"en": "Friday"}]},
            {"kind": "text", "text_en": "What would you change?"},
        ],
    )  # fmt: skip
    put(poll, [None, None])
    first, second = Question.objects.unscoped(reason="test").filter(survey=poll).order_by("place")
    for number, response in enumerate(Response.objects.unscoped(reason="test").filter(survey=poll)):
        Answer.objects.create(response=response, question=first, number=1)
        Answer.objects.create(response=response, question=second, text=f"Words {number}")
    for _turn in range(2):
        text = page(cast, survey=poll.pk)
        assert "2 clients answered the poll." in text and "Friday" in text and "Words 1" in text
        days_tally()


def test_the_page_costs_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    survey = survey_of(cast)
    put(survey, [9, 3], owner=cast.owner)
    put(survey, [9], days_ago=0)
    days_tally()
    for name in ("director", "owner"):
        browser = cast.browser(name)
        browser.get(reverse("voice"))
        for turn in range(2):
            with django_assert_num_queries(SCORE):
                assert browser.get(reverse("voice")).status_code == 200
            if not turn:
                put(survey, [9, 2, 3] * 20, days_ago=3, owner=cast.owner, segment="Розница", product="Кофе")
                days_tally()
