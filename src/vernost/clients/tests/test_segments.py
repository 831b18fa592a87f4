"""Saved filters: one's own or everybody's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from vernost.clients import services
from vernost.clients.errors import BadFilter
from vernost.clients.selectors import segment_sentence, segments_of
from vernost.core.errors import Conflict, Invalid, NotAllowed, NotVisible

TREE = {"field": "client.is_key", "op": "yes"}


def test_own_and_shared(cast: Cast) -> None:
    services.segment_save(cast.actor("owner"), name="Свой", tree=TREE)
    services.segment_save(cast.actor("marketer"), name="Общий", tree=TREE, shared=True)
    assert [one.name for one in segments_of(cast.actor("owner"))] == ["Общий", "Свой"]
    assert [one.name for one in segments_of(cast.actor("director"))] == ["Общий"]
    assert segment_sentence(cast.actor("owner"), segments_of(cast.actor("owner"))[0])


def test_who_may_share_and_change(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.segment_save(cast.actor("owner"), name="Общий", tree=TREE, shared=True)
    shared = services.segment_save(cast.actor("head"), name="Общий", tree=TREE, shared=True)
    with pytest.raises(NotAllowed):
        services.segment_save(cast.actor("owner"), segment_id=shared.pk, name="Мой", tree=TREE, version=1)
    own = services.segment_save(cast.actor("owner"), name="Мой", tree=TREE)
    with pytest.raises(NotVisible):
        services.segment_remove(cast.actor("head"), segment_id=own.pk)
    with pytest.raises(Conflict):
        services.segment_save(cast.actor("owner"), segment_id=own.pk, name="Мой", tree=TREE, version=9)
    services.segment_remove(cast.actor("owner"), segment_id=own.pk)


@pytest.mark.parametrize(
    "tree",
    [
        {},
        {"all": []},
        {"field": "no.such", "op": "yes"},
        {"field": "client.owner", "op": "any_of", "value": ["x"]},
    ],
)
def test_it_must_mean_something(cast: Cast, tree: Any) -> None:
    with pytest.raises((Invalid, BadFilter)):
        services.segment_save(cast.actor("owner"), name="А", tree=tree)


def test_names_are_told_apart(cast: Cast) -> None:
    services.segment_save(cast.actor("owner"), name="А", tree=TREE)
    services.segment_save(cast.actor("head"), name="А", tree=TREE)
    for name in ("А", " "):
        with pytest.raises(Invalid):
            services.segment_save(cast.actor("owner"), name=name, tree=TREE)


def test_the_form_reads_days_and_sums_as_people_type_them(cast: Cast) -> None:
    cast.owner.language = "ru"
    cast.owner.save()
    asked = {
        "g0": "1", "join": "all", "g0.join": "all",
        "g0.c0.field": "client.held_until", "g0.c0.op": "between", "g0.c0.value": ["1.02.1985", "22.11.1990"],
    }  # fmt: skip
    browser = cast.browser("owner")
    shown = browser.post("/segments/add/", {**asked, "act": "show"})
    assert "1985-02-01" in shown.headers["Location"] and "1990-11-22" in shown.headers["Location"]
    text = browser.post("/segments/add/", {**asked, "act": "again"}).content.decode()
    assert 'value="01.02.1985"' in text and 'value="22.11.1990"' in text
    wrong = {**asked, "g0.c0.value": ["вчера", "22.11.1990"]}
    text = browser.post("/segments/add/", {**wrong, "act": "again"}).content.decode()
    assert "Это не дата." in text and 'value="вчера"' in text
    assert "all clients" not in text and "все клиенты" in text, "a half-filled line filters nothing"


def test_a_new_one_begins_with_a_condition(cast: Cast) -> None:
    text = cast.browser("owner").get("/segments/add/").content.decode()
    assert 'name="g0.c0.field"' in text
