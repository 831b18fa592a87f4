"""The anonymous poll: tries to find out whose an answer is, and cannot (rule 6.2)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.core.errors import Invalid, NotAllowed
from vernost.journal.models import Entry
from vernost.winback import selectors, services
from vernost.winback.errors import AnsweredAlready, AskingOver
from vernost.winback.models import Poll, PollAnswer, PollVoter

PEOPLE = ("owner", "teammate", "deputy", "head", "director", "support", "stranger")


def opened(cast: Cast) -> Poll:
    return services.poll_open(cast.actor("head"), question="Why do clients leave?")


def answer(cast: Cast, poll: Poll, *who: str) -> None:
    for one in who:
        services.poll_answer(cast.actor(one), poll_id=poll.pk, text=f"words of {one}")


def rows(table: str, columns: str = "id") -> list[tuple[Any, ...]]:
    """As they lie in the table."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {place}")
        return list(cursor.fetchall())


def test_nothing_of_three_is_shown_before_the_third(cast: Cast) -> None:
    poll = opened(cast)
    for number, who in enumerate(PEOPLE[:3]):
        assert selectors.poll_card(cast.actor("director"), poll.pk).shown == 0, number
        answer(cast, poll, who)
    card = selectors.poll_card(cast.actor("director"), poll.pk)
    assert card.shown == 3 and len(card.texts) == 3


def test_before_and_after_one_answer_everybody_reads_the_same(cast: Cast) -> None:
    """Whoever knows that a colleague is answering right now learns nothing by looking twice."""
    poll = opened(cast)
    seen = []
    for who in PEOPLE[:6]:
        before = selectors.poll_card(cast.actor("marketer"), poll.pk)
        answer(cast, poll, who)
        after = selectors.poll_card(cast.actor("marketer"), poll.pk)
        assert after.shown - before.shown in (0, 3)
        seen.append(after.shown)
    assert seen == [0, 0, 3, 3, 3, 6]


def test_neither_table_has_a_time_and_nothing_links_them(cast: Cast) -> None:
    answers = {one.name: one for one in PollAnswer._meta.concrete_fields}
    voters = {one.name: one for one in PollVoter._meta.concrete_fields}
    assert answers.keys() & voters.keys() == {"id", "poll"}
    assert not any(
        isinstance(one, models.DateField | models.TimeField) for one in (*answers.values(), *voters.values())
    )
    assert all(isinstance(one["id"], models.UUIDField) for one in (answers, voters))
    staff = apps.get_model("staff", "Employee")
    assert not [one for one in answers.values() if one.related_model is staff]


def test_the_order_in_which_rows_lie_says_nothing(cast: Cast) -> None:
    """Both tables are written anew with each answer, each in an order of its own: over many polls the row
    of an answer stands beside the row of whoever gave it no more often than by chance."""
    names = {cast[one].pk: one for one in PEOPLE}
    fits = 0
    for _number in range(60):
        poll = opened(cast)
        answer(cast, poll, *PEOPLE)
        voters = rows("winback_pollvoter", "poll_id, employee_id")
        people = [names[employee] for one, employee in voters if one == poll.pk]
        answers = rows("winback_pollanswer", "poll_id, text")
        told = [text for one, text in answers if one == poll.pk]
        fits += sum(text == f"words of {who}" for text, who in zip(told, people, strict=True))
    # 60 polls × 7 rows fit once a poll by chance: 60 ± 8; a kept order would give 420.
    assert 25 < fits < 100


def test_keys_are_new_with_each_answer(cast: Cast) -> None:
    """So that a copy of the table made before an answer cannot be laid over one made after."""
    poll = opened(cast)
    answer(cast, poll, "owner")
    before = {row[0] for row in rows("winback_pollanswer")} | {row[0] for row in rows("winback_pollvoter")}
    answer(cast, poll, "teammate")
    after = {row[0] for row in rows("winback_pollanswer")} | {row[0] for row in rows("winback_pollvoter")}
    assert not before & after


def test_neither_the_journal_nor_the_log_hears_of_it(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    poll = opened(cast)
    entries = Entry.objects.count()
    browser = cast.browser("owner")
    caplog.set_level("DEBUG")
    caplog.clear()
    form = {"text": "We never call back"}
    assert browser.post(f"/winback/polls/{poll.pk}/", form).status_code == 302
    assert Entry.objects.count() == entries
    said = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("django.db"))
    assert "never call back" not in said and "owner@" not in said


def test_only_oneself_sees_that_one_has_answered(cast: Cast) -> None:
    poll = opened(cast)
    answer(cast, poll, "owner")
    assert selectors.poll_card(cast.actor("owner"), poll.pk).answered
    for one in ("head", "director", "teammate"):
        assert not selectors.poll_card(cast.actor(one), poll.pk).answered
        assert not PollVoter.objects.visible_to(cast.actor(one)).exists()
        page = cast.browser(one).get(f"/winback/polls/{poll.pk}/").content.decode()
        assert "words of owner" not in page and not re.search(r"\b1 answer", page)


def test_one_answer_a_person_and_none_after_the_end(cast: Cast) -> None:
    poll = opened(cast)
    answer(cast, poll, "owner")
    with pytest.raises(AnsweredAlready):
        answer(cast, poll, "owner")
    with pytest.raises(Invalid):
        services.poll_answer(cast.actor("head"), poll_id=poll.pk, text=" ")
    services.poll_close(cast.actor("head"), poll_id=poll.pk)
    with pytest.raises(AskingOver):
        answer(cast, poll, "teammate")
    assert selectors.poll_card(cast.actor("director"), poll.pk).shown == 0, "one answer is never shown"


def test_once_closed_who_answered_is_forgotten(cast: Cast) -> None:
    poll = opened(cast)
    answer(cast, poll, *PEOPLE[:5])
    services.poll_close(cast.actor("head"), poll_id=poll.pk)
    assert not PollVoter.objects.visible_to(SYSTEM).exists()
    assert selectors.poll_card(cast.actor("owner"), poll.pk).shown == 5


def test_it_refuses_managers_to_open_one(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.poll_open(cast.actor("owner"), question="Why?")
