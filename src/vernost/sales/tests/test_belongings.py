"""What merging, handing over, erasing and a person's export do to deals."""

from __future__ import annotations

from tests.cast import Cast
from vernost.clients import services as of_clients
from vernost.clients.belongings import counts
from vernost.clients.tests.factories import make
from vernost.journal.models import Entry
from vernost.sales import services
from vernost.sales.models import Deal, Offer
from vernost.sales.tests.factories import TEST, VARIANTS, deal, fresh, reason


def test_merged_and_apart_again(cast: Cast) -> None:
    one, other = make(cast), make(cast, "Елкин Петр")
    mine, theirs = deal(cast, one), deal(cast, other)
    head = cast.actor("head")
    merge = of_clients.clients_merge(head, survivor_id=one.pk, absorbed_id=other.pk)
    assert fresh(theirs).client_id == one.pk
    of_clients.merge_undo(head, merge_id=merge.pk)
    assert (fresh(mine).client_id, fresh(theirs).client_id) == (one.pk, other.pk)


def test_handed_over_the_open_ones_are_the_successors(cast: Cast) -> None:
    client = make(cast)
    made, lost = deal(cast, client), deal(cast, client)
    services.deal_lose(cast.actor("owner"), deal_id=lost.pk, reason_id=reason().pk)
    assert ("deals", 2) in [(str(label), number) for label, number in counts([client.pk])]
    of_clients.clients_hand_over(cast.actor("head"), client_ids=[client.pk], successor_id=cast.teammate.pk)
    assert fresh(made).seller == cast.teammate
    assert fresh(lost).seller == cast.owner
    assert Deal.objects.visible_to(cast.actor("teammate")).count() == 2
    assert not Deal.objects.visible_to(cast.actor("owner")).exists()


def test_erased_the_figures_stand_and_no_word(cast: Cast) -> None:
    made, actor = deal(cast, title="Секретная партия", note="Секрет"), cast.actor("owner")
    offer = services.offer_save(
        actor, deal_id=made.pk, title="Секретное", opening="Секрет", variants=VARIANTS
    )
    services.offer_choose(actor, offer_id=offer.pk, variant_id=offer.variants.visible_to(actor)[0].pk)
    services.deal_lose(actor, deal_id=made.pk, reason_id=reason().pk, said_by_client="Секрет")
    of_clients.client_erase(cast.actor("director"), client_id=made.client_id)
    left = fresh(made)
    assert (left.title, left.note, left.said, left.reason) == ("…", "", "", reason())
    assert left.amount == 9000
    assert not Offer.objects.unscoped(reason=TEST).exists()
    assert not any("екрет" in f"{entry.text} {entry.data} {entry.changes}" for entry in Entry.objects.all())


def test_exported_for_the_person(cast: Cast) -> None:
    made, actor = deal(cast), cast.actor("owner")
    services.offer_save(actor, deal_id=made.pk, title="Кофе на год", variants=VARIANTS)
    (told,) = of_clients.client_export(cast.actor("head"), client_id=made.client_id)["sales.deal.client"]
    assert (told["title"], told["stage"], told["seller"]) == ("Партия Кении", "First talk", "Owner")
    assert told["offers"][0]["variants"][1]["lines"][0]["product"] == "Кения"
    assert not {"version", "external_id", "created_by"} & told.keys()
