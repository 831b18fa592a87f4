"""NPS: the published figures, and what must hold of any answers (rule 4.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vernost.analytics.nps import Nps, answers_needed, band, change, kind_of, weight_of

counts = st.integers(0, 5000)
some = st.builds(Nps, counts, counts, counts).filter(lambda one: one.answers)


def test_sixty_twenty_five_fifteen() -> None:
    found = Nps(60, 25, 15)
    assert found.score == 45
    assert band(found.score) == "threshold"


def test_the_published_interval() -> None:
    found = Nps(462, 176, 362)
    assert found.score == pytest.approx(10.0)
    assert found.variance == pytest.approx(0.814)
    assert [round(one, 2) for one in found.interval or ()] == [4.39, 15.55]


def test_no_answers_are_no_number() -> None:
    nothing = Nps(0, 0, 0)
    assert (nothing.score, nothing.variance, nothing.interval) == (None, None, None)
    assert change(nothing, Nps(1, 0, 0)) is None


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(0, "critic"), (6, "critic"), (7, "passive"), (8, "passive"), (9, "promoter"), (10, "promoter")],
)
def test_who_is_who(answer: int, kind: str) -> None:
    assert kind_of(answer) == kind


@pytest.mark.parametrize("answer", [-1, 11, 100])
def test_the_scale_has_ends(answer: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 10"):
        kind_of(answer)


@pytest.mark.parametrize(
    ("score", "name"),
    [
        (-100, "weak"),
        (9.99, "weak"),
        (10, "known"),
        (44.9, "known"),
        (45, "threshold"),
        (49.9, "threshold"),
        (50, "leaders"),
    ],
)
def test_bands(score: float, name: str) -> None:
    assert band(score) == name


@given(some)
def test_the_interval_holds_its_score_and_stays_on_the_scale(found: Nps) -> None:
    low, high = found.interval or (0, 0)
    assert -100 <= low <= high <= 100
    assert low - 1e-9 <= 100 * (found.promoters - found.critics) / (found.answers + 3) <= high + 1e-9


@given(some, st.integers(2, 20))
def test_more_of_the_same_answers_make_it_narrower(found: Nps, times: int) -> None:
    more = Nps(found.promoters * times, found.passives * times, found.critics * times)
    width = lambda one: one.interval[1] - one.interval[0]  # noqa: E731
    assert width(more) <= width(found) + 1e-9
    assert more.score == pytest.approx(found.score)


@given(some, some)
def test_a_change_back_is_as_likely(first: Nps, second: Nps) -> None:
    there, back = change(first, second), change(second, first)
    assert there is not None and back is not None
    assert there.points == pytest.approx(-back.points)
    assert there.chance == pytest.approx(back.chance)
    assert 0 <= there.chance <= 1


def test_a_great_change_of_many_is_real_and_a_small_one_of_few_is_not() -> None:
    assert change(Nps(300, 400, 300), Nps(500, 300, 200)).is_real  # type: ignore[union-attr]
    assert not change(Nps(3, 4, 3), Nps(4, 3, 3)).is_real  # type: ignore[union-attr]


@pytest.mark.parametrize(("points", "answers"), [(10, 385), (5, 1537), (1, 38415)])
def test_how_many_to_ask_where_nothing_is_known(points: float, answers: int) -> None:
    """(1.96 ÷ .1)² = 384.1 and so on: the textbook's figures for the greatest variance."""
    assert answers_needed(points) == answers


@given(st.floats(1, 50), some)
def test_so_many_answers_are_as_exact_as_asked(points: float, known: Nps) -> None:
    needed = answers_needed(points, known)
    assert needed <= answers_needed(points)
    assert answers_needed(points, known, base=100) <= 100


def test_the_weight_of_a_cause() -> None:
    """Ten critics of a hundred name late deliveries: without them it would be 44.4 instead of 30."""
    assert weight_of(Nps(0, 0, 10), Nps(50, 30, 20)) == pytest.approx(44.444 - 30, abs=1e-3)
    assert weight_of(Nps(5, 0, 0), Nps(5, 0, 0)) is None
