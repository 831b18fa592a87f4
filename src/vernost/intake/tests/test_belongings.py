"""What handing over, merging, erasing and a person's export do to requests."""

from __future__ import annotations

from tests.cast import Cast
from vernost.clients import services as of_clients
from vernost.clients.tests.factories import make
from vernost.intake import services
from vernost.intake.models import Request
from vernost.intake.tests.factories import PHONE, came, fresh


def test_handed_over_they_go_along_and_the_old_manager_sees_none(cast: Cast) -> None:
    client = make(cast, phones=[PHONE])
    request = came()
    services.request_answer(cast.actor("owner"), request_id=request.pk)
    of_clients.clients_hand_over(cast.actor("head"), client_ids=[client.pk], successor_id=cast.teammate.pk)
    assert Request.objects.visible_to(cast.actor("teammate")).get().answered_by == cast.owner
    assert not Request.objects.visible_to(cast.actor("owner")).exists()


def test_merged_they_are_the_survivors_managers_and_apart_again(cast: Cast) -> None:
    one, other = make(cast), make(cast, "Елкин Петр", whose="teammate", phones=[PHONE])
    request = came()
    head = cast.actor("head")
    merge = of_clients.clients_merge(head, survivor_id=one.pk, absorbed_id=other.pk)
    assert (fresh(request).client_id, fresh(request).assigned_to) == (one.pk, cast.owner)
    of_clients.merge_undo(head, merge_id=merge.pk)
    assert (fresh(request).client_id, fresh(request).assigned_to) == (other.pk, cast.teammate)


def test_erased_no_word_is_left(cast: Cast) -> None:
    client = make(cast, phones=[PHONE])
    request = came(email="secret@firm.ru", name="Секрет", text="Секрет", company="Секрет", token="s" * 32)
    of_clients.client_erase(cast.actor("director"), client_id=client.pk)
    left = fresh(request)
    assert (left.name, left.phone, left.email, left.company, left.text, left.token) == ("",) * 6
    assert left.channel == "form"


def test_exported_for_the_person(cast: Cast) -> None:
    client = make(cast, phones=[PHONE])
    came(text="Почём Кения?")
    told = of_clients.client_export(cast.actor("head"), client_id=client.pk)["intake.request.client"][0]
    assert told["text"] == "Почём Кения?"
    assert not {"token", "assigned_to", "note"} & told.keys()
