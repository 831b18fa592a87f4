"""Two rows made one and two again: everything is there, and exactly as it was (rule 1.11)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from vernost.clients import belongings, services
from vernost.clients.errors import AlreadyUndone, MergeNotLast
from vernost.clients.models import EDITABLE, Client, Merge
from vernost.clients.selectors import client_card, client_find
from vernost.clients.services.saving import column
from vernost.clients.tests.factories import make
from vernost.core.errors import Invalid, NotVisible


def picture(*clients: Client) -> dict[str, Any]:
    """All that hangs on these clients, and their own rows."""
    ids = [client.pk for client in clients]
    found: dict[str, Any] = {}
    for one in belongings.every():
        if one.name.startswith(("clients.merge.",)):
            continue
        found[one.name] = sorted(one.of(ids).values_list("pk", f"{one.key}_id"))
    rows = Client._base_manager.filter(pk__in=ids).order_by("pk")
    found["rows"] = [
        {
            name: getattr(row, column(name).attname)
            for name in (*EDITABLE, "is_live", "merged_into", "search", "name_key", "owner")
        }
        for row in rows
    ]
    return found


def filled(cast: Cast, name: str, **values: Any) -> Client:
    actor = cast.actor("owner")
    client = make(cast, name, **values)
    services.note_add(actor, client_id=client.pk, text=f"note of {name}")
    services.clients_tag(actor, client_ids=[client.pk], add=["both", name])
    services.consent_record(actor, client_id=client.pk, purpose="letters", how="paper")
    services.person_add(actor, client_id=client.pk, name=f"person of {name}")
    return client


def test_it_works(cast: Cast) -> None:
    one = filled(cast, "Один", phones=["+79161234567", "+79161234568"], address="Тула")
    other = filled(
        cast,
        "Другой",
        phones=["+79161234567", "+79161234569"],
        emails=["a@b.ru"],
        inn="7707083893",
        address="Орёл",
    )
    actor = cast.actor("owner")
    services.clients_merge(actor, survivor_id=one.pk, absorbed_id=other.pk)
    survivor = services.client_open(actor, client_id=one.pk)
    assert (survivor.address, survivor.inn) == ("Тула", "7707083893")
    card = client_card(actor, survivor)
    assert [str(phone.number) for phone in card.phones] == ["+79161234567", "+79161234568", "+79161234569"]
    assert [email.address for email in card.emails] == ["a@b.ru"]
    assert {tag.name for tag in card.tags} == {"both", "Один", "Другой"}
    assert {note.text for note in card.notes} == {"note of Один", "note of Другой"}
    assert len(card.history.rows) == 11
    assert client_find(actor, text="a@b.ru") == [survivor]
    with pytest.raises(NotVisible):
        services.client_open(actor, client_id=other.pk)


def test_undoing_restores_exactly(cast: Cast) -> None:
    one = filled(cast, "Один", phones=["+79161234567"], address="Тула", bond="mixed", held_by="habit")
    other = filled(
        cast,
        "Другой",
        phones=["+79161234567", "+79161234569"],
        inn="7707083893",
        bond="forced",
        held_note="x",
    )
    recommended = make(cast, "Третий", recommended_by=other)
    before = picture(one, other, recommended)
    merge = services.clients_merge(
        cast.actor("owner"), survivor_id=one.pk, absorbed_id=other.pk, take=("name", "bond")
    )
    assert Client._base_manager.get(pk=one.pk).held_note == "x"
    assert Client._base_manager.get(pk=recommended.pk).recommended_by_id == one.pk
    assert picture(one, other, recommended) != before
    services.merge_undo(cast.actor("owner"), merge_id=merge.pk)
    assert picture(one, other, recommended) == before
    with pytest.raises(AlreadyUndone):
        services.merge_undo(cast.actor("owner"), merge_id=merge.pk)


def test_what_came_later_stays(cast: Cast) -> None:
    one, other = make(cast, "Один"), make(cast, "Другой", address="Орёл", inn="7707083893")
    actor = cast.actor("owner")
    merge = services.clients_merge(actor, survivor_id=one.pk, absorbed_id=other.pk)
    services.note_add(actor, client_id=one.pk, text="later")
    services.client_change(actor, client_id=one.pk, version=2, address="Псков")
    services.merge_undo(actor, merge_id=merge.pk)
    survivor = services.client_open(actor, client_id=one.pk)
    assert (survivor.address, survivor.inn) == ("Псков", "")
    assert [note.text for note in client_card(actor, survivor).notes] == ["later"]


def test_chains_come_apart_in_reverse(cast: Cast) -> None:
    first, second, third = (filled(cast, name) for name in ("Один", "Два", "Три"))
    before = picture(first, second, third)
    actor = cast.actor("owner")
    inner = services.clients_merge(actor, survivor_id=second.pk, absorbed_id=third.pk)
    outer = services.clients_merge(actor, survivor_id=first.pk, absorbed_id=second.pk)
    card = client_card(actor, services.client_open(actor, client_id=first.pk))
    assert len([entry for entry in card.history.rows if entry.kind == "client.noted"]) == 3
    with pytest.raises(NotVisible):
        services.merge_undo(actor, merge_id=inner.pk)
    services.merge_undo(actor, merge_id=outer.pk)
    services.merge_undo(actor, merge_id=inner.pk)
    assert picture(first, second, third) == before


def test_the_later_one_first(cast: Cast) -> None:
    first, second, third = (make(cast, name) for name in ("Один", "Два", "Три"))
    actor = cast.actor("owner")
    early = services.clients_merge(actor, survivor_id=first.pk, absorbed_id=second.pk)
    services.clients_merge(actor, survivor_id=first.pk, absorbed_id=third.pk)
    with pytest.raises(MergeNotLast):
        services.merge_undo(actor, merge_id=early.pk)


def test_who_recommended_whom_does_not_bite_its_tail(cast: Cast) -> None:
    one = make(cast, "Один")
    other = make(cast, "Другой", recommended_by=one)
    before = picture(one, other)
    for survivor, absorbed in ((one, other), (other, one)):
        merge = services.clients_merge(cast.actor("owner"), survivor_id=survivor.pk, absorbed_id=absorbed.pk)
        assert Client._base_manager.get(pk=survivor.pk).recommended_by_id is None
        services.merge_undo(cast.actor("owner"), merge_id=merge.pk)
        assert picture(one, other) == before


def test_both_must_be_in_sight(cast: Cast) -> None:
    mine, theirs = make(cast, "Мой"), make(cast, "Чужой", whose="stranger")
    for survivor, absorbed in ((mine, theirs), (theirs, mine)):
        with pytest.raises(NotVisible):
            services.clients_merge(cast.actor("owner"), survivor_id=survivor.pk, absorbed_id=absorbed.pk)
    with pytest.raises(Invalid):
        services.clients_merge(cast.actor("owner"), survivor_id=mine.pk, absorbed_id=mine.pk)
    assert not Merge._base_manager.exists()


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "address": st.sampled_from(["Тула", "Орёл"]),
        "inn": st.sampled_from(["7707083893", "7736050003"]),
        "rhythm_days": st.integers(1, 400),
        "is_key": st.booleans(),
        "level": st.sampled_from(["own", "potential"]),
        "source": st.sampled_from(["partner", "review"]),
        "source_detail": st.sampled_from(["Ozon", "Ярмарка"]),
        "about": st.text(alphabet="абв \n", max_size=10),
        "phones": st.lists(st.sampled_from(["+79161234567", "+79161234568", "+79161234569"]), max_size=3),
        "emails": st.lists(st.sampled_from(["a@b.ru", "b@b.ru"]), max_size=2),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(VALUES, min_size=3, max_size=3),
    take=st.sets(st.sampled_from(["address", "inn", "name", "level", "source", "is_key"])),
)
def test_any_merges_undone_leave_no_trace(cast: Cast, values: list[dict[str, Any]], take: set[str]) -> None:
    actor = cast.actor("owner")
    with transaction.atomic():
        people = [make(cast, f"Имя {place}", **one) for place, one in enumerate(values)]
        before = picture(*people)
        merges = [
            services.clients_merge(actor, survivor_id=people[0].pk, absorbed_id=other.pk, take=tuple(take))
            for other in people[1:]
        ]
        for merge in reversed(merges):
            services.merge_undo(actor, merge_id=merge.pk)
        assert picture(*people) == before
        assert connection.in_atomic_block
        transaction.set_rollback(True)
