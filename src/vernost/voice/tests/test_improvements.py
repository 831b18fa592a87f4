"""Plan, do, check, act: each stage says what it has to, none is closed without the measure after (4.5)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from vernost.agenda.selectors import today
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed
from vernost.voice import loop_rules, selectors, services
from vernost.voice.loop_errors import ImprovementMoved, ImprovementOver
from vernost.voice.loop_rules import Count, Verdict
from vernost.voice.models import Improvement, Stage
from vernost.voice.tests.loops import cause, named

OWN: dict[str, Any] = {"measured": "own", "measure": "Минуты до ответа", "unit": "мин", "before": Decimal(40)}


def begun(cast: Cast, **values: Any) -> Improvement:
    said: dict[str, Any] = {
        "name": "Отвечать быстрее",
        "owner_id": cast.head.pk,
        "due_on": clock.today(),
    } | OWN
    return services.improvement_begin(cast.actor("marketer"), **(said | values))


def now(one: Improvement) -> Improvement:
    found: Improvement = Improvement.objects.unscoped(reason="test").get(pk=one.pk)
    return found


def move(cast: Cast, one: Improvement, **values: Any) -> Improvement:
    """Its words, then a stage on."""
    one = now(one)
    kept: dict[str, Any] = {"name": one.name, "owner_id": one.owner_id, "due_on": one.due_on}
    texts = {field: getattr(one, field) for field in ("plan", "do", "check_text", "act")}
    actor = cast.actor("head")
    one = services.improvement_change(
        actor, improvement_id=one.pk, version=one.version, **(kept | texts | values)
    )
    return services.improvement_move(actor, improvement_id=one.pk, version=one.version)


def measured(cast: Cast, one: Improvement, value: Any = None) -> Improvement:
    one = now(one)
    return services.improvement_measure(
        cast.actor("head"), improvement_id=one.pk, version=one.version, value=value
    )


def test_it_works(cast: Cast) -> None:
    one = begun(cast)
    assert move(cast, one, plan="Нет дежурного").stage == Stage.DO
    assert move(cast, one, do="Дежурный с понедельника").done_on == clock.today()
    measured(cast, one, Decimal(12))
    assert move(cast, one, check_text="Втрое быстрее").stage == Stage.ACT
    over = move(cast, one, act="Дежурство остаётся")
    assert over.stage == Stage.OVER and over.after == 12 and over.closed_at is not None
    card = selectors.improvement_card(cast.actor("stranger"), one.pk)
    assert (card.result.verdict, card.result.by) == (Verdict.BETTER, -28)
    assert "40 мин → 12 мин" in card.history[0].text and len(card.history) == 10
    board = selectors.improvement_board(cast.actor("owner"))
    assert (len(board.open), board.closed, board.better) == (0, 1, 1)


def test_no_stage_is_left_without_its_words(cast: Cast) -> None:
    one = begun(cast)
    for field, text in (("plan", "Почему"), ("do", "Сделано"), ("check_text", "Лучше"), ("act", "Остаётся")):
        if field == "check_text":
            with pytest.raises(Invalid) as told:
                move(cast, one)
            assert "after" in told.value.fields
            measured(cast, one, Decimal(1))
        with pytest.raises(Invalid) as told:
            move(cast, one)
        assert field in told.value.fields
        move(cast, one, **{field: text})
    with pytest.raises(ImprovementOver):
        move(cast, one)


def test_the_database_closes_none_without_the_measure_after(cast: Cast) -> None:
    rows = Improvement.objects.unscoped(reason="test").filter(pk=begun(cast).pk)
    for values in (
        {"stage": Stage.OVER},
        {"stage": Stage.OVER, "closed_at": clock.now()},
        {"closed_at": clock.now()},
        {"measured": "share"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"due_on": clock.today() - timedelta(days=1)}, "due_on"),
        ({"due_on": None}, "due_on"),
        ({"owner_id": None}, "owner"),
        ({"owner_id": 10**9}, "owner"),
        ({"before": None}, "before"),
        ({"measure": ""}, "measure"),
        ({"measured": "share"}, "cause"),
        ({"cause_id": 10**9}, "cause"),
        ({"plan": "x" * 2001}, "plan"),
    ],
)
def test_it_refuses(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        begun(cast, **values)
    assert field in told.value.fields and not Improvement.objects.unscoped(reason="test").exists()


def test_a_cause_is_counted_before_and_after(cast: Cast) -> None:
    """30 of 100 before; 2 of 60 since it was done: better, beyond chance."""
    what = named(cast, 30, 100, days_ago=20)
    one = begun(cast, measured="share", measure="", before=None, cause_id=what.pk, window=30)
    assert one.before == 30 and (one.before_named, one.before_of) == (30, 100)
    move(cast, one, plan="Один рейс")
    move(cast, one, do="Два рейса")
    with pytest.raises(Invalid):
        measured(cast, one)
    named(cast, 2, 60, days_ago=0)
    after = measured(cast, one)
    assert (after.after_named, after.after_of) == (2, 60)
    result = selectors.improvement_card(cast.actor("owner"), one.pk).result
    assert result.verdict is Verdict.BETTER and result.high is not None and result.high < 0


def test_a_cause_that_repeats_is_offered_until_somebody_takes_it(cast: Cast) -> None:
    what = named(cast, 4, 9)
    board = selectors.improvement_board(cast.actor("director"))
    assert [(one.cause, one.number) for one in board.suggested] == [(what, 4)]
    assert not selectors.improvement_board(cast.actor("owner")).suggested, "answers that they do not see"
    begun(cast, measured="share", cause_id=what.pk, before=None, measure="")
    assert not selectors.improvement_board(cast.actor("director")).suggested


def test_past_its_day_it_is_in_its_leaders_today(cast: Cast) -> None:
    one = begun(cast)
    assert not today(cast.actor("head")).lines
    Improvement.objects.unscoped(reason="test").update(due_on=clock.today() - timedelta(days=2))
    lines = today(cast.actor("head")).lines
    assert [(line.kind, line.link) for line in lines] == [("improvement", f"/voice/improvements/{one.pk}/")]
    assert not today(cast.actor("owner")).lines


def test_of_two_who_edit_the_second_is_told(cast: Cast) -> None:
    one = begun(cast)
    move(cast, one, plan="Первый")
    with pytest.raises(ImprovementMoved):
        services.improvement_move(cast.actor("head"), improvement_id=one.pk, version=one.version)


@pytest.mark.parametrize("name", ["owner", "support", "stranger"])
def test_others_read_it_only(cast: Cast, name: str) -> None:
    one = begun(cast)
    assert selectors.improvement_card(cast.actor(name), one.pk).improvement == one
    with pytest.raises(NotAllowed):
        services.improvement_move(cast.actor(name), improvement_id=one.pk, version=one.version)


counts = st.integers(0, 400).flatmap(lambda of: st.builds(Count, st.integers(0, of), st.just(of)))


@given(counts, counts)
def test_the_verdict_of_a_count(before: Count, after: Count) -> None:
    """Turned round it is the opposite; nothing asked, nothing known; the same is no change."""
    there, back = loop_rules.verdict_of_count(before, after), loop_rules.verdict_of_count(after, before)
    opposite = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    assert back is opposite.get(there, there)
    assert (there is Verdict.UNKNOWN) == (not before.of or not after.of)
    if before == after and before.of:
        assert there is Verdict.SAME
    low, high = loop_rules.change_of(before, after)
    assert -200 < low < high < 200


def test_few_answers_claim_nothing() -> None:
    assert loop_rules.verdict_of_count(Count(2, 4), Count(0, 3)) is Verdict.SAME
    assert loop_rules.verdict_of_count(Count(0, 0), Count(0, 3)) is Verdict.UNKNOWN
    better = loop_rules.verdict_of_number(3, 5, higher_is_better=True)
    assert better is Verdict.BETTER and cause is not None
