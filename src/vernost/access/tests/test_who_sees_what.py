"""Rule 1.2 on one row: whose it is decides who sees it."""

from __future__ import annotations

import pytest

from tests.cast import NAMES, Cast
from tests.scoped.models import Lid, Pot
from vernost.access.actor import ANONYMOUS, SYSTEM, public_token
from vernost.access.fetch import fetch
from vernost.access.policies import POLICIES, may, require
from vernost.core import clock
from vernost.core.errors import NotAllowed, NotSignedIn, NotVisible

SEES = {
    "owner": True,
    "teammate": False,
    "deputy": True,
    "head": True,
    "director": True,
    "marketer": False,
    "support": True,
    "stranger": False,
}
assert set(SEES) == set(NAMES)


@pytest.fixture
def pot(cast: Cast) -> Pot:
    pot: Pot = Pot.objects.create(owner=cast.owner, label="theirs")
    return pot


@pytest.mark.parametrize("name", NAMES)
def test_list_row_and_verb_agree(cast: Cast, pot: Pot, name: str) -> None:
    actor, lid = cast.actor(name), Lid.objects.create(pot=pot)
    assert Pot.objects.visible_to(actor).filter(pk=pot.pk).exists() is SEES[name]
    assert Lid.objects.visible_to(actor).filter(pk=lid.pk).exists() is SEES[name]
    assert Pot.objects.visible_to(actor, beside=True).filter(pk=pot.pk).exists() is SEES[name]
    assert Lid.objects.visible_to(actor, beside=True).filter(pk=lid.pk).exists() is SEES[name]
    assert Pot.scope.holds(actor, pot) is Lid.scope.holds(actor, lid) is SEES[name]
    assert may(actor, "client.see", pot) is SEES[name]


@pytest.mark.parametrize("name", NAMES)
def test_fetch_gives_it_or_404(cast: Cast, pot: Pot, name: str) -> None:
    if SEES[name]:
        assert fetch(cast.actor(name), Pot, pot.pk) == pot
    else:
        with pytest.raises(NotVisible):
            fetch(cast.actor(name), Pot, pot.pk)


def test_a_forbidden_verb_on_a_visible_thing_is_403(cast: Cast, pot: Pot) -> None:
    with pytest.raises(NotAllowed):
        fetch(cast.actor("owner"), Pot, pot.pk, verb="client.hand_over")
    assert fetch(cast.actor("head"), Pot, pot.pk, verb="client.hand_over") == pot
    with pytest.raises(NotVisible):
        require(cast.actor("stranger"), "client.hand_over", pot)
    with pytest.raises(NotSignedIn):
        require(ANONYMOUS, "client.see", pot)


def test_a_deputy_stands_in_only_on_those_days(cast: Cast, pot: Pot) -> None:
    with clock.stopped(clock.now()) as standing:
        assert fetch(cast.actor("deputy"), Pot, pot.pk) == pot
        standing.pass_by(days=3)
        with pytest.raises(NotVisible):
            fetch(cast.actor("deputy"), Pot, pot.pk)


def test_what_is_nobodys_is_seen_by_who_sees_all(cast: Cast) -> None:
    pot = Pot.objects.create(owner=None, label="nobody's")
    seeing = {name for name in NAMES if Pot.objects.visible_to(cast.actor(name)).filter(pk=pot.pk).exists()}
    assert seeing == {"director", "support"}
    assert Pot.scope.holds(cast.actor("owner"), pot) is False


def test_a_link_opens_one_clients_rows_and_one_verb(cast: Cast, pot: Pot) -> None:
    other = Pot.objects.create(owner=cast.owner, label="other")
    Lid.objects.create(pot=pot)
    Lid.objects.create(pot=other)
    actor = public_token(client_id=pot.pk, verbs=frozenset({"client.see"}))
    assert list(Pot.objects.visible_to(actor)) == [pot]
    assert [lid.pot for lid in Lid.objects.visible_to(actor)] == [pot]
    assert may(actor, "client.see", pot)
    assert not may(actor, "client.see", other)
    assert not may(actor, "client.edit", pot)


def test_nobody_sees_nothing_and_the_system_all(cast: Cast, pot: Pot) -> None:
    assert not Pot.objects.visible_to(ANONYMOUS).exists()
    assert Pot.objects.visible_to(SYSTEM).exists()
    assert all(may(SYSTEM, verb) and not may(ANONYMOUS, verb) for verb in POLICIES)


@pytest.mark.parametrize("key", ["0", "-1", "1e3", "a", "", "9" * 30, "١", "\x00", str(2**63)])
def test_a_key_that_is_none_names_nothing(cast: Cast, key: str) -> None:
    with pytest.raises(NotVisible):
        fetch(cast.actor("director"), Pot, key)


def test_one_index_answers_a_managers_scope(cast: Cast) -> None:
    """One owner is an equality, not a list of one: the planner knows what to do with it."""
    assert str(Pot.scope.rows(cast.actor("owner"))) == f"(AND: ('owner_id', {cast.owner.pk}))"


def test_a_word_of_the_code_is_no_door(cast: Cast, pot: Pot) -> None:
    assert Pot.objects.visible_to(cast.actor("owner")).filter(label__literally="theirs").get() == pot
    with pytest.raises(ValueError, match="no word of the code"):
        Pot.objects.visible_to(cast.actor("owner")).filter(label__literally="' OR ''='").exists()
