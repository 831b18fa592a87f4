"""Rule 1.2: a person who opens or exports unusually many cards is noticed; a look at another's card is
kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.scoped.models import Pot
from vernost.core import clock
from vernost.core.errors import NotAllowed
from vernost.journal.kinds import N_, Blank, kind
from vernost.journal.models import Activity, Entry
from vernost.journal.watch import card_opened, count, sum_up, unusual

pytestmark = pytest.mark.django_db
LOOKED = kind("test.looked", N_("{actor} looked at {client}"), erasure=Blank("client"), audit=True)


def days_of(cast: Cast, cards: list[int]) -> None:
    for back, number in enumerate(cards, start=1):
        day = clock.today() - timedelta(days=back)
        Activity.objects.create(employee=cast.owner, day=day, cards=number)


def test_a_look_at_anothers_card_is_kept_and_ones_own_only_counted(cast: Cast) -> None:
    pot = Pot.objects.create(owner=cast.owner, label="a")
    for who in ("owner", "deputy", "head", "director", "support"):
        card_opened(cast.actor(who), pot, LOOKED)
    looks = Entry.objects.filter(kind=LOOKED.name)
    assert {entry.actor_name for entry in looks} == {"Head", "Director", "Support"}
    card_opened(cast.actor("owner"), pot, LOOKED)
    sum_up(clock.today())
    assert Activity.objects.get(employee=cast.owner).cards == 1, "the same card again is no other card"


def test_many_more_than_ones_own_busy_day_is_noticed(cast: Cast) -> None:
    days_of(cast, [40, 50, 45, 60, 38])
    count(cast.owner.pk, cards=150)
    assert unusual(cast.actor("director")) == []
    count(cast.owner.pk, cards=31)
    (alert,) = unusual(cast.actor("director"))
    assert (alert.employee_id, alert.cards, alert.usual_cards) == (cast.owner.pk, 181, 50)


def test_a_newcomer_is_measured_by_the_floor(cast: Cast) -> None:
    count(cast.stranger.pk, cards=100, exported=500)
    assert unusual(cast.actor("director")) == []
    count(cast.stranger.pk, exported=1)
    assert unusual(cast.actor("director"))[0].exported == 501


def test_one_wild_day_in_the_past_hides_nothing(cast: Cast) -> None:
    days_of(cast, [5000, *[30] * 19])
    count(cast.owner.pk, cards=120)
    assert [alert.usual_cards for alert in unusual(cast.actor("director"))] == [30]


def test_only_a_director_is_told(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        unusual(cast.actor("head"))
