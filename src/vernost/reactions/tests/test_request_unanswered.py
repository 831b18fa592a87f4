"""Nobody answered in time: the head gets a letter, one an hour however many there are (rule 7.1)."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.intake import jobs, services
from vernost.intake.tests.factories import at_work, came, seated
from vernost.post.models import Letter
from vernost.reactions.tests.reacting import react, settle_in


def letters() -> Any:
    return Letter.objects.visible_to(SYSTEM).filter(kind="request.late").order_by("employee")


def test_the_head_of_whoever_has_it(cast: Cast) -> None:
    settle_in()
    seated(cast, "teammate")
    with at_work() as watch:
        request = came()
        watch.pass_by(hours=2)
        jobs.escalate_requests()
        react()
    letter = letters().get()
    assert letter.employee == cast.head
    assert f"/requests/{request.pk}/" in letter.text and "Who has it: Teammate." in letter.text


def test_one_an_hour_however_many(cast: Cast) -> None:
    settle_in()
    seated(cast, "teammate")
    with at_work() as watch:
        for number in range(5):
            came(f"+7916000000{number}")
        watch.pass_by(hours=2)
        jobs.escalate_requests()
        react()
        assert letters().count() == 1
        came("+79160000009")
        watch.pass_by(hours=2)
        jobs.escalate_requests()
        react()
    assert letters().count() == 2


def test_whose_nobody_has_the_directors_are_told(cast: Cast) -> None:
    settle_in()
    with at_work() as watch:
        came()
        watch.pass_by(hours=2)
        jobs.escalate_requests()
        react()
    assert [one.employee for one in letters()] == [cast.director]


def test_what_was_answered_meanwhile_is_no_news(cast: Cast) -> None:
    settle_in()
    seated(cast, "teammate")
    with at_work() as watch:
        request = came()
        watch.pass_by(hours=2)
        jobs.escalate_requests()
        services.request_spam(cast.actor("head"), request_id=request.pk)
        react()
    assert not letters().exists()
