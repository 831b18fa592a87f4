"""Clients are given only to those who have passed what the firm requires (rule 10.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients import owning
from vernost.clients import services as clients
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.core.practice import TRAINING_FIRST
from vernost.intake import services as intake
from vernost.orders.tests.factories import imported, written
from vernost.staff.models import Employee
from vernost.staff.services.terms import terms_change
from vernost.team import services
from vernost.team.models import Attempt, Course, Version
from vernost.team.questions import read_questions
from vernost.team.selectors import training as read
from vernost.team.shipping import read as shipped


def keeping() -> Course:
    found: Course = Course.objects.unscoped(reason="test").select_related("current").get(code="keeping")
    return found


def right() -> list[list[int]]:
    current = keeping().current
    assert current is not None
    return [sorted(one.right) for one in current.questions]


def passes(cast: Cast, name: str = "owner", answers: list[list[int]] | None = None, key: str = "") -> Attempt:
    version = keeping().current_id or 0
    said = right() if answers is None else answers
    return services.course_try(cast.actor(name), version_id=version, answers=said, key=key)


@pytest.fixture
def required(cast: Cast) -> None:
    """Since yesterday; everybody of the cast has come since."""
    with clock.stopped(clock.now() - timedelta(days=1)):
        terms_change(cast.actor("director"), values={TRAINING_FIRST.name: True})
    Course.objects.unscoped(reason="test").update(required_since=clock.now() - timedelta(days=1))


def given(cast: Cast, name: str) -> Callable[[], Any]:
    """Each way in which somebody is given a client."""
    there = make(cast, whose="director")
    director, pk = cast.actor("director"), cast[name].pk
    return lambda: clients.clients_hand_over(director, client_ids=[there.pk], successor_id=pk)


def test_until_the_firm_requires_it_nobody_is_refused(cast: Cast) -> None:
    assert not owning.refused([cast.owner.pk])
    given(cast, "owner")()


def test_a_newcomer_is_refused_with_the_name_of_the_course(cast: Cast, required: None) -> None:
    with pytest.raises(Invalid) as refused:
        given(cast, "owner")()
    assert "Owner has not passed the course “How we keep clients” yet" in str(refused.value)
    assert "successor" in refused.value.fields


def test_and_is_given_clients_once_it_is_passed(cast: Cast, required: None) -> None:
    assert passes(cast).passed
    give = given(cast, "owner")
    give()
    assert Client.objects.unscoped(reason="test").get().owner == cast.owner


def test_every_way_of_giving_a_client_asks(cast: Cast, required: None, tmp_path: Any) -> None:
    director, owner = cast.actor("director"), cast.owner.pk
    there = make(cast, whose="director")
    with pytest.raises(Invalid):
        clients.client_add(cast.actor("owner"), name="Мой")
    with pytest.raises(Invalid):
        clients.client_add(director, name="Для него", owner_id=owner)
    plan = clients.handover_plan(director, leaver_id=cast.director.pk)
    with pytest.raises(Invalid):
        clients.handover_split(director, handover_id=plan.pk, rule="one", successors=[owner])
    with pytest.raises(Invalid):
        clients.handover_assign(director, handover_id=plan.pk, chosen={there.pk: owner}, personal={})
    request = intake.request_receive(director, channel="phone", phone="+79160000001", text="?")
    with pytest.raises(Invalid):
        intake.request_assign(director, request_id=request.pk, employee_id=owner)
    file = written(tmp_path / "o.csv", [("1", "2026-01-10", "Новый", "Кофе", 1, 100, 100)])
    run = imported(director, file, owner=cast.owner)
    assert run.pk and Client.objects.unscoped(reason="test").get(name="Новый").owner is None


def test_the_desk_passes_over_who_is_not_trained(cast: Cast, required: None) -> None:
    from vernost.intake.models import Seat

    for name in ("owner", "teammate"):
        Seat.objects.create(employee=cast[name], takes=True)
    passes(cast, "teammate")
    for n in range(3):
        made = intake.request_receive(SYSTEM, channel="phone", phone=f"+7916000000{n}", text="?")
        assert made.assigned_to in (None, cast.teammate)


def test_who_worked_here_before_has_grace(cast: Cast) -> None:
    Employee.objects.update(joined_at=clock.now() - timedelta(days=400))
    Course.objects.unscoped(reason="test").update(required_since=clock.now() - timedelta(days=1))
    terms_change(cast.actor("director"), values={TRAINING_FIRST.name: True})
    assert not owning.refused([cast.owner.pk])
    with clock.stopped(clock.now() + timedelta(days=29)):
        assert not owning.refused([cast.owner.pk])
    with clock.stopped(clock.now() + timedelta(days=31)):
        assert owning.refused([cast.owner.pk])


def test_other_roles_are_not_asked(cast: Cast, required: None) -> None:
    assert set(owning.refused([cast[name].pk for name in ("owner", "marketer", "director")])) == {
        cast.owner.pk
    }


def test_the_director_lets_somebody_off_with_a_reason(cast: Cast, required: None) -> None:
    values = {"course_id": keeping().pk, "employee_id": cast.owner.pk}
    with pytest.raises(NotAllowed):
        services.course_waive(cast.actor("head"), **values, reason="Мой друг")
    with pytest.raises(Invalid):
        services.course_waive(cast.actor("director"), **values, reason=" ")
    for _ in range(2):
        services.course_waive(cast.actor("director"), **values, reason="Пятнадцать лет в продажах")
    assert not owning.refused([cast.owner.pk])


def test_wrong_answers_do_not_pass_and_are_shown(cast: Cast) -> None:
    wrong = [[0], *right()[1:-1], [0]]
    made = passes(cast, answers=wrong)
    assert (made.passed, made.right, made.of) == (False, 3, 5)
    said = [one.is_right for one in read.answers_said(made)]
    assert said == [False, True, True, True, False]
    assert passes(cast).passed


def test_a_double_click_is_one_try(cast: Cast) -> None:
    assert passes(cast, key="k") == passes(cast, key="k", answers=[])
    assert Attempt.objects.unscoped(reason="test").count() == 1


def test_a_new_version_may_ask_again(cast: Cast, required: None) -> None:
    passes(cast)
    draft = services.course_draft(cast.actor("director"), course_id=keeping().pk, again=True)
    services.course_publish(cast.actor("director"), version_id=draft.pk)
    [mine] = read.courses_of(cast.actor("owner"))
    assert (mine.state, mine.waits) == ("open", False)
    with clock.stopped(clock.now() + timedelta(days=31)):
        assert owning.refused([cast.owner.pk])
        passes(cast)
        assert not owning.refused([cast.owner.pk])


def test_a_new_version_that_asks_nobody(cast: Cast, required: None) -> None:
    passes(cast)
    draft = services.course_draft(cast.actor("director"), course_id=keeping().pk, text_en="Shorter.")
    services.course_publish(cast.actor("director"), version_id=draft.pk)
    with clock.stopped(clock.now() + timedelta(days=31)):
        assert not owning.refused([cast.owner.pk])


def test_only_what_is_learnt_now_can_be_passed(cast: Cast) -> None:
    old = keeping().current_id or 0
    draft = services.course_draft(cast.actor("director"), course_id=keeping().pk)
    services.course_publish(cast.actor("director"), version_id=draft.pk)
    with pytest.raises(Invalid):
        services.course_try(cast.actor("owner"), version_id=old, answers=right())


def test_a_published_version_never_changes(cast: Cast) -> None:
    version = keeping().current
    assert version is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.unscoped(reason="test").filter(pk=version.pk).update(text_en="Otherwise")


def test_questions_of_both_languages_agree(cast: Cast) -> None:
    director = cast.actor("director")
    values: dict[str, Any] = {
        "title_en": "T",
        "text_en": "x",
        "questions_en": "? a\n+ b\n- c",
        "questions_ru": "? а\n- б\n+ в",
    }
    with pytest.raises(Invalid) as refused:
        services.course_draft(director, **values)
    assert "questions_en" in refused.value.fields
    for said in ("b", "? a\n+ b", "? a\n- b\n- c", "? a\n+ b\n+ c", "+ b"):
        with pytest.raises(Invalid):
            services.course_draft(director, title_en="T", text_en="x", questions_en=said)


def test_the_shipped_course_is_whole_in_both_languages() -> None:
    assert shipped()
    for one in shipped().values():
        version = one["version"]
        in_ru, in_en = (read_questions(version[f"questions_{code}"]) for code in ("ru", "en"))
        assert [(len(a.choices), a.right) for a in in_ru] == [(len(a.choices), a.right) for a in in_en]
        assert in_ru and all(version[name] for name in ("title_ru", "title_en", "text_ru", "text_en"))


def test_a_colleagues_tries_are_not_ones_own_to_see(cast: Cast) -> None:
    made = passes(cast)
    for name in ("owner", "head", "director"):
        assert read.attempt(cast.actor(name), made.pk) == made
    for name in ("teammate", "deputy", "stranger", "support"):
        with pytest.raises(NotVisible):
            read.attempt(cast.actor(name), made.pk)
