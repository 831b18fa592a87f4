"""Tallies are what a direct count says, whatever was written, corrected, erased, merged or handed over."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Cast
from vernost.access.actor import SYSTEM, Actor
from vernost.clients import services as clients
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.voice.models import Answer, Response, Survey, TalliedDay, Tally, What
from vernost.voice.selectors.counts import Counted, counted
from vernost.voice.services.tallies import day_tally, days_tally, days_to_tally
from vernost.voice.tests.factories import survey_of

TODAY = date(2026, 11, 30)
NOON = datetime(2026, 11, 30, 9, tzinfo=clock.firm_zone())
SINCE, BEFORE = TODAY - timedelta(days=20), TODAY - timedelta(days=41)
WHY = "test"


@pytest.fixture(autouse=True)
def _still() -> Any:
    with clock.stopped(NOON):
        yield


def put(survey: Survey, days_ago: int = 0, score: int | None = 9, **values: Any) -> Response:
    """An answer as the table has it, of whichever day."""
    at = clock.now() - timedelta(days=days_ago)
    day = at.astimezone(clock.firm_zone()).date()
    made: Response = Response.objects.create(
        survey=survey, score=score, answered_at=at, day=day, **{"channel": "letter", **values}
    )
    return made


def of(actor: Actor, survey: Survey, **narrowed: Any) -> Counted:
    return counted(actor, survey, since=SINCE, until=TODAY, before=BEFORE, **narrowed)


def plain(found: Counted) -> Any:
    return (
        {day: one for day, one in found.days.items() if one.number},
        {score: n for score, n in found.scores.items() if n},
        {what: {key: one for key, one in parts.items() if one.number} for what, parts in found.by.items()},
        found.guesses, found.asked, found.invited,
    )  # fmt: skip


def untallied() -> None:
    TalliedDay.objects.all().delete()
    Tally.objects.unscoped(reason=WHY).delete()


@pytest.mark.parametrize("seed", range(4))
def test_tallies_are_what_a_direct_count_says(cast: Cast, seed: int) -> None:
    """After any sequence of acts, with the sweep run at any moment, for each of the cast."""
    dice, survey = random.Random(seed), survey_of(cast)
    owners = ("owner", "teammate", "stranger")
    people = [make(cast, f"Клиент {n}", whose=dice.choice(owners)) for n in range(6)]
    answers: list[Response] = []

    def answer() -> None:
        client = dice.choice([*people, None])
        if client is not None:
            client.refresh_from_db()
        answers.append(
            put(
                survey, dice.randint(0, 40), dice.randint(0, 10), client=client,
                owner_id=client.owner_id if client else None, channel=dice.choice(("letter", "site")),
                segment=dice.choice(("", "HoReCa", "Розница")), abc=dice.choice("ABC"),
                product=dice.choice(("", "Кофе")), is_guess=client is not None and dice.random() < 0.2,
                entered_by=cast.owner,
            )
        )  # fmt: skip

    def correct() -> None:
        if answers:
            rows = Response.objects.unscoped(reason=WHY).filter(pk=dice.choice(answers).pk)
            rows.update(score=dice.randint(0, 10))

    def merge() -> None:
        live = [one for one in people if not _gone(one)]
        if len(live) > 2:
            one, other = dice.sample(live, 2)
            clients.clients_merge(cast.actor("director"), survivor_id=one.pk, absorbed_id=other.pk)

    def erase() -> None:
        live = [one for one in people if not _gone(one)]
        if len(live) > 2:
            clients.client_erase(cast.actor("director"), client_id=dice.choice(live).pk)

    def hand_over() -> None:
        client = dice.choice([one for one in people if not _gone(one)])
        type(client)._base_manager.filter(pk=client.pk).update(owner=cast[dice.choice(("owner", "stranger"))])

    def delete() -> None:
        if answers:
            Response._base_manager.filter(pk=answers.pop(dice.randrange(len(answers))).pk).delete()

    def sweep() -> None:
        days_tally(dice.randint(1, 60))

    for _act in range(60):
        dice.choice((answer, answer, answer, correct, merge, erase, hand_over, delete, sweep))()
    days_tally()
    assert not days_to_tally(survey, 9) and TalliedDay.objects.exists()
    actors = [cast.actor(name) for name in ("owner", "teammate", "head", "deputy", "director", "marketer")]
    by_tallies = [plain(of(actor, survey)) for actor in actors]
    untallied()
    assert [plain(of(actor, survey)) for actor in actors] == by_tallies
    assert by_tallies[4][0]


def _gone(client: Any) -> bool:
    row = type(client)._base_manager.get(pk=client.pk)
    return bool(row.erased_at or row.merged_into_id)


def test_a_late_answer_unmakes_the_tally_of_its_day_alone(cast: Cast) -> None:
    survey = survey_of(cast)
    put(survey, 3)
    put(survey, 2)
    assert days_tally() == 3
    assert days_tally() == 0
    put(survey, 3, 1)
    assert days_to_tally(survey, 9) == [TODAY - timedelta(days=3)]
    assert not Tally.objects.unscoped(reason=WHY).filter(day=TODAY - timedelta(days=3)).exists()
    assert of(SYSTEM, survey).between(SINCE, TODAY).number == 3


def test_today_is_never_tallied(cast: Cast) -> None:
    survey = survey_of(cast)
    put(survey)
    assert days_tally() == 0
    assert of(SYSTEM, survey).between(SINCE, TODAY).number == 1


def test_a_day_tallied_twice_is_the_same(cast: Cast) -> None:
    survey = survey_of(cast)
    put(survey, 1)
    assert day_tally(survey, TODAY - timedelta(days=1)) == day_tally(survey, TODAY - timedelta(days=1)) > 0
    rows = Tally.objects.unscoped(reason=WHY).filter(survey=survey, what=What.ALL, whole=True)
    assert [row.number for row in rows] == [1]


def test_a_day_is_tallied_in_a_transaction_only(cast: Cast, transactional_db: Any) -> None:
    from vernost.voice import tallying

    with pytest.raises(transaction.TransactionManagementError):
        tallying.alone(1)


def test_guesses_are_in_no_number(cast: Cast) -> None:
    survey = survey_of(cast)
    put(survey, 1, 0, is_guess=True, entered_by=cast.owner)
    put(survey, 1, 10)
    for _turn in range(2):
        found = of(SYSTEM, survey)
        assert (found.between(SINCE, TODAY).number, found.guesses.number) == (1, 1)
        assert dict(found.scores) == {10: 1}
        days_tally()


def test_a_backup_reads_answers_before_their_tallies() -> None:
    """Answers read after the tallies would take half of them away (``commands.rows`` keeps this order)."""
    from vernost.commands.rows import tables

    order = tables()
    assert max(map(order.index, (Response, Answer))) < min(map(order.index, (Tally, TalliedDay)))
