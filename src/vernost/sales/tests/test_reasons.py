"""The list of reasons (rule 7.4): shipped once, the firm's from then on."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.cast import Cast
from vernost.core.errors import Conflict, Invalid, NotAllowed
from vernost.sales import services, shipped
from vernost.sales.models import Group, LostReason, Pipeline, Stage
from vernost.sales.tests.factories import TEST, deal, fresh, reason
from vernost.sales.words import REASONS


def rows() -> list[LostReason]:
    return list(LostReason.objects.unscoped(reason=TEST).order_by("place"))


def test_twenty_one_of_them_each_with_its_remedy_in_both_languages(db: None) -> None:
    assert len(rows()) == len(REASONS) == 21
    assert {one.group for one in rows()} == set(Group.values)
    for language in ("en", "ru"):
        with translation.override(language):
            said = [(str(one), one.cure) for one in rows()]
        assert len({name for name, _cure in said}) == 21
        assert all(len(cure) > 30 for _name, cure in said)
        cyrillic = [any("а" <= letter <= "я" for letter in name + cure) for name, cure in said]
        assert all(cyrillic) if language == "ru" else not any(cyrillic)


def test_what_the_firm_made_of_them_survives_an_upgrade(cast: Cast) -> None:
    actor, one = cast.actor("director"), reason()
    services.reason_change(
        actor, reason_id=one.pk, version=1, group="client", name="Цена", remedy="Спросить о бюджете"
    )
    services.reason_remove(actor, reason_id=reason("manner").pk)
    added = services.reason_add(actor, group="value", name="Нет помола под турку")
    Stage.objects.unscoped(reason=TEST).filter(place=1).update(name="Знакомство")
    shipped.ship()
    shipped.ship()
    again = reason()
    assert (str(again), again.cure, again.group) == ("Цена", "Спросить о бюджете", "client")
    assert reason("manner").is_retired
    assert len(rows()) == 22 and added in rows()
    assert Pipeline.objects.unscoped(reason=TEST).count() == 1
    assert Stage.objects.unscoped(reason=TEST).filter(name="Знакомство").count() == 1


def test_words_left_as_they_came_stay_in_every_language(cast: Cast) -> None:
    one = reason()
    services.reason_change(
        cast.actor("director"), reason_id=one.pk, version=1, group="trust", name=str(one), remedy="Своё"
    )
    assert (reason().name, reason().group, reason().cure) == ("", "trust", "Своё")


def test_merged_into_another_its_losses_count_there(cast: Cast) -> None:
    lost = deal(cast)
    services.deal_lose(cast.actor("owner"), deal_id=lost.pk, reason_id=reason().pk)
    actor = cast.actor("director")
    with pytest.raises(Invalid):
        services.reason_remove(actor, reason_id=reason().pk, merge_into=reason().pk)
    services.reason_remove(actor, reason_id=reason().pk, merge_into=reason("no_choice").pk)
    assert fresh(lost).reason == reason("no_choice")
    services.reason_restore(actor, reason_id=reason().pk)
    assert not reason().is_retired


def test_what_is_refused(cast: Cast) -> None:
    actor = cast.actor("director")
    with pytest.raises(Invalid):
        services.reason_add(actor, group="value", name=" ")
    with pytest.raises(Invalid):
        services.reason_add(actor, group="stars", name="Звёзды")
    with pytest.raises(Invalid):
        services.reason_add(actor, group="value", name="the price came too early")
    with pytest.raises(Conflict):
        services.reason_change(actor, reason_id=reason().pk, version=7, group="value", name="x")
    for name in ("head", "owner"):
        with pytest.raises(NotAllowed):
            services.reason_add(cast.actor(name), group="value", name="x")
    assert len(rows()) == 21
