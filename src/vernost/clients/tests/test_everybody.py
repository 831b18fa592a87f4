"""Everybody whom a filter means, changed at once: as many as were agreed to, all or none."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.clients import services
from vernost.clients.models import Client, ClientTag
from vernost.clients.services import owners, properties
from vernost.clients.tests.factories import make
from vernost.journal.models import Entry

NUMBER = 7


@pytest.fixture
def firm(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """More than a page or a batch of them; the stranger's is of another team."""
    monkeypatch.setattr(properties, "AT_ONCE", 3)
    monkeypatch.setattr(owners, "BATCH", 3)
    for number in range(NUMBER):
        make(cast, f"Ромашка {number}")
    make(cast, "Ёлка")
    make(cast, "Ромашка чужая", whose="stranger")
    return cast


def owned(cast: Cast, name: str) -> int:
    return Client.objects.unscoped(reason="test").filter(owner=cast[name]).count()


def test_a_page_says_how_many_and_then_all_are_handed_over(firm: Cast) -> None:
    head, address = firm.browser("head"), reverse("clients_hand_over_all")
    assert address in head.get(reverse("clients"), {"text": "ромашка"}).content.decode()
    page = head.get(address, {"text": "ромашка"}).content.decode()
    assert f"{NUMBER} clients" in page and 'name="text" value="ромашка"' in page
    assert owned(firm, "teammate") == 0, "asking changes nothing"
    data = {"text": "ромашка", "expected": NUMBER, "successor": firm.teammate.pk}
    assert head.post(address, data).status_code == 302
    assert (owned(firm, "teammate"), owned(firm, "owner"), owned(firm, "stranger")) == (NUMBER, 1, 1)
    assert Entry.objects.filter(kind="client.handed_over").count() == NUMBER
    (bulk,) = Entry.objects.filter(kind="client.bulk_changed")
    assert bulk.data["rows"] == NUMBER and bulk.in_audit


def test_somebody_was_added_meanwhile(firm: Cast) -> None:
    make(firm, "Ромашка новая")
    data = {"text": "ромашка", "expected": NUMBER, "successor": firm.teammate.pk}
    answer = firm.browser("head").post(reverse("clients_hand_over_all"), data)
    page = answer.content.decode()
    assert answer.status_code == 409 and f"{NUMBER + 1} clients" in page
    assert f'name="expected" value="{NUMBER + 1}"' in page
    assert owned(firm, "teammate") == 0


def test_all_or_nobody(firm: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = properties._tag_some, []

    def fails_in_the_middle(*arguments: Any) -> set[int]:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the disk is full")
        return real(*arguments)

    monkeypatch.setattr(properties, "_tag_some", fails_in_the_middle)
    data = {"text": "ромашка", "expected": NUMBER, "add": "вип"}
    with pytest.raises(RuntimeError):
        firm.browser("head").post(reverse("clients_tag_all"), data)
    assert not ClientTag.objects.unscoped(reason="test").exists()
    assert not Entry.objects.filter(kind__in=("client.tagged", "client.bulk_changed")).exists()


def test_tags_go_on_and_off(firm: Cast) -> None:
    head, address = firm.browser("head"), reverse("clients_tag_all")
    first = Client.objects.unscoped(reason="test").filter(name="Ромашка 0").get()
    services.clients_tag(firm.actor("head"), client_ids=[first.pk], add=["старый"])
    data = {"text": "ромашка", "expected": NUMBER, "add": "вип, Тула", "remove": "Старый"}
    assert head.post(address, data).status_code == 302
    tags = ClientTag.objects.unscoped(reason="test")
    assert sorted(set(tags.values_list("tag__name", flat=True))) == ["Тула", "вип"]
    assert tags.count() == 2 * NUMBER
    assert Entry.objects.get(kind="client.bulk_changed").data == {"rows": NUMBER, "change": "tags"}
    assert head.post(address, {"text": "ромашка", "expected": NUMBER}).status_code == 422


def test_without_a_filter_the_page_says_that_it_means_everybody(firm: Cast) -> None:
    page = firm.browser("head").get(reverse("clients_tag_all")).content.decode()
    assert "every client you see" in page and f"{NUMBER + 1} clients" in page
