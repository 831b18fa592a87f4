"""Ideas: proposed once, supported once each, answered with a reason, rewarded once (rule 10.2)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import Cast
from vernost.access.menu import whats_new
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed
from vernost.team import services
from vernost.team.errors import Answered
from vernost.team.models import Decision, Idea
from vernost.team.selectors import ideas as read
from vernost.team.tests.factories import ledger


def proposed(cast: Cast, whose: str = "owner", title: str = "Call before Monday") -> Idea:
    return services.idea_add(cast.actor(whose), title=title)


def test_a_double_click_is_one_idea(cast: Cast) -> None:
    actor = cast.actor("owner")
    first = services.idea_add(actor, title="Card in the box", key="k")
    assert services.idea_add(actor, title="Card in the box", key="k") == first
    assert services.idea_add(cast.actor("teammate"), title="Card in the box", key="k") != first


def test_one_voice_each_and_none_for_ones_own(cast: Cast) -> None:
    idea = proposed(cast)
    for _ in range(3):
        services.idea_support(cast.actor("teammate"), idea_id=idea.pk)
    services.idea_support(cast.actor("stranger"), idea_id=idea.pk)
    assert read.idea(cast.actor("owner"), idea.pk).supports == 2
    for _ in range(2):
        services.idea_support(cast.actor("stranger"), idea_id=idea.pk, support=False)
    assert read.idea(cast.actor("owner"), idea.pk).supports == 1
    with pytest.raises(Invalid):
        services.idea_support(cast.actor("owner"), idea_id=idea.pk)


def test_an_answer_has_a_reason_and_a_day(cast: Cast) -> None:
    idea, head = proposed(cast), cast.actor("head")
    with pytest.raises(NotAllowed):
        services.idea_answer(cast.actor("owner"), idea_id=idea.pk, decision=Decision.ACCEPTED)
    for decision in (Decision.DECLINED, Decision.TRY, Decision.WAITS, "what"):
        with pytest.raises(Invalid):
            services.idea_answer(head, idea_id=idea.pk, decision=decision)
    services.idea_answer(head, idea_id=idea.pk, decision=Decision.TRY, until=clock.today())
    found = services.idea_answer(head, idea_id=idea.pk, decision=Decision.DECLINED, answer="Too dear")
    assert (found.decision, found.until, found.answered_by_id) == (Decision.DECLINED, None, cast.head.pk)


def test_what_waits_too_long_is_behind_the_bell_of_whoever_answers(cast: Cast) -> None:
    with clock.stopped(clock.now() - timedelta(days=8)):
        old = proposed(cast)
    proposed(cast, title="Of today")
    assert [one.pk for one in read.unanswered(cast.actor("head"))] == [old.pk]

    def told(name: str) -> list[str]:
        return [str(one.title) for _source, found in whats_new(cast.actor(name)) for one in found]

    assert "An idea waits for an answer: Call before Monday" in told("head")
    assert "An idea waits for an answer: Call before Monday" not in told("owner")


def test_a_reward_is_a_row_of_commission_once(cast: Cast) -> None:
    idea, director = proposed(cast), cast.actor("director")
    with pytest.raises(Invalid):
        services.idea_reward(director, idea_id=idea.pk, amount=Decimal(5000))
    services.idea_answer(director, idea_id=idea.pk, decision=Decision.ACCEPTED)
    with pytest.raises(Invalid):
        services.idea_reward(director, idea_id=idea.pk)
    services.idea_reward(director, idea_id=idea.pk, words="Two tickets")
    services.idea_reward(director, idea_id=idea.pk, amount=Decimal(5000))
    with pytest.raises(Answered):
        services.idea_reward(director, idea_id=idea.pk, amount=Decimal(5000))
    assert [(row.employee, row.sum) for row in ledger()] == [(cast.owner, Decimal(5000))]


def test_what_came_of_it_links_within_the_house(cast: Cast) -> None:
    idea, head = proposed(cast), cast.actor("head")
    for link in ("https://elsewhere.example", "//elsewhere.example", "javascript:alert(1)"):
        with pytest.raises(Invalid):
            services.idea_effect(head, idea_id=idea.pk, effect="Fewer complaints", link=link)
    found = services.idea_effect(head, idea_id=idea.pk, effect="Fewer complaints", link="/complaints/")
    assert found.effect_at is not None


def test_everybody_sees_every_idea(cast: Cast) -> None:
    idea = proposed(cast)
    for name in ("owner", "stranger", "marketer", "support", "director"):
        assert [one.pk for one in read.ideas(cast.actor(name)).rows] == [idea.pk]
