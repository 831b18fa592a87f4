"""All add at once, group and vote; the chosen ideas become reasons (rule 6.2)."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.voice.models import Survey, SurveyState
from vernost.winback import selectors, services
from vernost.winback.errors import AskingOver
from vernost.winback.models import Group, Reason


def test_from_an_idea_to_a_reason(cast: Cast) -> None:
    storm = services.storm_open(cast.actor("head"), question="Why do clients leave?")
    late = services.idea_add(cast.actor("owner"), storm_id=storm.pk, text="We deliver late")
    assert services.idea_add(cast.actor("stranger"), storm_id=storm.pk, text="we deliver LATE ") == late
    services.idea_add(cast.actor("stranger"), storm_id=storm.pk, text="The weather")
    services.idea_group(cast.actor("support"), idea_id=late.pk, group=Group.OURSELVES)
    assert services.idea_vote(cast.actor("owner"), idea_id=late.pk)
    assert services.idea_vote(cast.actor("teammate"), idea_id=late.pk)
    assert services.idea_vote(cast.actor("deputy"), idea_id=late.pk)
    assert not services.idea_vote(cast.actor("deputy"), idea_id=late.pk), "the second click takes it back"
    best = selectors.storm_card(cast.actor("owner"), storm.pk).thoughts[0]
    assert (best.idea, best.votes, best.mine) == (late, 2, True)
    services.storm_close(cast.actor("head"), storm_id=storm.pk, idea_ids=[late.pk])
    assert Reason.objects.visible_to(SYSTEM).get(name="We deliver late").group == Group.OURSELVES
    assert not Reason.objects.visible_to(SYSTEM).filter(name="The weather").exists()
    with pytest.raises(AskingOver):
        services.idea_add(cast.actor("owner"), storm_id=storm.pk, text="One more")


def test_the_page_asks_for_news_by_itself(cast: Cast) -> None:
    storm = services.storm_open(cast.actor("head"), question="Why?")
    browser = cast.browser("owner")
    assert browser.post(f"/winback/storms/{storm.pk}/add/", {"text": "Prices"}).status_code == 302
    assert 'hx-trigger="every 3s"' in browser.get(f"/winback/storms/{storm.pk}/").content.decode()
    part = browser.get(f"/winback/storms/{storm.pk}/", headers={"HX-Request": "true", "HX-Target": "ideas"})
    assert "Prices" in part.content.decode() and "<html" not in part.content.decode()


def test_polls_of_clients_are_drafts_among_the_surveys(cast: Cast) -> None:
    for of, words in ((services.LOYAL, "уйти"), (services.LOST, "перестали")):
        survey = services.client_poll_make(cast.actor("head"), of=of)
        assert survey.state == SurveyState.DRAFT
        question = survey.questions.visible_to(SYSTEM).get()
        assert words in question.text_ru and question.text_en
    assert Survey.objects.visible_to(SYSTEM).count() == 2
