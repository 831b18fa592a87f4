"""Causes: shipped once, the firm's own, one click on an answer, their weight on the score, suggestions."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.clients.tests.factories import make
from vernost.core.errors import Invalid, NotVisible
from vernost.voice.lemmas import lemmas
from vernost.voice.likeness import Memory
from vernost.voice.models import Cause, Response, Theme
from vernost.voice.periods import period_of
from vernost.voice.selectors.answers import answer_card
from vernost.voice.selectors.causes import topics
from vernost.voice.selectors.score import AskedScore, score
from vernost.voice.services.causes import cause_add, cause_merge, cause_put_away, cause_reword
from vernost.voice.services.themes import theme_set, theme_unset
from vernost.voice.shipping import CAUSES, ship
from vernost.voice.tests.factories import answered, survey_of


def cause_of(code: str) -> Cause:
    found: Cause = Cause.objects.unscoped(reason="test").get(shipped=code)
    return found


def themed(
    cast: Cast, survey: Any, comment: str, code: str, *, at: int = 3, whose: str = "owner"
) -> Response:
    client = make(cast, f"Клиент {comment}", whose=whose)
    given = answered(cast, at, survey=survey, client=client, whose=whose, comment=comment)
    theme_set(cast.actor(whose), response_id=given.pk, cause_id=cause_of(code).pk)
    return given


def test_a_dozen_causes_ship_once_and_are_the_firms_own(cast: Cast) -> None:
    assert len(CAUSES) == 12
    price = cause_of("price")
    cause_reword(cast.actor("director"), cause_id=price.pk, name="Дорого")
    ship()
    assert Cause.objects.unscoped(reason="test").exclude(shipped="").count() == 12
    assert cause_of("price").name == "Дорого"


def test_a_cause_is_named_once_and_taken_back(cast: Cast) -> None:
    given, price = answered(cast, 3), cause_of("price")
    for _turn in range(2):
        theme_set(cast.actor("owner"), response_id=given.pk, cause_id=price.pk)
    assert Theme.objects.unscoped(reason="test").count() == 1
    theme_unset(cast.actor("owner"), response_id=given.pk, cause_id=price.pk)
    assert not Theme.objects.unscoped(reason="test").exists()
    with pytest.raises(NotVisible):
        theme_set(cast.actor("stranger"), response_id=given.pk, cause_id=price.pk)
    cause_put_away(cast.actor("director"), cause_id=price.pk, away=True)
    with pytest.raises(Invalid):
        theme_set(cast.actor("owner"), response_id=given.pk, cause_id=price.pk)


def test_one_click_names_a_cause_with_and_without_a_script(cast: Cast) -> None:
    given, price = answered(cast, 3, comment="Дорого"), cause_of("price")
    address, browser = reverse("voice_answer_cause", args=[given.pk]), cast.browser("owner")
    assert browser.post(address, {"cause": price.pk}).status_code == 302
    part = browser.post(address, {"cause": price.pk, "act": "unset"}, headers={"HX-Request": "true"})
    assert part.status_code == 200 and "chip--on" not in part.content.decode()
    assert browser.post(address, {"cause": "x"}).status_code == 404


def test_two_causes_become_one(cast: Cast) -> None:
    survey, director = survey_of(cast), cast.actor("director")
    both = themed(cast, survey, "Поздно", "delivery")
    theme_set(cast.actor("owner"), response_id=both.pk, cause_id=cause_of("waiting").pk)
    themed(cast, survey, "Ждали", "waiting")
    cause_merge(director, cause_id=cause_of("waiting").pk, into_id=cause_of("delivery").pk)
    rows = Theme.objects.unscoped(reason="test")
    assert rows.filter(cause=cause_of("delivery")).count() == rows.count() == 2
    assert not cause_of("waiting").is_active
    with pytest.raises(Invalid):
        cause_merge(director, cause_id=cause_of("price").pk, into_id=cause_of("price").pk)
    with pytest.raises(Invalid):
        cause_add(director, name="ДОСТАВКА: сроки и состояние")


def test_a_cause_weighs_what_the_score_would_gain(cast: Cast) -> None:
    survey = survey_of(cast)
    for number in range(2):
        themed(cast, survey, f"Дорого {number}", "price", at=0)
    for number in range(2):
        answered(cast, 10, survey=survey, client=make(cast, f"Рады {number}"))
    line = score(cast.actor("director"), AskedScore(survey=survey.pk)).causes[0]
    assert (line.cause, line.named.critics, line.weight) == (cause_of("price"), 2, 100.0)
    assert not line.repeats
    themed(cast, survey, "Дорого опять", "price", at=0)
    assert score(cast.actor("director"), AskedScore(survey=survey.pk)).causes[0].repeats


def test_training_is_what_critics_named_by_whose_they_were(cast: Cast) -> None:
    survey = survey_of(cast)
    themed(cast, survey, "Дорого", "price")
    themed(cast, survey, "Нахамили", "manner", whose="stranger")
    themed(cast, survey, "Рады", "good", at=10)
    from vernost.core import clock

    period = period_of({}, today=clock.today(), first=None)
    found = topics(cast.actor("director"), period)
    assert {(one.name, one.critics) for one in found} == {
        ("Value before price", 1), ("Talking to an unhappy client", 1)
    }  # fmt: skip
    own = topics(cast.actor("owner"), period)
    assert [(one.name, one.people) for one in own] == [("Value before price", [(cast.owner.name, 1)])]
    page = cast.browser("head").get(reverse("voice_training")).content.decode()
    assert "Value before price" in page and "Talking to an unhappy client" not in page


def test_words_are_taken_in_their_plain_form() -> None:
    assert lemmas("Доставку задержали, ещё и курьеры хамили") == lemmas("доставка задержать курьер хамить")
    assert lemmas("Deliveries delayed")[1] == lemmas("delay")[0]
    assert lemmas("и но в на это") == ()
    assert len(lemmas("слово " * 100_000)) <= 400


def test_a_comment_is_like_those_in_other_words_of_the_same(cast: Cast) -> None:
    memory = Memory(
        [("Доставка задержалась на неделю", [1]), ("Долго ждали доставку", [1]), ("Цены выросли", [2])]
    )
    found = memory.suggest("Опять задержали доставку")
    assert [(one.cause, one.alike) for one in found] == [(1, 2)]
    assert memory.suggest("Спасибо") == [] == memory.suggest("") == Memory([]).suggest("Цена")


def test_suggestions_come_from_answers_that_one_sees(cast: Cast) -> None:
    survey = survey_of(cast)
    themed(cast, survey, "Доставка задержалась на неделю", "delivery")
    themed(cast, survey, "Доставку задержали надолго", "delivery", whose="stranger")
    new = answered(cast, 2, survey=survey, client=make(cast, "Новый"), comment="Задержка доставки")
    assert answer_card(cast.actor("owner"), new.pk).row.suggested == [(cause_of("delivery"), 1)]
    assert answer_card(cast.actor("director"), new.pk).row.suggested == [(cause_of("delivery"), 2)]
    page = cast.browser("director").get(reverse("voice_answer", args=[new.pk])).content.decode()
    assert "like 2 earlier" in page


def test_the_list_of_causes_is_kept_by_pages(cast: Cast) -> None:
    browser = cast.browser("marketer")
    assert browser.post(reverse("voice_causes"), {"name": "Парковка", "trains": "Встреча"}).status_code == 302
    assert browser.post(reverse("voice_causes"), {"name": "парковка"}).status_code == 422
    cause = Cause.objects.unscoped(reason="test").get(name="Парковка")
    edit = reverse("voice_cause", args=[cause.pk])
    assert browser.post(edit, {"name": "Стоянка", "name_en": "Parking"}).status_code == 302
    assert "Parking" in browser.get(reverse("voice_causes")).content.decode()
    into = {"into": cause_of("price").pk}
    assert browser.post(reverse("voice_cause_merge", args=[cause.pk]), into).status_code == 302
    assert cast.browser("owner").post(reverse("voice_causes"), {"name": "Свои"}).status_code == 403
