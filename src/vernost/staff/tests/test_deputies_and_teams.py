"""Who heads whom, who stands in for whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.staff.actors import actor_of
from vernost.staff.models import Deputy
from vernost.staff.services.teams import deputy_end, deputy_set, team_save

pytestmark = pytest.mark.django_db


def days(first: int, last: int) -> dict[str, date]:
    return {"since": clock.today() + timedelta(days=first), "until": clock.today() + timedelta(days=last)}


def test_a_head_sets_a_deputy_in_the_team(cast: Cast) -> None:
    row = deputy_set(cast.actor("head"), employee_id=cast.teammate.pk, deputy=cast.stranger, **days(0, 7))
    assert cast.teammate.pk in cast.actor("stranger").owners
    assert Entry.objects.get(kind="deputy.set").subject_id == cast.teammate.pk
    deputy_end(cast.actor("head"), deputy_id=row.pk)
    assert cast.teammate.pk not in cast.actor("stranger").owners


def test_a_head_has_no_say_in_another_team(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        deputy_set(cast.actor("head"), employee_id=cast.stranger.pk, deputy=cast.owner, **days(0, 7))
    row = deputy_set(cast.actor("director"), employee_id=cast.stranger.pk, deputy=cast.owner, **days(0, 7))
    with pytest.raises(NotVisible):
        deputy_end(cast.actor("head"), deputy_id=row.pk)
    with pytest.raises(NotAllowed):
        deputy_set(cast.actor("owner"), employee_id=cast.owner.pk, deputy=cast.stranger, **days(0, 7))


@pytest.mark.parametrize(("first", "last", "field"), [(3, 2, "until"), (-9, -5, "until"), (0, 900, "until")])
def test_days_that_cannot_be_are_refused(cast: Cast, first: int, last: int, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        deputy_set(
            cast.actor("director"), employee_id=cast.stranger.pk, deputy=cast.owner, **days(first, last)
        )
    assert field in refused.value.fields


def test_a_deputy_is_another_who_works_here_and_once(cast: Cast) -> None:
    director = cast.actor("director")
    with pytest.raises(Invalid, match="themselves"):
        deputy_set(director, employee_id=cast.owner.pk, deputy=cast.owner, **days(0, 1))
    with pytest.raises(Invalid, match="already"):
        deputy_set(director, employee_id=cast.owner.pk, deputy=cast.deputy, **days(0, 1))
    cast.stranger.is_active = False
    with pytest.raises(Invalid, match="any more"):
        deputy_set(director, employee_id=cast.owner.pk, deputy=cast.stranger, **days(0, 1))


def test_a_deputy_of_a_head_sees_the_heads_own_clients_not_the_teams(cast: Cast) -> None:
    deputy_set(cast.actor("director"), employee_id=cast.head.pk, deputy=cast.stranger, **days(0, 1))
    assert cast.actor("stranger").owners == {cast.stranger.pk, cast.head.pk}


def test_a_head_sees_a_team_of_those_who_left_too(cast: Cast) -> None:
    cast.owner.is_active = False
    cast.owner.save()
    assert cast.owner.pk in cast.actor("head").owners


def test_only_a_head_leads(cast: Cast) -> None:
    director = cast.actor("director")
    team = team_save(director, name="Third", head=cast.head)
    assert cast.actor("head").teams >= {cast.owner.team_id}
    with pytest.raises(Invalid, match="role of a head"):
        team_save(director, name="Third", head=cast.owner, team_id=team.pk)
    with pytest.raises(Invalid, match="such a team"):
        team_save(director, name="FIRST", head=None)
    with pytest.raises(NotAllowed):
        team_save(cast.actor("head"), name="Fourth", head=None)


def test_one_who_no_longer_is_head_sees_no_team(cast: Cast) -> None:
    cast.head.role = "manager"
    assert actor_of(cast.head).owners == {cast.head.pk}


def test_by_the_page(cast: Cast) -> None:
    browser = cast.browser("head")
    data = {
        "deputy": cast.stranger.pk,
        "since": clock.today().isoformat(),
        "until": clock.today().isoformat(),
    }
    assert browser.post(reverse("deputy_add", args=[cast.teammate.pk]), data).status_code == 302
    assert Deputy.objects.filter(stands_in_for=cast.teammate).count() == 1
    assert (
        browser.post(
            reverse("deputy_add", args=[cast.stranger.pk]), data | {"deputy": cast.owner.pk}
        ).status_code
        == 404
    )
