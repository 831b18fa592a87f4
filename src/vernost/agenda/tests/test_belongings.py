"""What merging, handing over, erasing and a person's export do to talks, promises and steps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import Cast
from vernost.agenda import selectors, services
from vernost.agenda.models import Answer, Contact, Promise, Step
from vernost.clients import services as of_clients
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.journal.models import Entry

MODELS: tuple[Any, ...] = (Contact, Promise, Step, Answer)


def talked(cast: Cast, client: Client) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    actor = cast.actor("owner")
    services.contact_log(
        actor, client_id=client.pk, text="Секрет", promise="Секретный прайс", promise_on=clock.today(),
        step="Секретный шаг", step_on=clock.today(), token="b" * 31 + str(client.pk % 10),
    )  # fmt: skip
    services.cause_answer(actor, client_id=client.pk, cause="birthday", of=tomorrow, how="done")


def whose(cast: Cast) -> dict[str, list[int]]:
    return {
        model.__name__: sorted(model.objects.unscoped(reason="test").values_list("client", flat=True))
        for model in MODELS
    }


def test_merged_and_apart_again(cast: Cast) -> None:
    one, other = make(cast), make(cast, "Елкин Петр")
    talked(cast, one)
    talked(cast, other)
    before = whose(cast)
    head = cast.actor("head")
    merge = of_clients.clients_merge(head, survivor_id=one.pk, absorbed_id=other.pk)
    merged = whose(cast)
    assert merged["Contact"] == merged["Promise"] == merged["Step"] == [one.pk, one.pk]
    assert len(selectors.of_client(head, one)["promises"]) == 2
    of_clients.merge_undo(head, merge_id=merge.pk)
    assert whose(cast) == before


def test_handed_over_they_are_in_the_successors_day(cast: Cast) -> None:
    client = make(cast)
    talked(cast, client)
    of_clients.clients_hand_over(cast.actor("head"), client_ids=[client.pk], successor_id=cast.teammate.pk)
    assert [line.kind for line in selectors.today(cast.actor("teammate")).lines] == ["promise", "step"]
    assert selectors.today(cast.actor("owner")).lines == []
    assert Promise.objects.visible_to(cast.actor("teammate")).get().by == cast.owner


def test_erased_the_counts_stand_and_no_word(cast: Cast) -> None:
    client = make(cast)
    talked(cast, client)
    of_clients.client_erase(cast.actor("director"), client_id=client.pk)
    assert Contact.objects.unscoped(reason="test").get().text == ""
    assert Promise.objects.unscoped(reason="test").get().text == ""
    assert not Step.objects.unscoped(reason="test").exists()
    assert not Answer.objects.unscoped(reason="test").exists()
    assert not any("екрет" in f"{entry.text} {entry.data} {entry.changes}" for entry in Entry.objects.all())
    assert selectors.today(cast.actor("owner")).lines == []


def test_exported_for_the_person(cast: Cast) -> None:
    client = make(cast)
    talked(cast, client)
    told = of_clients.client_export(cast.actor("head"), client_id=client.pk)
    assert told["agenda.contact.client"][0]["text"] == "Секрет"
    assert told["agenda.promise.client"][0]["text"] == "Секретный прайс"
    assert told["agenda.step.client"][0]["due_on"] == clock.today()
    assert "token" not in told["agenda.contact.client"][0]
